"""A kept dialogue as curation sees it: what it is compared, balanced and split by, and where its line stands."""

from collections import Counter
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from graph.curation.words import words_of
from state.dialogue import Dialogue
from state.errors import ConfigurationError
from state.record import Record

ToolKey = tuple[str, str]
"""Server and name."""


class Line(NamedTuple):
    """Where a record stands."""

    file: Path
    offset: int
    length: int

    def text(self) -> bytes:
        """Read it again."""
        with self.file.open("rb") as file:
            file.seek(self.offset)
            return file.read(self.length)


class Entry(NamedTuple):
    """What is remembered of one dialogue."""

    id: str
    """Its own in the collection; with several runs it begins with the name of the run."""
    line: Line
    task: bytes
    """Equal for dialogues of equal goals."""
    tool_set: bytes
    """Equal for dialogues with the same tools on offer."""
    called: frozenset[ToolKey]
    domain: str
    """That of most of its calls."""
    complexities: tuple[str, ...]


def read(file: Path, prefix: str) -> Iterator[tuple[Entry, Dialogue]]:
    """Read the kept dialogues of a run, one at a time; a line that is no record is a `ConfigurationError`."""
    for line, record in _records(file):
        if record.status == "kept" and record.dialogue is not None:
            yield _entry(line, record, record.dialogue, prefix + record.id), record.dialogue


def _records(file: Path) -> Iterator[tuple[Line, Record]]:
    offset = 0
    with file.open("rb") as lines:
        for number, text in enumerate(lines, start=1):
            try:
                yield Line(file, offset, len(text)), Record.model_validate_json(text)
            except ValidationError as error:
                problem = error.errors()[0]
                raise ConfigurationError(
                    f"{file}:{number}: {problem['msg']}; expected a record of graph.run; remove the line"
                ) from error
            offset += len(text)


def _entry(line: Line, record: Record, dialogue: Dialogue, id: str) -> Entry:
    tools = dialogue.all_tools()
    calls = [tools[step.call.name] for step in dialogue.steps() if step.call.name in tools]
    domains = Counter(tool.area for tool in calls)
    return Entry(
        id=id,
        line=line,
        task=_digest(" ".join(words_of(subtask.goal)) for subtask in (record.task.subtasks if record.task else ())),
        tool_set=_digest(f"{tool.server}\0{tool.name}" for tool in tools.values()),
        called=frozenset((tool.server, tool.name) for tool in calls),
        domain=max(domains, key=lambda name: (domains[name], name), default=""),
        complexities=tuple(sorted(injection.complexity for injection in record.injections if injection.applied)),
    )


def _digest(parts: Iterator[str]) -> bytes:
    return blake2b("\n".join(sorted(parts)).encode(), digest_size=16).digest()
