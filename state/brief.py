"""What a model is asked, in typed nouns: prompts render it, the simulated model reads it."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from state.complexity import Complexity
from state.dialogue import Dialogue
from state.frozen import Frozen
from state.task import Fact, Subtask
from state.tool import Tool


class TaskBrief(Frozen):
    """Think of a task for these tools."""

    kind: Literal["task"] = "task"
    dialogue: Dialogue
    """Without turns: its tools, its date and its policy."""
    facts: tuple[Fact, ...]
    steps: tuple[int, ...]
    """One number of steps for each subtask."""


class SubtaskBrief(Frozen):
    """Write the turns of the next subtask."""

    kind: Literal["subtask"] = "subtask"
    dialogue: Dialogue
    facts: tuple[Fact, ...]
    subtask: Subtask
    index: int


class InjectBrief(Frozen):
    """Rewrite one turn, and add turns, so that the dialogue has this complexity."""

    kind: Literal["inject"] = "inject"
    dialogue: Dialogue
    complexity: Complexity
    turn: int
    withheld: Tool | None = None
    """Tool awareness: the tool that is not on offer until the user adds it."""


class FillBrief(Frozen):
    """Write the masked turns anew."""

    kind: Literal["fill"] = "fill"
    dialogue: Dialogue
    masked: tuple[int, ...]
    reasons: tuple[str, ...]
    """What was found wrong with the masked turns, or with an earlier fill of them."""
    goals: tuple[str, ...] = ()


class JudgeBrief(Frozen):
    """Say at each masked turn which of two versions reads better."""

    kind: Literal["judge"] = "judge"
    dialogue: Dialogue
    """The version shown first."""
    other: Dialogue
    masked: tuple[int, ...]
    """With the observations of masked calls."""
    judged: tuple[int, ...]
    """The turns that are to be decided."""
    swapped: bool
    """True: `dialogue`, the version before, is shown as B."""
    faults: tuple[str, ...] = ()
    """What rules find in `dialogue`."""
    other_faults: tuple[str, ...] = ()


class ExpertBrief(Frozen):
    """Answer one sub-question about a finished dialogue."""

    kind: Literal["expert"] = "expert"
    dialogue: Dialogue
    task: tuple[Subtask, ...]
    question: str
    words: str = ""
    """The question as it is put."""
    sample: int = 0
    """How often it was put before."""


class Question(Frozen):
    """One sub-question of several."""

    name: str
    words: str


class SingleExpertBrief(Frozen):
    """Answer all sub-questions about a finished dialogue."""

    kind: Literal["single_expert"] = "single_expert"
    dialogue: Dialogue
    task: tuple[Subtask, ...]
    questions: tuple[Question, ...]
    sample: int = 0


class Known(Frozen):
    """What a user knows, without the tools that it is good for."""

    about: str
    values: dict[str, JsonValue]


class Errand(Frozen):
    """One goal as the user knows it."""

    goal: str
    known: tuple[Known, ...] = ()


class Heard(Frozen):
    """One turn as the user hears it: calls and results stay behind the scenes."""

    role: Literal["user", "assistant"]
    id: int
    errand: int
    """The goal that it is about, counted from 0."""
    text: str


class UserBrief(Frozen):
    """Baseline: say what the user says next. No dialogue is in it, because that has tools."""

    kind: Literal["user"] = "user"
    now: datetime
    errands: tuple[Errand, ...]
    heard: tuple[Heard, ...]
    left: int
    """How often the user may speak, this time included."""


class AssistantBrief(Frozen):
    """Baseline: make the assistant's next turn. Nothing of the task is in it."""

    kind: Literal["assistant"] = "assistant"
    dialogue: Dialogue
    may_call: bool = True
    """False: it has called often enough and has to reply."""


class ToolBrief(Frozen):
    """Baseline: make up what tools that are not run return to the last calls."""

    kind: Literal["tool"] = "tool"
    dialogue: Dialogue
    calls: tuple[str, ...]
    """The ids of those calls that need a result."""


PipelineBrief = TaskBrief | SubtaskBrief | InjectBrief | FillBrief | JudgeBrief | ExpertBrief | SingleExpertBrief
DialogueBrief = PipelineBrief | AssistantBrief | ToolBrief
"""Everything that is asked about a whole dialogue."""

Brief = Annotated[DialogueBrief | UserBrief, Field(discriminator="kind")]
