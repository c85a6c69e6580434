"""Which dialogues a shard makes, and what its file is called. Arithmetic only, known to all shards alike."""

import re
from typing import NamedTuple, Self

from pydantic import Field, model_validator

from graph.records import PART_DIALOGUES, PARTS
from state.frozen import Frozen

SHARDS = "shards"
"""The folder that says how a run is divided, and holds what shards have not finished."""

_WORDS = re.compile(r"(\d{1,9})/(\d{1,9})")


class Shard(NamedTuple):
    """One of the processes that share a run."""

    number: int
    """Counted from 0."""
    of: int

    def __str__(self) -> str:
        """As it is written on the command line."""
        return f"{self.number}/{self.of}"


def read_shard(words: object) -> object:
    """The shard that these words name; `ValueError` says how it is written. None stays as it is."""
    if words is None or isinstance(words, Shard):
        return words
    found = _WORDS.fullmatch(str(words).strip())
    shard = Shard(*map(int, found.groups())) if found else Shard(0, 0)
    if shard.number >= shard.of:
        raise ValueError("expected NUMBER/OF, counted from 0: the last of 40 shards is 39/40")
    return shard


class Part(NamedTuple):
    """What one shard makes of one span."""

    shard: Shard
    numbers: range
    """Of its dialogues."""
    name: str

    @property
    def file(self) -> str:
        """Where its records are, within the run folder, once all of them are made."""
        return f"{PARTS}/{self.name}.jsonl"

    @property
    def dialogues(self) -> str:
        """Where the kept ones of them are, ready to train on."""
        return f"{PART_DIALOGUES}/{self.name}.jsonl"


class Span(Frozen):
    """Dialogues that were divided among shards at one time. A run that grows gets a span for what is new."""

    first: int = Field(ge=0)
    end: int
    """The number after the last."""
    shards: int = Field(ge=1)

    @model_validator(mode="after")
    def _has_dialogues(self) -> Self:
        if self.end <= self.first:
            raise ValueError(f"it ends at {self.end}, and begins at {self.first}")
        return self

    def __str__(self) -> str:
        """Which dialogues they are."""
        return f"dialogues {self.first:,} to {self.end - 1:,}"

    def part(self, number: int) -> Part:
        """What the shard of this number makes: neighbours, so that the parts in order are the run in order."""
        size = self.end - self.first
        begin, end = (self.first + each * size // self.shards for each in (number, number + 1))
        later = f"-from-{self.first:06}" if self.first else ""
        return Part(Shard(number, self.shards), range(begin, end), f"part-{number:05}-of-{self.shards:05}{later}")

    def parts(self) -> tuple[Part, ...]:
        """Those of all shards that have anything to make."""
        return tuple(part for part in map(self.part, range(self.shards)) if part.numbers)
