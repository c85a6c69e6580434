"""What checks say: a rule's finding, a judge's ruling, an expert's answer, the final verdict."""

from typing import Literal

from pydantic import JsonValue

from state.change import Change
from state.frozen import Frozen

Severity = Literal["fatal", "soft", "tool_defect"]
By = Literal["judge", "rules", "writer"]
Side = Literal["before", "after", "tie"]


class Finding(Frozen):
    """One rule broken at one place."""

    rule: str
    kind: str
    """The class of the fault: `invented_id`, `schema`, `repetition`, ..."""
    severity: Severity
    turn: int | None
    """The id of the turn; None where the fault is the dialogue's or a tool's own."""
    path: str = ""
    """The argument or field inside the turn, such as `call_2.order_id`."""
    value: JsonValue = None
    message: str

    def place(self) -> tuple[str, int | None, str]:
        """What makes two findings the same fault."""
        return (self.rule, self.turn, self.path)


class Ruling(Frozen):
    """What became of one candidate, and why."""

    refinement: int
    """Counted from 1 over the whole dialogue."""
    masked: tuple[int, ...]
    accepted: bool
    by: By
    """Who decided: the judge; a rule that the fill breaks or mends; a writer without a usable fill."""
    reason: str
    before: tuple[str, ...] = ()
    """The masked turns as they were, as chat text: with `after` a preference pair."""
    after: tuple[str, ...] = ()
    lost: Change | None = None
    """What makes the version that was not kept out of the one that was: from the last version back to the first."""


class Evidence(Frozen):
    """Words that an expert goes by."""

    turn: int
    quote: str
    """As the turn has them, apart from white space, case and quotation marks."""


class Vote(Frozen):
    """One sample of an expert's answer."""

    passed: bool | None
    reason: str


class Answer(Frozen):
    """One expert's answer to one sub-question."""

    question: str
    passed: bool | None
    """None: not answered, or not in a way that can be used."""
    reason: str
    turns: tuple[int, ...] = ()
    """The turns that the objection is about."""
    evidence: tuple[Evidence, ...] = ()
    votes: tuple[Vote, ...] = ()
    """Where the expert was asked several times: what it said each time."""

    @property
    def objects(self) -> bool:
        """The expert says no, which is more than to say nothing."""
        return self.passed is False

    def told(self) -> str:
        """The question and what came of it, in one line."""
        return f"{self.question}: {'not answered: ' if self.passed is None else ''}{self.reason}"


class Label(Frozen):
    """A turn that is not to be learned, in a dialogue that was kept without it."""

    turn: int
    reasons: tuple[str, ...]


class Verdict(Frozen):
    """Kept or dropped, with every reason."""

    accepted: bool
    reasons: tuple[str, ...] = ()
    """Why it was dropped, or why it was kept with labels only."""
    overruled: tuple[str, ...] = ()
    """What was said against it, or not said at all, and did not count."""
    labels: tuple[Label, ...] = ()
    """Accepted but for these turns."""
