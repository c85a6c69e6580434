"""Which result answers which call: ids may be missing, or used again later in the dialogue."""

from collections.abc import Mapping
from typing import NamedTuple

from graph.verify.row import Message, RawCall, Row


class Place(NamedTuple):
    """Where a call stands."""

    message: int
    """The index of its message."""
    call: RawCall


class Pairs(NamedTuple):
    """What belongs together in a row."""

    answered: Mapping[int, Place]
    """The call of each result, by the result's position among the messages that were read."""
    orphans: tuple[Message, ...]
    """Results that answer no open call."""
    unanswered: tuple[Place, ...]


def paired(row: Row) -> Pairs:
    """Each result goes to the nearest open call of its id; without an id, to the first open call of its name."""
    answered: dict[int, Place] = {}
    orphans, waiting = [], list[Place]()
    for position, message in enumerate(row.messages):
        waiting += [Place(message.index, call) for call in message.calls]
        if message.role == "tool":
            place = _call_of(message, waiting)
            if place is None:
                orphans.append(message)
            else:
                waiting.remove(place)
                answered[position] = place
    return Pairs(answered, tuple(orphans), tuple(waiting))


def _call_of(result: Message, waiting: list[Place]) -> Place | None:
    if result.answers and any(place.call.id for place in waiting):
        return next((place for place in reversed(waiting) if place.call.id == result.answers), None)
    latest = [place for place in waiting if place.message == waiting[-1].message]
    named = (place for place in latest if not result.name or place.call.name == result.name)
    return next(named, None)
