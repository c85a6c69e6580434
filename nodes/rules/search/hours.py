"""Times in calls: said, returned, or as long before or after these as something lasts."""

from collections.abc import Iterator

from nodes.rules.rule import Complaints, rule
from nodes.rules.search.asked import Asked, asked
from nodes.rules.search.clock import DAY, has_part_of_day, lengths, read_time, times
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
        if minute is None or minute in _EDGES or _is_supported(one, minute):
            continue
        message = f"nothing before the call leads to the time in {one.value!r}"
        yield one.complaint(message) if _is_told_another(one) else one.complaint(message, severity="soft")


def _time_of(one: Asked) -> int | None:
    return read_time(one.value) if isinstance(one.value, str) and len(one.value) <= _LONGEST else None


def _is_supported(one: Asked, minute: int) -> bool:
    texts = [piece.text for piece in one.seen.before(one.position, "system", "user", "assistant", "result")]
    known = frozenset().union(*map(times, texts))
    if minute in known or one.is_offered():
        return True
    if words_of(one.leaf.name) & _WINDOW and any((minute + away) % DAY in known for away in (60, -60, 30, -30)):
        return True
    lasting = {length for text in texts for length in lengths(text)} | set(_numbers(one))
    inside = {time for time in map(_time, _texts(one)) if time is not None and time != minute}
    bases = known | inside
    return any((minute + sign * length) % DAY in bases for length in lasting for sign in (1, -1)) or _is_an_hour_on(
        minute, inside
    )


def _is_an_hour_on(minute: int, inside: set[int]) -> bool:
    """Whether it is one hour, the length that callers assume, after another time of the call."""
    return (minute - 60) % DAY in inside


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


def _is_told_another(one: Asked) -> bool:
    """Whether the user names a time that no call uses, or the results of the subtask have times and this is none."""
    wishes = [piece.text for piece in one.wishes()]
    if any(map(has_part_of_day, wishes)):
        return any(told and not told & _used(one.seen) for told in map(times, wishes))
    subtask = {turn.id for turn in one.seen.turns if turn.subtask == one.step.turn.subtask}
    returned = [p.text for p in one.seen.before(one.position, "result") if p.turn in subtask and not p.failed]
    return any(map(times, (*wishes, *returned)))


@remembered
def _used(seen: Seen) -> frozenset[int]:
    """Every time of day in the arguments of a dialogue."""
    texts = (leaf.value for step in seen.steps for leaf in all_leaves(step.call) if isinstance(leaf.value, str))
    return frozenset(minute for text in texts for minute in times(text))
