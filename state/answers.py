"""The shapes that models answer in. Lenient about extra keys, strict about the rest."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from state.dialogue import Call, Observation
from state.task import Subtask
from state.verdict import Side


class Shape(BaseModel):
    """What a model was asked to return."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class WrittenTask(Shape):
    """The answer to a task prompt."""

    subtasks: tuple[Subtask, ...]


class WrittenTurn(Shape):
    """One turn as a writer gives it: text, or calls, or observations."""

    role: Literal["user", "assistant", "tool"]
    id: int | None = None
    """Of the turn that it fills; None for a new turn."""
    text: str | None = None
    calls: tuple[Call, ...] = ()
    observations: tuple[Observation, ...] = ()
    """Of tools that are not executed; those of executed tools are left out."""


class WrittenTurns(Shape):
    """The answer to a subtask, inject, fill, mend, assistant or tool prompt."""

    turns: tuple[WrittenTurn, ...]


class WrittenSpeech(Shape):
    """The answer to a user prompt."""

    done: bool
    """The user wants nothing more, and says nothing."""
    goal: int | None = None
    """Which of the goals it is about, counted from 1."""
    text: str | None = None


Letter = Literal["A", "B"]


class WrittenPreference(Shape):
    """What a judge says of one masked turn."""

    turn: int
    reason: str
    better: Literal["A", "B", "tie"]

    def side(self, before: Letter) -> Side:
        """Which version that is, where `before` names the letter of the old one."""
        if self.better == "tie":
            return "tie"
        return "before" if self.better == before else "after"


class WrittenRuling(Shape):
    """The answer to a judge prompt."""

    turns: tuple[WrittenPreference, ...]


class WrittenEvidence(Shape):
    """Words that an answer goes by, and where they are said to stand."""

    turn: int
    quote: str


class WrittenAnswer(Shape):
    """The answer to an expert prompt."""

    reason: str
    evidence: tuple[WrittenEvidence, ...] = ()
    passed: bool


class Named(Shape):
    """Says which question it answers."""

    question: str


class NamedAnswer(WrittenAnswer, Named):
    """The answer to one of several questions. Its name comes first, as models write in the order of the schema."""


class WrittenAnswers(Shape):
    """The answer to a prompt with all questions."""

    answers: tuple[NamedAnswer, ...]
