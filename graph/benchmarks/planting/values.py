"""Values that are wrong and look right: ids, numbers, dates and times that nobody said."""

from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile
from random import Random
from typing import NamedTuple

from pydantic import JsonValue

from graph.benchmarks.planting.changes import (
    clock_in,
    is_id,
    near_miss,
    other_clock,
    other_number,
    prefix_of,
    rewritten,
    shifted,
    with_prefix,
    written_date,
)
from graph.benchmarks.planting.specimen import Fault, Made, Planted, Specimen, fault
from graph.benchmarks.planting.structure import calls, fits
from graph.benchmarks.planting.visible import Visible

_PREFIXES = ("order", "user", "gift_card", "credit_card", "paypal", "doc", "item", "res", "evt", "acct")
_TRIES = 8


class Place(NamedTuple):
    """One argument of one call, and what its caller could read."""

    made: Made
    name: str
    value: JsonValue
    seen: Visible
    """Everything before the call, without the definitions of tools."""
    everything: Visible
    """With them."""
    told: Visible
    """What the user said and tools returned."""


def visible(specimen: Specimen, turn: int, more: str = "") -> Visible:
    """What stood before one's eyes when a turn began, with more if there was more."""
    heard = list(takewhile(lambda one: one.turn != turn, specimen.heard()))
    spoken = "\n".join(one.text for one in heard if one.role in ("user", "assistant") and not one.calls)
    return Visible("\n".join((*(one.text for one in heard), more)), specimen.today, spoken)


def before(specimen: Specimen, turn: int) -> str:
    """All that was said before a turn, the words of the turn itself excluded."""
    return visible(specimen, turn).text


def _told(specimen: Specimen, turn: int) -> str:
    heard = takewhile(lambda one: one.turn != turn, specimen.heard())
    return "\n".join(one.text for one in heard if one.role not in ("system", "assistant"))


def whole(specimen: Specimen) -> str:
    """All that is ever said, definitions included."""
    return "\n".join((*(heard.text for heard in specimen.heard()), specimen.definitions()))


def places(specimen: Specimen, random: Random, suits: Callable[[str, JsonValue], bool]) -> Iterator[Place]:
    """The arguments that suit, in random order of calls and names. Lists of plain values count one by one."""
    for made in calls(specimen, random):
        names = [name for name, value in made.arguments.items() if suits(name, value)]
        if names:
            seen = visible(specimen, made.turn)
            everything = visible(specimen, made.turn, specimen.definitions())
            told = Visible(_told(specimen, made.turn))
            for name in random.sample(names, len(names)):
                yield Place(made, name, made.arguments[name], seen, everything, told)


def put(specimen: Specimen, place: Place, value: JsonValue, random: Random) -> Planted | None:
    """The specimen with this value there, unless that breaks the schema: then it would be another fault."""
    arguments = place.made.arguments | {place.name: value}
    if fits(place.made, place.made.arguments) and not fits(place.made, arguments):
        return None
    fresh = specimen.with_arguments(place.made, arguments, random)
    return Planted(fresh, frozenset({place.made.turn}), place.name, f"{place.value!r} became {value!r}")


def _is_stated_id(place: Place) -> bool:
    return place.seen.has(str(place.value))


def _first(
    specimen: Specimen,
    random: Random,
    suits: Callable[[str, JsonValue], bool],
    wrong: Callable[[Place], JsonValue],
) -> Planted | None:
    """Plant the first wrong value that can be made."""
    for place in places(specimen, random, suits):
        for _ in range(_TRIES):
            value = wrong(place)
            if value is not None and (planted := put(specimen, place, value, random)):
                return planted
    return None


def _names_one(name: str, value: JsonValue) -> bool:
    return is_id(value)


@fault("invented_id")
def near_miss_id(specimen: Specimen, random: Random) -> Planted | None:
    """An id has a digit swapped, changed, lost or doubled."""

    def wrong(place: Place) -> JsonValue:
        found = near_miss(str(place.value), random) if _is_stated_id(place) else None
        return found if found and not place.everything.hints_at(found) else None

    return _first(specimen, random, _names_one, wrong)


@fault("invented_id")
def prefix_swapped_id(specimen: Specimen, random: Random) -> Planted | None:
    """An id has its right digits behind the letters of another."""
    values = (value for made in specimen.made() for value in made.arguments.values() if isinstance(value, str))
    seen = sorted({prefix for value in values if is_id(value) and (prefix := prefix_of(value))})

    def wrong(place: Place) -> JsonValue:
        own = prefix_of(str(place.value))
        if own is None or "pass" in place.name or not _is_stated_id(place):
            return None
        alike = [one for one in seen if one.casefold() != own.casefold()]
        prefix = random.choice(alike) if alike and random.random() < 0.7 else random.choice(_PREFIXES)
        prefix = prefix.upper() if own.isupper() else prefix
        found = with_prefix(str(place.value), prefix)
        # Its digits are there, behind other letters: that is the fault.
        return None if place.everything.hints_at(found) else found

    return _first(specimen, random, _names_one, wrong)


@fault("ungrounded_number")
def changed_number(specimen: Specimen, random: Random) -> Planted | None:
    """A number is another than the one that was said."""

    def wrong(place: Place) -> JsonValue:
        number = _number(place.value)
        if number is None or not place.told.states_number(number):
            return None
        other = other_number(number, random)
        if place.everything.says_number(other):
            return None
        return str(other) if isinstance(place.value, str) else other

    return _first(specimen, random, lambda name, value: _number(value) is not None, wrong)


def _number(value: JsonValue) -> int | float | None:
    """A number that counts or measures; long digits in a row name something."""
    if isinstance(value, str) and value.isdecimal() and len(value) <= 4 and value == str(int(value)):
        return int(value)
    return value if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9 else None


@fault("wrong_date", "ungrounded_date")
def shifted_date(specimen: Specimen, random: Random) -> Planted | None:
    """A date is off, most often by one day."""

    def wrong(place: Place) -> JsonValue:
        written = written_date(place.value)
        assert written is not None
        if not _is_stated_date(place):
            return None
        day = shifted(written.day, random)
        return None if place.everything.could_mean(day) else rewritten(written, day)

    return _first(specimen, random, lambda name, value: written_date(value) is not None, wrong)


def _is_stated_date(place: Place) -> bool:
    """Whether the right date can be told from what was said, so that the wrong one is against it."""
    written = written_date(place.value)
    if written is None or (place.seen.has_loose_dates and not place.seen.says_date(written.day)):
        return False
    return place.seen.could_mean(written.day)


@fault("wrong_date", "wrong_time", "ungrounded_time", "ungrounded_number", "ungrounded_text")
def changed_time(specimen: Specimen, random: Random) -> Planted | None:
    """A time of day is another than the one that was said."""

    def wrong(place: Place) -> JsonValue:
        clock = clock_in(place.value)
        other = other_clock(clock, random) if clock else ""
        if not other or not place.seen.says_clock(str(clock)) or place.everything.says_clock(other):
            return None
        return str(place.value).replace(str(clock), other)

    return _first(specimen, random, lambda name, value: clock_in(value) is not None, wrong)


def foreign_id(specimens: Sequence[Specimen]) -> Fault:
    """The fault that an id of another of these dialogues is used."""
    strangers: dict[str, set[str]] = {}
    for one in specimens:
        for name, value in (pair for made in one.made() for pair in made.arguments.items()):
            if isinstance(value, str) and is_id(value):
                strangers.setdefault(name, set()).add(value)
    known = {name: sorted(values) for name, values in strangers.items()}

    @fault("invented_id")
    def plant(specimen: Specimen, random: Random) -> Planted | None:
        """An id of another dialogue is used, for the same parameter."""
        here = Visible(whole(specimen))

        def wrong(place: Place) -> JsonValue:
            found = random.choice(known[place.name])
            return found if _is_stated_id(place) and not here.hints_at(found) else None

        return _first(specimen, random, _names_one, wrong)

    return plant
