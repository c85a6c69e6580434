"""What a rule is, and how rules are run."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, wraps
from operator import itemgetter
from typing import NamedTuple, Protocol

from pydantic import JsonValue

from state.dialogue import AssistantTurn, Call, Dialogue, Observation, Step
from state.remember import remembered, remembered_together
from state.tool import Tool
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
StepRule = Callable[[Step], Complaints]


class Rule(Protocol):
    """A marked generator function. The first line of its docstring is what users read."""

    __name__: str
    kind: str
    severity: Severity
    of_step: StepRule | None
    """The same of one step, where the rule looks at no more than that."""

    def __call__(self, dialogue: Dialogue) -> Complaints:
        """Say where the dialogue breaks the rule."""
        ...


def rule(kind: str, severity: Severity = "fatal") -> Callable[[Callable[[Dialogue], Complaints]], Rule]:
    """Mark a generator function as a rule, and return it unchanged."""
    return lambda function: _marked(function, kind, severity)


def _marked(
    function: Callable[[Dialogue], Complaints], kind: str, severity: Severity, of_step: StepRule | None = None
) -> Rule:
    function.kind = kind  # type: ignore[attr-defined]  # the mark
    function.severity = severity  # type: ignore[attr-defined]  # the mark
    function.of_step = of_step  # type: ignore[attr-defined]  # the mark
    return function  # type: ignore[return-value]  # with its marks it is a rule


def step_rule(kind: str, severity: Severity = "fatal") -> Callable[[StepRule], Rule]:
    """Make a rule of a generator function that looks at nothing but a call in its turn, what came back, and its tool.

    So it is asked once about a step that comes again in other versions of a dialogue. Places are not to be asked for.
    """

    def mark(function: StepRule) -> Rule:
        @wraps(function)
        def of_all(dialogue: Dialogue) -> Complaints:
            return (complaint for step in dialogue.steps() for complaint in function(step))

        return _marked(of_all, kind, severity, function)

    return mark


@remembered
def check(dialogue: Dialogue, rules: tuple[Rule, ...]) -> tuple[Finding, ...]:
    """All findings of these rules, in the order of the rules."""
    wide, narrow = _by_width(rules)
    found = [(number, finding(each, complaint)) for number, each in wide for complaint in each(dialogue)]
    for step in dialogue.steps() if narrow else ():
        found += _of_step(step.turn, step.call, step.observation, step.tool, narrow)
    return tuple(each for _, each in sorted(found, key=itemgetter(0)))


_Placed = tuple[tuple[int, Rule], ...]
"""Rules with their places among all."""


@lru_cache(maxsize=64)
def _by_width(rules: tuple[Rule, ...]) -> tuple[_Placed, _Placed]:
    """The rules that look at a whole dialogue, and those that look at one step."""
    placed = tuple(enumerate(rules))
    return tuple(each for each in placed if not each[1].of_step), tuple(each for each in placed if each[1].of_step)


@remembered_together
def _of_step(
    turn: AssistantTurn, call: Call, observation: Observation | None, tool: Tool | None, rules: _Placed
) -> list[tuple[int, Finding]]:
    step = Step(turn, call, observation, tool)
    return [
        (number, finding(each, complaint)) for number, each in rules if each.of_step for complaint in each.of_step(step)
    ]


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
