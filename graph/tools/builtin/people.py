"""The people who live around the built-in worlds: names and addresses drawn from a seed."""

from random import Random
from typing import NamedTuple

_GIVEN = (
    "Amara", "Bruno", "Carmen", "Dmitri", "Elif", "Farah", "Gustav", "Hana", "Imran", "Joelle", "Kofi", "Leila",
    "Marek", "Nadia", "Oscar", "Priya", "Quentin", "Rosa", "Stefan", "Tamsin", "Ugo", "Vera", "Wanjiru", "Yusuf",
)  # fmt: skip
_FAMILY = (
    "Abara", "Bergman", "Castell", "Dufour", "Eriksen", "Fonseca", "Grieve", "Hartono", "Ivanek", "Jansen",
    "Kaplan", "Lindqvist", "Moretti", "Novak", "Okafor", "Pereira", "Rahman", "Sandoval", "Tanaka", "Whitfield",
)  # fmt: skip
_HOSTS = ("fernmail.com", "northdesk.org", "postbox.net", "harbourline.com")


class Person(NamedTuple):
    """Somebody with a name and an address."""

    name: str
    email: str


def people(random: Random, count: int) -> tuple[Person, ...]:
    """Draw people, no two with the same given name."""
    return tuple(_person(random, given) for given in random.sample(_GIVEN, count))


def _person(random: Random, given: str) -> Person:
    family = random.choice(_FAMILY)
    return Person(f"{given} {family}", f"{given}.{family}@{random.choice(_HOSTS)}".lower())
