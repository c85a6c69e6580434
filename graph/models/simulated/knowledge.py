"""What invented results say of things: entries of lists, and what there is to know of one thing."""

import re
from datetime import datetime, timedelta
from random import Random

from pydantic import JsonValue

from graph.models.simulated.identities import faker, identifier
from graph.models.simulated.lists import CITIES, TOPICS

PEOPLE = frozenset(
    (
        "pitching",
        "batting",
        "fielding",
        "barrel",
        "rank",
        "leader",
        "roster",
        "lineup",
        "pitcher",
        "batter",
        "driver",
        "employee",
        "patient",
        "student",
        "attendee",
        "collaborator",
        "reviewer",
        "user",
        "author",
        "contact",
        "member",
        "player",
        "customer",
        "person",
        "follower",
        "lead",
        "guest",
    )
)
READABLE = frozenset(("text", "link", "paper",
                      "article", "page", "post", "news", "video", "web", "story", "blog", "recipe", "book",
                       "tutorial", "publication", "search", "report", "google", "wikipedia"))  # fmt: skip
_TITLE_FORMS = ("{}: a practical introduction", "What we learned about {}", "{} in ten charts", "The state of {}",
                "A beginner's guide to {}", "Recent progress on {}", "{}: questions and answers")  # fmt: skip
_CONDITIONS = (
    "Everything is running normally.",
    "All is well, nothing stands out.",
    "It is up and answers quickly.",
    "It works, although it is a little slower than usual.",
)
_SETTINGS = (
    "Everything is set to the defaults, and {} looks after it.",
    "It is open to the whole team; {} can change it.",
    "Only two things differ from the defaults, both set by {}.",
)
_SUMMARIES = (
    "It was last changed on {} and nothing is missing.",
    "It looks complete; the latest entry is of {}.",
    "There have been no surprises since {}.",
    "It was checked on {} and found in order.",
)


def item_of_list(noun: str, label: str, topic: str, now: datetime, random: Random, place: int) -> dict[str, JsonValue]:
    """One entry of a list of such things."""
    key = f"{noun}_id"
    if noun in PEOPLE:
        return {key: identifier(key, random), "name": faker(random).name()}
    if noun in READABLE:
        subject = topic or random.choice(TOPICS)
        title = random.sample(_TITLE_FORMS, len(_TITLE_FORMS))[place].format(subject)
        address = f"https://example.com/{'-'.join(subject.lower().split()[:3])}/{random.randint(10, 99)}"
        published = moment(now, random, 200)[:10]
        return {"title": title[0].upper() + title[1:], "url": address, "published": published}
    if noun in ("file", "folder", "directory"):
        return {"name": f"{label.lower().replace(' ', '-')}.md", "size_kb": random.randint(2, 900)}
    return {key: identifier(key, random), "name": label}


def what_is_known(words: str, now: datetime, random: Random) -> dict[str, JsonValue]:
    """What there may be to know about something, by the words of the tool that looks it up."""
    if re.search(r"\b(stats?|statistics|batting|fielding|pitching|performance|season|standings?|record)\b", words):
        games = random.randint(12, 40)
        return {"games": games, "wins": random.randint(3, games), "average": round(random.uniform(0.2, 0.9), 3)}
    if re.search(r"\b(income|cash|revenue|earnings?|growth|ratios?|margin|dividends?|filings?|statements?)\b", words):
        return {"revenue": f"{random.randint(20, 900)} million USD", "growth": f"{random.uniform(0.4, 12):.1f} %"}
    if re.search(r"\b(geo\w*|ip|country|city|coordinates|location)\b", words):
        return {"city": random.choice(CITIES), "timezone": "Europe/Lisbon"}
    if re.search(r"\b(schema|class|table|structure|columns|fields|model|definition|metadata)\b", words):
        return {"fields": random.sample(("id", "name", "status", "created_at", "owner", "amount"), 4)}
    if re.search(r"\b(file|folder|directory|storage|disk|usage)\b", words):
        return {"size_kb": random.randint(2, 9000), "last_change": moment(now, random, 60)[:10]}
    if re.search(r"\b(status|health|state|battery|ping|uptime|check|monitor|connection|server|info|version)\b", words):
        return {"summary": random.choice(_CONDITIONS)}
    if re.search(r"\b(config\w*|settings?|options|preferences|permissions?|profile|account)\b", words):
        return {"summary": random.choice(_SETTINGS).format(faker(random).name())}
    return {"summary": random.choice(_SUMMARIES).format(moment(now, random, 60)[:10])}


def moment(now: datetime, random: Random, days: int = 60) -> str:
    """A moment in the past, not more than so many days ago; 0: now."""
    if days == 0:
        return now.replace(tzinfo=None).isoformat(timespec="minutes")
    back = timedelta(days=random.randint(1, days), minutes=random.randint(0, 600))
    return (now.replace(tzinfo=None) - back).isoformat(timespec="minutes")
