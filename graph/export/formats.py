"""The table of formats: how each cuts a dialogue, and what it makes of a piece."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from graph.export.bfcl import row as bfcl
from graph.export.dpo import Telling, in_words, structured
from graph.export.dpo import rows as preferences
from graph.export.hermes import row as hermes
from graph.export.openai import row as openai
from graph.export.parts import Row
from graph.export.passage import Passage, at_mistakes, by_tools, unbroken, until_left_out
from graph.export.sharegpt import row as sharegpt
from graph.export.source import Kept
from graph.export.swift import row as swift
from graph.export.trl import row as trl
from state.dialogue import Dialogue


class Exported(NamedTuple):
    """One row, and how many turns of the assistant are learned from it."""

    row: Row
    learned: int


class Format(NamedTuple):
    """One format."""

    rows: Callable[[Kept], Iterator[Exported]]
    nested: bool
    """Its rows hold JSON of any shape; otherwise lists of flat messages and texts."""


def _sft(
    cut: Callable[[Dialogue], Iterator[Passage]], row: Callable[[Passage], Row]
) -> Callable[[Kept], Iterator[Exported]]:
    def rows(record: Kept) -> Iterator[Exported]:
        if record.dialogue is not None:
            yield from (Exported(row(passage), len(passage.learned)) for passage in cut(record.dialogue))

    return rows


def _dpo(tell: Telling) -> Callable[[Kept], Iterator[Exported]]:
    return lambda record: (Exported(row, 1) for row in preferences(record, tell))


FORMATS: Mapping[str, Format] = {
    "openai": Format(_sft(by_tools, openai), nested=True),
    "trl": Format(_sft(unbroken, trl), nested=True),
    "sharegpt": Format(_sft(until_left_out, sharegpt), nested=False),
    "hermes": Format(_sft(until_left_out, hermes), nested=False),
    "bfcl": Format(_sft(at_mistakes, bfcl), nested=False),
    "swift": Format(_sft(by_tools, swift), nested=False),
    "dpo": Format(_dpo(structured), nested=True),
    "dpo-bfcl": Format(_dpo(in_words), nested=False),
}
