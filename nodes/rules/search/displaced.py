"""Numbers that wait to be used where a call has another one: what was said, or stands with the call's own things."""

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from rapidfuzz.distance import OSA

from nodes.rules.amounts import amounts
from nodes.rules.search.asked import Asked, written
from nodes.rules.search.days import without_days
from nodes.rules.search.given import related_numbers
from nodes.rules.search.leaves import all_leaves, fellows, names_id
from nodes.rules.search.numbers import is_written, stated
from nodes.rules.search.records import record
from nodes.rules.search.seen import Seen
from state.remember import remembered

_FEW = 2
_LONG = 4
"""Digits from which on two numbers do not look alike by chance."""
_FAR = 10
"""How many times larger or smaller a number is still taken for a changed one."""


def is_displaced(one: Asked, value: float) -> float | None:
    """The number that was probably meant, if there is one."""
    waiting = (other for other in _waiting(one, value) if _is_alike(value, other))
    return next(chain(waiting, _other_ids(one, value)), None)


def _other_ids(one: Asked, value: float) -> Iterator[float]:
    """What results have in fields named alike, for an id: ids have no size, so that one may stand for any other."""
    if names_id(one.leaf.name):
        known = (number for piece in one.results() for number in related_numbers(one, record(piece)))
        yield from (number for number in known if number != value)


def _is_alike(value: float, other: float) -> bool:
    if value == other:
        return False
    if not value or not other:
        return max(abs(value), abs(other)) <= _FAR
    return 1 / _FAR <= abs(value / other) <= _FAR or _is_misspelt(value, other)


def _is_misspelt(value: float, other: float) -> bool:
    """Whether one digit was lost, changed or doubled."""
    one, two = f"{value:.15g}", f"{other:.15g}"
    return min(len(one), len(two)) >= _LONG and OSA.distance(one, two, score_cutoff=1) == 1


def _waiting(one: Asked, value: float) -> Iterator[float]:
    yield from _unused(one)
    yield from _in_other_calls(one)
    yield from _beside_siblings(one)
    yield from _beside_fellows(one, value)
    if isinstance(one.value, str):
        yield from _just_returned(one)


def _unused(one: Asked) -> Iterator[float]:
    """What the user said in this subtask and no call uses from then on.

    What a later call of the same tool has in the same place does not count: it belonged in this one as well.
    """
    again = (one.step.call.name, one.leaf.path)
    uses = [use for use in _uses(one.seen) if use.position <= one.position or use.place != again]
    reached = set(_reached(one))
    for piece in one.wishes():
        used = {use.number for use in uses if use.position > piece.position} | reached
        said = (amount.value for amount in amounts(without_days(piece.text)))
        yield from (number for number in said if number not in used)


def _in_other_calls(one: Asked) -> Iterator[float]:
    """What the user said in this subtask, and other tools are told in the field of this name."""
    told = {amount.value for piece in one.wishes() for amount in amounts(without_days(piece.text))}
    uses = (use for use in _uses(one.seen) if use.subtask == one.step.turn.subtask)
    other = (use for use in uses if use.place[1] == one.leaf.path and use.place[0] != one.step.call.name)
    yield from (use.number for use in other if use.number in told)


def _reached(one: Asked) -> Iterator[float]:
    """What a recorded call brought about: other fields of its result. The call may have made up the difference."""
    content = one.step.observation.content if one.step.observation and one.seen.is_recording else None
    if isinstance(content, dict):
        yield from (float(v) for name, v in content.items() if isinstance(v, int | float) and name != one.leaf.name)


class _Use(NamedTuple):
    """A number in a call."""

    number: float
    position: int
    subtask: int
    place: tuple[str, str]
    """The tool, and where it stands in its arguments."""


@remembered
def _uses(seen: Seen) -> tuple[_Use, ...]:
    """Every number in the arguments of a dialogue, those inside texts among them."""
    positions = {turn.id: position for position, turn in enumerate(seen.turns)}
    return tuple(
        _Use(number, positions[step.turn.id], step.turn.subtask, (step.call.name, leaf.path))
        for step in seen.steps
        for leaf in all_leaves(step.call)
        for number in (stated(leaf.value) if isinstance(leaf.value, str) else (float(leaf.value),))
    )


def _just_returned(one: Asked) -> Iterator[float]:
    """What the last result that has numbers has, if these are few: what is written down is often that."""
    for piece in reversed(one.results()):
        if numbers := [number for _, number in record(piece).returned()]:
            yield from numbers if len(numbers) <= _FEW else ()
            return


def _beside_siblings(one: Asked) -> Iterator[float]:
    """What results have in the same field, beside the other values of the same object."""
    for piece in one.results():
        for sibling in one.leaf.siblings:
            if isinstance(sibling, str) and written(sibling) in piece.plain:
                yield from record(piece).beside(sibling, one.leaf.name)


def _beside_fellows(one: Asked, value: float) -> Iterator[float]:
    """What results have in the same list as most of the other numbers of the list."""
    others = [float(leaf.value) for leaf in fellows(one.step.call, one.leaf) if isinstance(leaf.value, int | float)]
    others = [other for other in others if other != value]
    if not others:
        return
    for piece in one.results():
        numbers = record(piece).numbers
        known = sum(is_written(other, numbers) for other in others)
        if 2 * known > len(others):
            yield from (number for number in numbers if number not in others)
