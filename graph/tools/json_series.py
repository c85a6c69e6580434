"""Reads lists of JSON values, and values that follow each other, also where the text breaks off."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

import orjson

from graph.tools.definition import Entry, Path, Rejected
from graph.tools.positions import Part, parts

LISTS = (
    "tools", "functions", "function", "function_declarations", "functionDeclarations", "api_list", "result",
    "toolConfig", "tool_config",
)  # fmt: skip
"""The names under which a list of tools stands, or an object that holds one."""


def read_series(file: str, text: str, notes: tuple[str, ...] = ()) -> Iterator[Entry | Rejected]:
    """The elements of a list, or values one after the other; the first that breaks off ends them."""
    return _Series(file, text, notes).read()


@dataclass(slots=True)
class _Series:
    file: str
    text: str
    notes: tuple[str, ...]
    line: int = 1
    counted: int = 0

    def read(self) -> Iterator[Entry | Rejected]:
        position = self._next(0)
        while position < len(self.text):
            is_list = self.text[position] == "["
            complete: list[Part] = []
            try:
                for part in parts(self.text, position, 1 if is_list else 3):
                    complete.append(part)
                    if is_list and part.path:
                        yield self._entry(part)
            except (ValueError, RecursionError) as error:
                yield from self._salvaged([] if is_list else complete)
                yield self._broken(error, max((part.end for part in complete), default=position))
                return
            if not is_list:
                yield self._entry(complete[-1])
            position = self._next(complete[-1].end)

    def _salvaged(self, complete: list[Part]) -> Iterator[Entry | Rejected]:
        """The tools of an object that breaks off among them."""
        return (self._entry(part) for part in complete if _is_listed(part.path))

    def _entry(self, part: Part) -> Entry | Rejected:
        line = self._line(part.start)
        try:
            return Entry(self.file, line, orjson.loads(self.text[part.start : part.end]), notes=self.notes)
        except orjson.JSONDecodeError as error:
            return Rejected(self.file, line, "", f"broken JSON, {error.msg}")

    def _broken(self, error: Exception, position: int) -> Rejected:
        words = "nested too deeply" if isinstance(error, RecursionError) else f"broken JSON, {error}"
        if isinstance(error, json.JSONDecodeError):
            position, words = max(position, error.pos), f"broken JSON, {error.msg}"
        return Rejected(self.file, self._line(position), "", f"{words}; the rest of the file is left out")

    def _line(self, position: int) -> int:
        self.line += self.text.count("\n", self.counted, position)
        self.counted = max(self.counted, position)
        return self.line

    def _next(self, position: int) -> int:
        while self.text[position : position + 1] and self.text[position] in " \t\r\n,\x1e":
            position += 1
        return position


def _is_listed(path: Path) -> bool:
    return bool(path) and isinstance(path[-1], int) and all(step in LISTS for step in path[:-1])
