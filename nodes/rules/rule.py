"""What a rule is, and how rules are run."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple, Protocol
from weakref import ref

from pydantic import JsonValue

from state.dialogue import Dialogue
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


def check(dialogue: Dialogue, rules: tuple[Rule, ...]) -> tuple[Finding, ...]:
    """All findings of these rules, in the order of the rules."""
    # The nodes of one pass look at the same dialogue again and again, and rules are what a run computes most.
    known = _CHECKED.get(id(dialogue))
    if known is not None and known.dialogue() is dialogue and known.rules == rules:
        return known.findings
    findings = _findings(dialogue, rules)
    forget = partial(_CHECKED.pop, id(dialogue), None)
    _CHECKED[id(dialogue)] = _Checked(ref(dialogue, lambda _: forget()), rules, findings)
    return findings


class _Checked(NamedTuple):
    """What was found in a dialogue, for as long as the dialogue lives."""

    dialogue: "ref[Dialogue]"
    rules: tuple[Rule, ...]
    findings: tuple[Finding, ...]


_CHECKED: dict[int, _Checked] = {}
"""By identity: a dialogue never changes, and comparing two takes as long as checking one."""


def _findings(dialogue: Dialogue, rules: tuple[Rule, ...]) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            rule=each.__name__,
            kind=complaint.kind or each.kind,
            severity=complaint.severity or each.severity,
            turn=complaint.turn,
            path=complaint.path,
            value=complaint.value,
            message=complaint.message,
        )
        for each in rules
        for complaint in each(dialogue)
    )


def fatal(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those that alone reject a dialogue."""
    return tuple(finding for finding in findings if finding.severity == "fatal")
