"""What is checked on the row itself, before it can be a dialogue: roles, pairs, arguments that are JSON."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from graph.verify.pairing import Pairs
from graph.verify.row import Row
from graph.verify.tools import Toolbox
from nodes.rules.rule import Complaint
from state.verdict import Finding, Severity


class Read(NamedTuple):
    """A row with what was worked out of it."""

    row: Row
    pairs: Pairs
    toolbox: Toolbox


Complaints = Iterator[Complaint]
RowRule = Callable[[Read], Complaints]


def rows_are_dialogues(read: Read) -> Complaints:
    """A row is a list of messages, each with a role and a text."""
    for index, problem in read.row.problems:
        yield Complaint(index, problem)


def arguments_are_json(read: Read) -> Complaints:
    """A call names its tool, and its arguments are a JSON object."""
    for message in read.row.messages:
        for call in message.calls:
            if not call.name:
                yield Complaint(message.index, "the call names no tool", call.path)
            if call.arguments is None:
                glimpse = call.written if len(call.written) <= 80 else f"{call.written[:77]}..."
                yield Complaint(message.index, f"the arguments are no JSON object: {glimpse!r}", call.path, glimpse)


def results_answer_calls(read: Read) -> Complaints:
    """A result answers a call that is open."""
    for message in read.pairs.orphans:
        yield Complaint(message.index, f"it answers no open call (id {message.answers!r})")


def calls_are_answered(read: Read) -> Complaints:
    """A call is answered, but for those of the last message, which may be what is to be learned."""
    last = read.row.messages[-1].index if read.row.messages else None
    for place in read.pairs.unanswered:
        if place.message != last:
            yield Complaint(place.message, f"the call of {place.call.name} has no result", place.call.path)


def tool_definitions_can_be_used(read: Read) -> Complaints:
    """A tool has a name of its own, and parameters that are a schema."""
    for name, problem in read.toolbox.defects:
        yield Complaint(None, f"{name}: {problem}", name)


ROW_RULES: tuple[tuple[RowRule, str, Severity], ...] = (
    (rows_are_dialogues, "format", "fatal"),
    (arguments_are_json, "format", "fatal"),
    (results_answer_calls, "format", "fatal"),
    (calls_are_answered, "format", "fatal"),
    (tool_definitions_can_be_used, "tool_definition", "tool_defect"),
)


def check_read(read: Read) -> Iterator[Finding]:
    """All findings of the row's own rules."""
    for each, kind, severity in ROW_RULES:
        for complaint in each(read):
            yield Finding(
                rule=each.__name__,
                kind=complaint.kind or kind,
                severity=complaint.severity or severity,
                turn=complaint.turn,
                path=complaint.path,
                value=complaint.value,
                message=complaint.message,
            )
