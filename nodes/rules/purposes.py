"""What a tool is for, in words: of its name, and of what is said of it."""

import re
from typing import NamedTuple

from nodes.rules.claims import DEEDS, words_of
from state.remember import remembered
from state.tool import Tool

READING = re.compile(r"(?i:get|list|search|find|check|show|read|view|look|query|fetch|retrieve|display|count)(?![a-z])")
_READS = re.compile(
    r"\W*(?:gets?|lists?|search(?:es)?|finds?|shows?|reads?|views?|fetch(?:es)?|retrieves?|returns|displays?"
    r"|describes?|looks? up)\b",
    re.IGNORECASE,
)
_DOING = tuple({stem for deed in DEEDS for stem in deed.doing.split()})
"""The beginnings of words for doing something."""


class Purpose(NamedTuple):
    """What a tool is for, in words."""

    name: str
    reads: bool
    """It only looks at something."""
    named: frozenset[str]
    """The words of its name."""
    subject: frozenset[str]
    """What it is about by its name; where that is no more than a verb, by the names of its parameters."""
    first: frozenset[str]
    """Those of the subject, and of the first sentence of what it does."""
    told: frozenset[str]
    """Those of all that is said of it."""


@remembered
def purpose_of(tool: Tool) -> Purpose:
    """Worked out once for each tool."""
    named, subject = words_of(tool.name), _subject(tool)
    first = subject | words_of(first_sentence(tool))
    return Purpose(tool.name, only_looks(tool.name, tool), named, subject, first, words_of(tool.description))


def _subject(tool: Tool) -> frozenset[str]:
    words = words_of(tool.name)
    properties = tool.parameters.get("properties") if len(words) == 1 else None
    return words.union(*map(words_of, properties)) if isinstance(properties, dict) else words


def only_looks(name: str, tool: Tool | None) -> bool:
    """Whether a tool only looks at something: by how its description begins, or by its name where that does not say."""
    if tool and _READS.match(tool.description):
        return True
    return bool(READING.match(name)) and not (tool and any(word.startswith(_DOING) for word in first_word(tool)))


def first_word(tool: Tool) -> frozenset[str]:
    """The first one of what a tool does, where a verb stands."""
    return words_of(tool.description.split(maxsplit=1)[0]) if tool.description.strip() else frozenset()


def first_sentence(tool: Tool) -> str:
    """The first one of what a tool does."""
    return tool.description.partition(".")[0]
