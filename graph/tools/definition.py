"""What is found in a file of tools: a definition, or something that is none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

Path = tuple[str | int, ...]
"""Where something stands inside a JSON value."""


class Definition(NamedTuple):
    """One tool as its file gives it; the schemas may have any shape."""

    file: str
    line: int
    name: str
    description: str = ""
    parameters: object = None
    required: object = None
    """A list of required names that stands outside the schema."""
    returns: object = None
    server: str = ""
    domain: str = ""
    executed: bool = False
    """Something of ours runs it; no file can say so."""
    notes: tuple[str, ...] = ()
    """What was changed on the way here."""


class Rejected(NamedTuple):
    """Something in a file that cannot be a tool of the pool, and why."""

    file: str
    line: int
    name: str
    reason: str


Found = Definition | Rejected


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a file, such as a line of JSON, an element of its list, or all of it."""

    file: str
    line: int
    value: object
    places: Mapping[Path, int] = field(default_factory=dict)
    """The lines of what is inside, where the value has many."""
    notes: tuple[str, ...] = ()

    def line_of(self, path: Path) -> int:
        """The line where a part of the value begins, or the nearest line above it that is known."""
        while path:
            if path in self.places:
                return self.places[path]
            path = path[:-1]
        return self.line

    def rejected(self, path: Path, name: str, reason: str) -> Rejected:
        """Turn down what stands at this place."""
        return Rejected(self.file, self.line_of(path), name, reason)
