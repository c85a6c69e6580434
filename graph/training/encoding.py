"""Rows as tokens: what is read, what of it is learned, and which rows are left out and why."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NamedTuple

from graph.export.parts import as_text
from graph.training.rows import Message, Row
from state.errors import ConfigurationError

UNLEARNED = -100
"""The label that no trainer of transformers counts."""


class Encoded(NamedTuple):
    """A row as a trainer takes it, and how many of its tokens are read and learned."""

    columns: dict[str, Any]
    tokens: int
    learned: int


@dataclass(slots=True)
class Encoding:
    """All rows of an export as tokens."""

    tokenizer: Any
    longest: int
    left_out: Counter[str] = field(default_factory=Counter)
    """Rows that are not trained on, by reason."""

    def encode(self, rows: Iterable[Row]) -> list[Encoded]:
        """The rows that can be trained on; `ConfigurationError` where there is none."""
        marks = "|".join(map(re.escape, self.tokenizer.get_added_vocab()))
        pattern = re.compile(marks) if marks else None
        found = [encoded for row in rows if (encoded := self._row(row, pattern))]
        if not found:
            reasons = ", ".join(f"{count} {reason}" for reason, count in self.left_out.items())
            raise ConfigurationError(f"no row is left to train on: {reasons}; see --max-tokens")
        return found

    def _row(self, row: Row, marks: re.Pattern[str] | None) -> Encoded | None:
        # Whoever wrote a result could otherwise end it there and speak for the assistant.
        if marks and marks.search(_contents(row)):
            self.left_out["control_tokens"] += 1
            return None
        encoded = self._dialogue(row) if row.completion else self._pair(row)
        if encoded.tokens > self.longest:
            self.left_out["too_long"] += 1
            return None
        return encoded

    def _dialogue(self, row: Row) -> Encoded:
        made = self.tokenizer.apply_chat_template(
            _told([*row.prompt, *(row.completion or [])]),
            tools=row.tools,
            return_dict=True,
            return_assistant_tokens_mask=True,
        )
        tokens, mask = made["input_ids"], made["assistant_masks"]
        known = sum(message.role == "assistant" for message in row.prompt)
        labels = list(_labels(tokens, mask, known))
        learned = sum(label != UNLEARNED for label in labels)
        return Encoded({"input_ids": tokens, "labels": labels}, len(tokens), learned)

    def _pair(self, row: Row) -> Encoded:
        """TRL makes tokens of pairs itself; here they are counted."""
        prompt = len(self._tokens(row, row.prompt, add_generation_prompt=True))
        lengths = [len(self._tokens(row, [*row.prompt, *(side or [])])) for side in (row.chosen, row.rejected)]
        columns = {
            "prompt": _told(row.prompt),
            "chosen": _told(row.chosen or []),
            "rejected": _told(row.rejected or []),
        }
        if row.tools is not None:
            columns["tools"] = as_text(row.tools)  # type: ignore[assignment]  # a text, or all would get each other's keys
        return Encoded(columns, max(lengths), sum(lengths) - 2 * prompt)

    def _tokens(self, row: Row, messages: list[Message], **more: bool) -> list[int]:
        made: list[int] = self.tokenizer.apply_chat_template(
            _told(messages), tools=row.tools, return_dict=True, **more
        )["input_ids"]
        return made


def _told(messages: list[Message]) -> list[dict[str, Any]]:
    return [message.model_dump() for message in messages]


def _contents(row: Row) -> str:
    """All that anybody says in a row, in one text."""
    return as_text(row.model_dump())


def _labels(tokens: list[int], mask: list[int], known: int) -> Iterator[int]:
    """What the assistant says, without as many of its turns from the beginning as are only read."""
    turns = 0
    for spoken, group in groupby(zip(tokens, mask, strict=True), key=lambda each: each[1]):
        turns += spoken
        for token, _ in group:
            yield token if spoken and turns > known else UNLEARNED
