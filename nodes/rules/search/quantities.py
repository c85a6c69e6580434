"""Numbers in calls: said by the user, returned with the things that the call is about, or worked out from these."""

from nodes.rules.amounts import amounts
from nodes.rules.rule import Complaint, Complaints, rule
from nodes.rules.search.asked import Asked, of_kind
from nodes.rules.search.displaced import is_displaced
from nodes.rules.search.given import follows, is_given, may_follow
from nodes.rules.search.leaves import words_of
from nodes.rules.search.numbers import in_sum
from nodes.rules.search.tool_words import is_changing
from state.dialogue import Dialogue

_CHOSEN = frozenset((
    "limit", "count", "size", "max", "min", "top", "per", "num", "number", "lines", "radius", "rating", "results",
    "items", "amount", "length", "days", "depth", "temperature", "priority",
))  # fmt: skip


@rule("ungrounded_number")
def numbers_in_calls_are_given(dialogue: Dialogue) -> Complaints:
    """A number in a call was said, or returned with what the call is about, or follows from such numbers."""
    for one in of_kind(dialogue, "number", "sum"):
        for value in _values(one):
            if not is_given(one, value):
                yield _complaint(one, value)


def _values(one: Asked) -> list[float]:
    """The number, or those of a sum written as text."""
    if not isinstance(one.value, str):
        return [float(one.value)]
    if one.kind == "sum":
        return in_sum(one.value)
    return [amount.value for amount in amounts(one.value.strip())]


def _complaint(one: Asked, value: float) -> Complaint:
    """Fatal where another number waits in its place, or where nothing could lead to it."""
    if follows(one, value):
        return one.complaint(f"{value:g} is neither said nor returned, but follows from what is", severity="soft")
    if (other := is_displaced(one, value)) is not None:
        return one.complaint(f"nothing before the call leads to the number {value:g}; it may be {other:g}")
    if _may_be_hidden(one):
        message = f"nobody says {value:g}, nor any number it could stand for: a state that is not shown"
        return one.complaint(message, "hidden_state", "soft")
    if _is_benign(one, value) or may_follow(one, value):
        return one.complaint(f"{value:g} is neither said nor returned, but may be meant", severity="soft")
    return one.complaint(f"nothing before the call leads to the number {value:g}")


def _may_be_hidden(one: Asked) -> bool:
    """Whether it is what a tool that changes something needs, in a recording, and nothing says what it may be."""
    tool = one.step.tool
    return (
        one.seen.is_recording
        and tool is not None
        and is_changing(tool)
        and one.is_required()
        and not _is_described(one)
    )


def _is_described(one: Asked) -> bool:
    """Whether the parameter's own description says which numbers are meant."""
    tool = one.step.tool
    schema = tool.properties.get(one.top) if tool else None
    return isinstance(schema, dict) and bool(amounts(str(schema.get("description", ""))))


def _is_benign(one: Asked, value: float) -> bool:
    """Whether it is one that callers choose themselves: none, one, or how many they want to see."""
    return value in (0, 1) or (not one.is_required() and bool(words_of(one.leaf.name) & _CHOSEN))
