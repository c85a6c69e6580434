"""How a value becomes a wrong one that looks like it: what models do to ids, numbers, dates and times."""

import re
from datetime import date, datetime, timedelta
from random import Random
from typing import NamedTuple

_ID = re.compile(r"(?=.*\d)[A-Za-z0-9]+(?:[_\-#/.][A-Za-z0-9]+)*|#[A-Za-z]*\d+|[\w.+-]+@[\w-]+\.[\w.]+")
_NO_ID = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\S*|\d{1,2}:\d{2}\S*|\d+(?:\.\d+)?[a-zA-Z%]{0,3}|\d+x\d+|v?\d+(?:\.\d+)+"
    r"|[\w-]+\.[a-z]{2,4}|\d{1,4}(?:-\d{1,4})?",
    re.ASCII,
)
_PREFIXED = re.compile(r"(?P<prefix>[A-Za-z]+(?:[_\-][A-Za-z]+)*)(?P<join>[_\-#/]?)(?P<rest>\d[\d_\-/]{2,})")


def is_id(value: object) -> bool:
    """Whether a value names one thing among many: letters or marks with digits, a long number, an address."""
    if not isinstance(value, str) or not 4 <= len(value) <= 64:
        return False
    if value.isdecimal():
        return len(value) >= 5
    return _ID.fullmatch(value) is not None and ("@" in value or _NO_ID.fullmatch(value) is None)


def near_miss(id: str, random: Random) -> str | None:
    """The id with two characters swapped, one changed, one left out or one doubled."""
    end = id.index("@") if "@" in id else len(id)
    places = [place for place in range(end) if id[place].isalnum() and (id[place].isdecimal() or "@" in id)]
    if not places:
        return None
    place = random.choice(places)
    following = place + 1
    ways = [
        id[:place] + _other_character(id[place], random) + id[following:],
        id[:place] + id[following:],
        id[:following] + id[place:],
    ]
    if following in places and id[place] != id[following]:
        ways.append(id[:place] + id[following] + id[place] + id[following + 1 :])
    return random.choice(ways)


def _other_character(character: str, random: Random) -> str:
    letters = "0123456789" if character.isdecimal() else "abcdefghijklmnopqrstuvwxyz"
    other = random.choice([letter for letter in letters if letter != character.lower()])
    return other.upper() if character.isupper() else other


def prefix_of(id: str) -> str | None:
    """The letters before the digits: `gift_card` of `gift_card_7815826`."""
    found = _PREFIXED.fullmatch(id)
    return found["prefix"] if found and "@" not in id else None


def with_prefix(id: str, prefix: str) -> str:
    """The same digits behind other letters."""
    found = _PREFIXED.fullmatch(id)
    assert found is not None
    return f"{prefix}{found['join']}{found['rest']}"


def other_number(number: float, random: Random) -> float:
    """A number near by, with another digit, with two digits swapped, or ten times as large."""
    ways = [number + step for step in (-3, -2, -1, 1, 2, 3, 5, 10)] + [number * 10]
    text = str(abs(number))
    for place in (place for place, character in enumerate(text) if character.isdecimal()):
        ways.append(_signed(text[:place] + str(random.randrange(10)) + text[place + 1 :], number))
        if text[place + 1 : place + 2].isdecimal():
            ways.append(_signed(text[:place] + text[place + 1] + text[place] + text[place + 2 :], number))
    near = [way for way in ways if way != number and (way > 0) == (number > 0)]
    found = random.choice(near or [number + 1])
    decimals = len(text.partition(".")[2])
    return int(found) if isinstance(number, int) else round(found, decimals)


def _signed(digits: str, like: float) -> float:
    found = float(digits) if "." in digits else int(digits)
    return -found if like < 0 else found


class Written(NamedTuple):
    """A date and how it is written, with what follows it (a time, say)."""

    day: date
    form: str
    rest: str


_FORMS = (
    (re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)"), ("%Y-%m-%d",)),
    (re.compile(r"\d{4}/\d{2}/\d{2}(?!\d)"), ("%Y/%m/%d",)),
    (re.compile(r"\d{2}/\d{2}/\d{4}(?!\d)"), ("%m/%d/%Y", "%d/%m/%Y")),
    (re.compile(r"[A-Z][a-z]+ \d{1,2}, \d{4}(?!\d)"), ("%B %d, %Y", "%b %d, %Y")),
    (re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}(?!\d)"), ("%d %B %Y", "%d %b %Y")),
)


def written_date(value: object) -> Written | None:
    """The date that a text begins with."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    for pattern, forms in _FORMS:
        if found := pattern.match(value):
            for form in forms:
                if day := _parsed(found.group(), form):
                    return Written(day, form, value[found.end() :])
    return None


def _parsed(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()
    except ValueError:
        return None


def shifted(day: date, random: Random) -> date:
    """Off by a day more often than by a week, a month or a year."""
    days = random.choice((1, 1, 1, -1, -1, 2, -2, 3, 7, -7, 30, -30, 365, -365))
    return day + timedelta(days=days)


def rewritten(written: Written, day: date) -> str:
    """Another day in the same writing."""
    text = day.strftime(written.form)
    return (text.lstrip("0") if written.form.startswith("%d ") else text.replace(" 0", " ")) + written.rest


_CLOCK = re.compile(r"(?<![\d:])(?:[01]?\d|2[0-3]):[0-5]\d(?!\d| ?[ap]\.?m)", re.IGNORECASE)
_LONGEST_TIME = 25


def clock_in(value: object) -> str | None:
    """The one time of day in a short text, by twenty-four hours."""
    found = _CLOCK.findall(value) if isinstance(value, str) and len(value) <= _LONGEST_TIME else []
    return str(found[0]) if len(found) == 1 else None


def other_clock(clock: str, random: Random) -> str:
    """An hour, half an hour, a quarter or twelve hours off."""
    hour, minute = map(int, clock.split(":"))
    moved = (hour * 60 + minute + random.choice((60, -60, 30, -30, 15, -15, 120, 720))) % (24 * 60)
    return f"{moved // 60:0{len(clock.split(':')[0])}}:{moved % 60:02}"
