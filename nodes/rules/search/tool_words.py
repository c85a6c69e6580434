"""What tools do, by the words of their names."""

from nodes.rules.search.leaves import words_in
from state.remember import remembered
from state.tool import Tool

_READING = frozenset((
    "get", "search", "find", "list", "lookup", "look", "check", "show", "view", "display", "fetch", "retrieve", "read",
    "query", "calculate", "compute", "estimate", "convert", "count", "compare", "describe", "browse", "see", "think",
    "ls", "cat", "grep", "tail", "head", "wc", "diff", "sort", "pwd", "du", "translate", "analyze", "verify",
    "validate", "recommend", "suggest", "predict", "mean", "sum", "max", "min", "add", "subtract", "multiply",
    "divide", "power", "round", "logarithm", "percentage", "standard",
))  # fmt: skip
_ARITHMETIC = frozenset(("number", "numbers", "a", "b", "x", "y", "value", "base"))


@remembered
def is_changing(tool: Tool) -> bool:
    """Whether a tool may change something: it does not begin with a word for looking or working out."""
    words = words_in(tool.name)
    if words[:1] == ["add"]:
        return not set(tool.properties) <= _ARITHMETIC
    return not words or (words[0] not in _READING and not {"to"} & set(words[1:2]))
