"""What an export came from and what it holds, in numbers: fed one record at a time."""

from collections import Counter
from dataclasses import dataclass, field

from graph.export.source import Kept
from state.dialogue import AssistantTurn, Dialogue, ToolTurn, UserTurn


@dataclass(slots=True)
class Account:
    """The numbers behind a summary and a dataset card."""

    statuses: Counter[str] = field(default_factory=Counter)
    simulated: int = 0
    models: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Dialogues by role and model."""
    complexities: Counter[str] = field(default_factory=Counter)
    """Of kept dialogues."""
    labelled: int = 0
    """Kept dialogues with turns that verification left out."""
    dialogues: int = 0
    """Dialogues that were exported, twins included."""
    twins: int = 0
    rows: int = 0
    learned: int = 0
    learnable: int = 0
    """Turns of the assistant that a format without limits would learn."""
    mistakes: int = 0
    """Turns of the assistant that nobody is to learn."""
    user_turns: int = 0
    calls: int = 0
    errors: int = 0
    asking: int = 0
    """Questions for what a user left out."""
    acting: int = 0
    """User turns that were answered by a call at once."""
    growing: int = 0
    """Dialogues to which a tool was added."""
    tools: set[tuple[str, str]] = field(default_factory=set)
    """Server and name of every tool that was called."""

    def read(self, record: Kept) -> None:
        """Count a record, kept or not."""
        self.statuses[record.status] += 1
        self.simulated += record.simulated
        self.models.update(record.models.items())
        if record.status == "kept":
            self.complexities.update(each.complexity for each in record.injections if each.applied)
            self.labelled += bool(record.verdict and record.verdict.labels)

    def export(self, record: Kept, rows: int, learned: int) -> None:
        """Count a dialogue that was exported as so many rows."""
        assert record.dialogue is not None
        self.dialogues += 1
        self.rows += rows
        self.learned += learned
        self.asking += sum(each.complexity == "clarification" for each in record.injections if each.applied)
        self._shape(record.dialogue)

    def _shape(self, dialogue: Dialogue) -> None:
        tools = dialogue.all_tools()
        self.growing += any(isinstance(turn, UserTurn) and bool(turn.offers) for turn in dialogue.turns)
        for turn, before in zip(dialogue.turns, (None, *dialogue.turns), strict=False):
            match turn:
                case UserTurn():
                    self.user_turns += 1
                case AssistantTurn():
                    self.learnable += turn.learn
                    self.mistakes += not turn.learn
                    self.calls += len(turn.calls)
                    self.acting += bool(turn.calls) and isinstance(before, UserTurn)
                    self.tools |= {(tools[c.name].server, c.name) for c in turn.calls if c.name in tools}
                case ToolTurn():
                    self.errors += sum(observation.error for observation in turn.observations)
