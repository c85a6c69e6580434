"""What a rule is, and how rules are run."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Protocol

from pydantic import JsonValue

from state.dialogue import Dialogue
from state.remember import remembered
from state.verdict import Finding, Severity


class Complaint(NamedTuple):
    """One place where a rule is broken, and why."""

    turn: int | None
    message: str
    path: str = ""
    value: JsonValue = None
    kind: str | None = None
    """Where it differs from the rule's own."""
    severity: Severity | None = None


Complaints = Iterator[Complaint]


class Rule(Protocol):
    """A marked generator function. The first line of its docstring is what users read."""

    __name__: str
    kind: str
    severity: Severity

    def __call__(self, dialogue: Dialogue) -> Complaints:
        """Say where the dialogue breaks the rule."""
        ...


def rule(kind: str, severity: Severity = "fatal") -> Callable[[Callable[[Dialogue], Complaints]], Rule]:
    """Mark a generator function as a rule, and return it unchanged."""

    def mark(function: Callable[[Dialogue], Complaints]) -> Rule:
        function.kind = kind  # type: ignore[attr-defined]  # the mark
        function.severity = severity  # type: ignore[attr-defined]  # the mark
        return function  # type: ignore[return-value]  # with its marks it is a rule

    return mark


@remembered
def check(dialogue: Dialogue, rules: tuple[Rule, ...]) -> tuple[Finding, ...]:
    """All findings of these rules, in the order of the rules."""
    return tuple(finding(each, complaint) for each in rules for complaint in each(dialogue))


class Mark(Protocol):
    """What a rule says of itself, whatever it is that it checks."""

    __name__: str
    kind: str
    severity: Severity


def finding(rule: Mark, complaint: Complaint) -> Finding:
    """A complaint with what the rule says of itself."""
    return Finding(
        rule=rule.__name__,
        kind=complaint.kind or rule.kind,
        severity=complaint.severity or rule.severity,
        turn=complaint.turn,
        path=complaint.path,
        value=complaint.value,
        message=complaint.message,
    )


def fatal(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that alone reject a dialogue."""
    return tuple(finding for finding in findings if finding.severity == "fatal")
