"""What is checked on the row itself, before it can be a dialogue: roles, pairs, arguments that are JSON."""

from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol

from graph.verify.pairing import Pairs
from graph.verify.row import Row
from graph.verify.tools import Toolbox
from nodes.rules.rule import Complaint, Complaints, finding
from state.verdict import Finding, Severity


class Read(NamedTuple):
    """A row with what was worked out of it."""

    row: Row
    pairs: Pairs
    toolbox: Toolbox


class RowRule(Protocol):
    """A marked generator function, as the rules of dialogues are."""

    __name__: str
    kind: str
    severity: Severity

    def __call__(self, read: Read) -> Complaints:
        """Say where the row breaks the rule."""
        ...


def row_rule(kind: str, severity: Severity = "fatal") -> Callable[[Callable[[Read], Complaints]], RowRule]:
    """Mark a generator function as a rule of rows, and return it unchanged."""

    def mark(function: Callable[[Read], Complaints]) -> RowRule:
        function.kind = kind  # type: ignore[attr-defined]  # the mark
        function.severity = severity  # type: ignore[attr-defined]  # the mark
        return function  # type: ignore[return-value]  # with its marks it is a rule

    return mark


@row_rule("format")
def rows_are_dialogues(read: Read) -> Complaints:
    """A row is a list of messages, each with a role and a text."""
    for index, problem in read.row.problems:
        yield Complaint(index, problem)
    if not read.row.messages and not read.row.problems:
        yield Complaint(None, "the row has no messages")


@row_rule("format")
def arguments_are_json(read: Read) -> Complaints:
    """A call names its tool, and its arguments are a JSON object."""
    for message in read.row.messages:
        for call in message.calls:
            if not call.name:
                yield Complaint(message.index, "the call names no tool", call.path)
            if call.arguments is None:
                glimpse = call.written if len(call.written) <= 80 else f"{call.written[:77]}..."
                yield Complaint(message.index, f"the arguments are no JSON object: {glimpse!r}", call.path, glimpse)


@row_rule("format")
def results_answer_calls(read: Read) -> Complaints:
    """A result answers a call that is open."""
    for message in read.pairs.orphans:
        yield Complaint(message.index, f"it answers no open call (id {message.answers!r})")


@row_rule("format")
def calls_are_answered(read: Read) -> Complaints:
    """A call is answered, but for those of the last message, which may be what is to be learned."""
    last = read.row.messages[-1].index if read.row.messages else None
    for place in read.pairs.unanswered:
        if place.message != last:
            yield Complaint(place.message, f"the call of {place.call.name} has no result", place.call.path)


@row_rule("format")
def open_calls_have_ids_of_their_own(read: Read) -> Complaints:
    """No two calls of one message share an id; later in the dialogue it may be used again."""
    for message in read.row.messages:
        ids = [call.id for call in message.calls if call.id]
        for id in sorted({id for id in ids if ids.count(id) > 1}):
            yield Complaint(message.index, f"{ids.count(id)} calls of the message have the id {id!r}", value=id)


@row_rule("format")
def messages_say_something(read: Read) -> Complaints:
    """A message of a user has a text, one of the assistant a text or calls."""
    for message in read.row.messages:
        if message.role in ("user", "assistant") and not message.text.strip() and not message.calls:
            yield Complaint(message.index, f"the {message.role}'s message is empty")


@row_rule("tool_definition", "tool_defect")
def tool_definitions_can_be_used(read: Read) -> Complaints:
    """A tool has a name of its own, and parameters that are a schema."""
    for name, problem in read.toolbox.defects:
        yield Complaint(None, f"{name}: {problem}", name)


ROW_RULES: tuple[RowRule, ...] = (
    rows_are_dialogues,
    arguments_are_json,
    results_answer_calls,
    calls_are_answered,
    open_calls_have_ids_of_their_own,
    messages_say_something,
    tool_definitions_can_be_used,
)


def check_read(read: Read, rules: tuple[RowRule, ...] = ROW_RULES) -> Iterator[Finding]:
    """All findings of the row's own rules."""
    return (finding(each, complaint) for each in rules for complaint in each(read))
