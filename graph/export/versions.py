"""The versions that a dialogue went through, from the last to the first."""

from collections.abc import Iterator
from typing import NamedTuple

from graph.export.source import Kept
from state.change import Change
from state.complexity import Injection
from state.dialogue import Dialogue
from state.verdict import Ruling


class Pair(NamedTuple):
    """Two versions that a ruling decided between."""

    ruling: Ruling
    kept: Dialogue
    lost: Dialogue


def pairs(record: Kept) -> Iterator[Pair]:
    """What each ruling decided between, the last first; it ends where a record does not tell what was before."""
    dialogue = record.dialogue
    for event in _latest_first(record):
        if dialogue is None:
            return
        change = event.undone if isinstance(event, Injection) else event.lost
        other = _applied(change, dialogue)
        if isinstance(event, Ruling) and other is not None:
            yield Pair(event, dialogue, other)
        if isinstance(event, Injection) or event.accepted:
            dialogue = other


def _applied(change: Change | None, dialogue: Dialogue) -> Dialogue | None:
    """The other version; None where a node of somebody's own did not say what it changed."""
    try:
        return change.applied_to(dialogue) if change else None
    except KeyError:
        return None


def _latest_first(record: Kept) -> Iterator[Ruling | Injection]:
    """Rulings and injections that took place, mixed as they happened."""
    injections = [injection for injection in record.injections if injection.applied]
    for number, ruling in reversed(list(enumerate(record.rulings))):
        while injections and injections[-1].rulings > number:
            yield injections.pop()
        yield ruling
    yield from reversed(injections)
