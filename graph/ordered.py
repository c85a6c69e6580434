"""In which order kept dialogues are written: by their number, however they finish. Knows places, not dialogues."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Place(NamedTuple):
    """Where a line lies in a file."""

    offset: int
    length: int


@dataclass(slots=True)
class Ordered:
    """The dialogues that are done but not yet written, because one before them is still in the making."""

    limit: int | None = None
    """How many to let through; None: all."""
    following: int = 0
    """Every dialogue with a smaller number is done."""
    passed: int = 0
    waiting: dict[int, Place | None] = field(default_factory=dict)
    """By number; None for one that was not kept."""

    def add(self, index: int, place: Place | None) -> list[Place]:
        """Note that this dialogue is done, and give the places that may now be written, in order."""
        self.waiting[index] = place
        ready = []
        while self.following in self.waiting:
            ready.append(self.waiting.pop(self.following))
            self.following += 1
        return self._let_through(ready)

    def move(self, gone: Sequence[Place]) -> None:
        """Correct the places of what waits, after these lines were taken out of the file."""
        for index, place in self.waiting.items():
            if place is not None:
                before = sum(each.length for each in gone if each.offset < place.offset)
                self.waiting[index] = place._replace(offset=place.offset - before)

    def has(self, index: int) -> bool:
        """Whether this dialogue is done."""
        return index < self.following or index in self.waiting

    def rest(self) -> list[Place]:
        """Give what still waits, in order, although dialogues in between are missing."""
        return self._let_through([self.waiting.pop(index) for index in sorted(self.waiting)])

    def missing(self) -> tuple[int, ...]:
        """The numbers that were passed over: not done, while a later one is."""
        return tuple(index for index in range(self.following, self.fresh()) if index not in self.waiting)

    def fresh(self) -> int:
        """The first number after all that are done."""
        return 1 + max(self.waiting) if self.waiting else self.following

    def _let_through(self, places: list[Place | None]) -> list[Place]:
        kept = [place for place in places if place is not None]
        if self.limit is not None:
            kept = kept[: self.limit - self.passed]
        self.passed += len(kept)
        return kept
