"""The natural order of calls: look first, then act, and take things away last."""

from graph.models.simulated.schemas import words_of
from state.tool import Tool

ACTING = 2
_STAGES = (
    ("search", "find", "list", "lookup", "discover", "browse", "query"),
    ("get", "read", "fetch", "retrieve", "show", "view", "check", "describe", "track"),
)
_LATE = ("delete", "remove", "cancel", "close", "stop", "clear", "reset", "terminate", "archive")


def stage(tool: Tool) -> int:
    """Say when in a subtask this tool is used: 0 to look around, 3 to take something away."""
    words = words_of(tool.original_name or tool.name)
    verb = words[0] if words else ""
    early = next((number for number, verbs in enumerate(_STAGES) if verb in verbs), ACTING)
    return 3 if verb in _LATE else early
