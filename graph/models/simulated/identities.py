"""Names, addresses and ids of people and things that nobody has met."""

import re
from functools import cache
from random import Random

from faker import Faker

from graph.models.simulated.schemas import words_of

_HEX = "0123456789abcdef"
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ"


@cache
def _generator() -> Faker:
    return Faker("en_US")


def faker(random: Random) -> Faker:
    """The one generator of names and addresses, seeded anew."""
    generator = _generator()
    generator.seed_instance(random.getrandbits(32))
    return generator


def mailbox(random: Random) -> str:
    """An e-mail address."""
    generator = faker(random)
    domain = random.choice(("fernmail.com", "northdesk.org", "example.com"))
    return f"{generator.first_name().lower()}.{generator.last_name().lower()}@{domain}"


def personal(words: str, random: Random) -> str | None:
    """What a parameter of these words is called that is about a person; None where it is about something else."""
    if re.search(r"\b(email|e mail|recipient|cc|bcc|mail)$|\bemail address$|^to$", words):
        return mailbox(random)
    if re.search(r"\b(phone|phone number|mobile)$", words):
        return f"+1-555-01{random.randint(10, 99)}"
    if re.search(r"\b(company|company name|organisation|employer|customer name)$", words):
        return faker(random).company()
    if re.search(r"\b(author|person|full name|author name|contact|attendee|assignee|patient|player)( name)?$", words):
        return faker(random).name()
    if re.search(r"\b(street|postal address|home address|address|from address|to address)$", words):
        return faker(random).street_address()
    return None


def identifier(name: str, random: Random) -> str:
    """An id of a shape that goes with the name."""
    words = words_of(name)
    if words[-1] in ("hash", "address") or "transaction" in words:
        return "0x" + "".join(random.choices(_HEX, k=16))
    if words[-1] in ("token", "key", "uuid") or name == "id":
        return "".join(random.choices(_HEX, k=12))
    stem = next((word for word in words if word not in ("id", "ids", "number", "code", "reference", "ref")), "ref")
    if random.random() < 0.3:
        return f"{random.choice(_ALPHABET)}{random.choice(_ALPHABET)}{random.randint(1000, 9999)}"
    return f"{stem}-{random.randint(1000, 99999)}"
