"""Times in calls: said, returned, or as long before or after these as something lasts."""

from collections.abc import Collection, Iterator

from nodes.rules.rule import Complaints, rule
from nodes.rules.search.asked import Asked, asked
from nodes.rules.search.clock import DAY, has_part_of_day, lengths, mentions, read_time, times
from nodes.rules.search.leaves import all_leaves, words_of
from nodes.rules.search.seen import Seen
from state.dialogue import Dialogue
from state.remember import remembered

_EDGES = (0, DAY - 1)
_LONGEST = 40
_WINDOW = frozenset(("range", "min", "max", "earliest", "latest", "window"))


@rule("wrong_time")
def times_in_calls_were_meant(dialogue: Dialogue) -> Complaints:
    """A time of day in a call was said or returned before, or follows from that and from how long something lasts."""
    for one in asked(dialogue):
        minute = _time_of(one)
        if minute is None or minute in _EDGES or _is_known(one, minute):
            continue
        message = f"nothing before the call leads to the time in {one.value!r}"
        if waiting := _waiting(one):
            if not _is_moved(one, minute, waiting, [piece.text for piece in one.wishes()]):
                yield one.complaint(f"{message}, while one that the user names is not used")
        elif not _follows(one, minute):
            yield one.complaint(message) if _is_fixed(one) else one.complaint(message, severity="soft")


def _time_of(one: Asked) -> int | None:
    return read_time(one.value) if isinstance(one.value, str) and len(one.value) <= _LONGEST else None


def _is_known(one: Asked, minute: int) -> bool:
    """Whether it was said or returned, or is the end of a window around such a time."""
    known = _known(one)
    if minute in known or one.is_offered():
        return True
    window = (60, -60, 30, -30) if words_of(one.leaf.name) & _WINDOW else ()
    return any((minute + away) % DAY in known for away in window)


def _known(one: Asked) -> frozenset[int]:
    pieces = one.seen.before(one.position, "system", "user", "assistant", "result")
    return frozenset().union(*(times(piece.text) for piece in pieces))


def _waiting(one: Asked) -> set[int]:
    """The times that the user names for this and no call uses."""
    used = _used(one.seen)
    named = (told for piece in one.wishes() for told in mentions(piece.text))
    return {minute for told in named if not told & used for minute in told}


def _is_moved(one: Asked, minute: int, bases: Collection[int], texts: list[str]) -> bool:
    """Whether it is as long before or after another time as something lasts."""
    lasting = {length for text in texts for length in lengths(text)} | set(_numbers(one))
    return any((minute + sign * length) % DAY in bases for length in lasting for sign in (1, -1))


def _follows(one: Asked, minute: int) -> bool:
    """Whether it is moved from any time that is known, or lies an hour, as callers assume, behind one in the call."""
    texts = [piece.text for piece in one.seen.before(one.position, "system", "user", "assistant", "result")]
    inside = {time for time in map(_time, _texts(one)) if time is not None and time != minute}
    return (minute - 60) % DAY in inside or _is_moved(one, minute, _known(one) | inside, texts)


def _time(text: str) -> int | None:
    return read_time(text) if len(text) <= _LONGEST else None


def _texts(one: Asked) -> Iterator[str]:
    """The texts in the arguments of the call."""
    return (leaf.value for leaf in all_leaves(one.step.call) if isinstance(leaf.value, str))


def _numbers(one: Asked) -> Iterator[int]:
    """The numbers in the arguments of the call, as minutes and as hours."""
    for leaf in all_leaves(one.step.call):
        if isinstance(leaf.value, int | float):
            yield from (int(leaf.value), int(leaf.value * 60))


def _is_fixed(one: Asked) -> bool:
    """Whether times are spoken of or returned for this, so that the caller has none to choose."""
    wishes = [piece.text for piece in one.wishes()]
    if any(map(has_part_of_day, wishes)):
        return False
    subtask = {turn.id for turn in one.seen.turns if turn.subtask == one.step.turn.subtask}
    returned = [p.text for p in one.seen.before(one.position, "result") if p.turn in subtask and not p.failed]
    return any(map(times, (*wishes, *returned)))


@remembered
def _used(seen: Seen) -> frozenset[int]:
    """Every time of day in the arguments of a dialogue."""
    texts = (leaf.value for step in seen.steps for leaf in all_leaves(step.call) if isinstance(leaf.value, str))
    return frozenset(minute for text in texts for minute in times(text))
