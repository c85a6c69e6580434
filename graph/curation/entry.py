"""A kept dialogue as it is remembered: what it is balanced and split by, and where its line stands."""

from collections import Counter
from collections.abc import Iterator
from hashlib import blake2b
from typing import NamedTuple

from graph.curation.reading import Kept
from graph.curation.words import words_of
from graph.records import Line

ToolKey = tuple[str, str]
"""Server and name."""


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


def entry_of(kept: Kept, id: str) -> Entry:
    """Remember a dialogue under this id."""
    tools, task = kept.dialogue.all_tools(), kept.record.task
    calls = [step.tool for step in kept.dialogue.steps() if step.tool is not None]
    domains = Counter(tool.area for tool in calls)
    return Entry(
        id=id,
        line=kept.line,
        task=_digest(" ".join(words_of(subtask.goal)) for subtask in (task.subtasks if task else ())),
        tool_set=_digest(f"{tool.server}\0{tool.name}" for tool in tools.values()),
        called=frozenset((tool.server, tool.name) for tool in calls),
        domain=max(domains, key=lambda name: (domains[name], name), default=""),
        complexities=tuple(sorted(kept.record.complexities)),
    )


def _digest(parts: Iterator[str]) -> bytes:
    return blake2b("\n".join(sorted(parts)).encode(), digest_size=16).digest()
