"""What had been said and returned when a call was made, in order and by voice."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

import orjson
from pydantic import JsonValue

from nodes.rules.amounts import numbers
from nodes.rules.evidence import plain, stands_in
from nodes.rules.search.days import Day, days
from prompts.views import as_json
from state.dialogue import AssistantTurn, Call, Dialogue, Observation, Step, Turn, UserTurn
from state.remember import remembered

_SHORT = 100
"""Characters up to which texts are names and values, which come again and again."""

Voice = Literal["system", "user", "assistant", "result"]


class Words:
    """A text as the rules look at it; each way of looking is worked out when it is first asked for."""

    def __init__(self, text: str) -> None:
        """Of a turn or a result, which may stand in many versions of a dialogue."""
        self.text = text

    @cached_property
    def plain(self) -> str:
        """As ids and words are looked for."""
        return searchable(self.text)

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """The dates that name their month."""
        return days(self.text)

    @cached_property
    def numbers(self) -> frozenset[float]:
        """In digits or in small words."""
        return frozenset(numbers(self.text))


@remembered
def _spoken(turn: UserTurn | AssistantTurn) -> Words:
    return Words(turn.text or "")


@remembered
def _returned(observation: Observation) -> Words:
    content = observation.content
    return Words(content if isinstance(content, str) else _as_text(content))


_told_first = lru_cache(maxsize=64)(Words)
"""Of a system text, which all versions of a dialogue share."""


@dataclass(eq=False, slots=True, weakref_slot=True)
class Piece:
    """One thing that was said or returned."""

    turn: int
    """Its turn's id; the system text is before all turns."""
    position: int
    voice: Voice
    words: Words
    content: JsonValue = None
    """Of a result."""
    call: Call | None = None
    """The call that a result answers."""
    failed: bool = False

    @property
    def text(self) -> str:
        """As it was said or returned."""
        return self.words.text

    @property
    def plain(self) -> str:
        """The text as ids and words are looked for."""
        return self.words.plain

    @property
    def whole(self) -> str:
        """A result with what was asked for it, plain."""
        return f"{_asked(self.call)}\n{self.plain}" if self.call else self.plain


@remembered
def _asked(call: Call) -> str:
    return searchable(_as_text(dict(call.values())))


def searchable(text: str) -> str:
    """Plain text, in which escaped line breaks separate words."""
    return _short(text) if len(text) <= _SHORT else _searchable(text)


def _searchable(text: str) -> str:
    if "\\" not in text:
        return plain(text)
    return plain(text.replace("\\n", " ").replace("\\t", " ").replace('\\"', '"').replace("\\/", "/"))


_short = lru_cache(maxsize=1 << 16)(_searchable)


@dataclass(eq=False)
class Seen:
    """Everything in a dialogue that can be evidence.

    Not the dialogue itself: what is remembered of it must not keep it alive.
    """

    turns: tuple[Turn, ...]
    steps: tuple[Step, ...]
    pieces: tuple[Piece, ...]

    def before(self, position: int, *voices: Voice) -> Iterator[Piece]:
        """The pieces of these voices that stood before a turn's position."""
        end = bisect_left(self._positions, position)
        return (piece for piece in self.pieces[:end] if piece.voice in voices)

    def after(self, position: int, *voices: Voice) -> Iterator[Piece]:
        """The pieces of these voices from a turn's position on."""
        start = bisect_left(self._positions, position)
        return (piece for piece in self.pieces[start:] if piece.voice in voices)

    @cached_property
    def _positions(self) -> list[int]:
        return [piece.position for piece in self.pieces]

    @cached_property
    def is_recording(self) -> bool:
        """Whether the assistant never speaks: calls laid down by somebody who may know what nobody in it was told."""
        return all(piece.voice != "assistant" for piece in self.pieces)

    @cached_property
    def unanswered(self) -> int:
        """The position of the first call whose result is not there; beyond the end where there is none."""
        missing = {step.turn.id for step in self.steps if step.observation is None}
        return next((position for position, turn in enumerate(self.turns) if turn.id in missing), len(self.turns))

    @cached_property
    def _told(self) -> tuple[str, list[int], list[int]]:
        """All but the assistant's words in one text, with the positions of the pieces and where each ends."""
        told = [piece for piece in self.pieces if piece.voice != "assistant"]
        ends, length = [], 0
        for piece in told:
            length += len(piece.plain) + 1
            ends.append(length)
        return "\n".join(piece.plain for piece in told), [piece.position for piece in told], ends

    def was_told(self, needle: str, position: int) -> bool:
        """Whether somebody other than the assistant had said these plain words."""
        text, positions, ends = self._told
        count = bisect_left(positions, position)
        return count > 0 and stands_in(needle, text, ends[count - 1])


@remembered
def seen(dialogue: Dialogue) -> Seen:
    """Everything in a dialogue that can be evidence, worked out once."""
    return Seen(dialogue.turns, dialogue.steps(), tuple(_pieces(dialogue)))


def _pieces(dialogue: Dialogue) -> Iterator[Piece]:
    yield Piece(-1, -1, "system", _told_first(dialogue.system))
    calls: dict[str, Call] = {}
    for position, turn in enumerate(dialogue.turns):
        if turn.role == "user":
            yield Piece(turn.id, position, "user", _spoken(turn))
        elif turn.role == "assistant":
            calls |= {call.id: call for call in turn.calls}
            if turn.text:
                yield Piece(turn.id, position, "assistant", _spoken(turn))
        else:
            for each in turn.observations:
                yield Piece(
                    turn.id, position, "result", _returned(each), each.content, calls.get(each.call), each.error
                )


def _as_text(content: JsonValue) -> str:
    """A result as JSON, quickly where that is possible."""
    try:
        return orjson.dumps(content).decode()
    except TypeError:
        return as_json(content)
