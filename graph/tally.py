"""What a run has done so far, in numbers: fed one record at a time, and no larger after a million of them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.taxonomy import Taxonomy
from nodes.rules.rule import fatal
from state.dialogue import AssistantTurn, Dialogue, UserTurn
from state.model import Role
from state.record import Record, Spent, Status

_KINDS_OF_FAILURE = 100
_LENGTH_OF_REASON = 80
OTHER = "other reasons"


@dataclass(slots=True)
class Shapes:
    """The kept dialogues together: how long they are, and what they contain."""

    turns: int = 0
    user_turns: int = 0
    steps: int = 0
    tool_calls: int = 0
    complexities: Counter[str] = field(default_factory=Counter)
    complexities_each: Counter[int] = field(default_factory=Counter)
    """How many dialogues have one complexity, two, ..."""
    tools: set[tuple[str, str]] = field(default_factory=set)
    """Server and name of every tool that was called."""

    def add(self, record: Record, dialogue: Dialogue) -> None:
        """Count one kept dialogue."""
        calling = [turn for turn in dialogue.turns if isinstance(turn, AssistantTurn) and turn.calls]
        applied = [injection.complexity for injection in record.injections if injection.applied]
        tools = dialogue.all_tools()
        called = {call.name for turn in calling for call in turn.calls}
        self.turns += len(dialogue.turns)
        self.user_turns += sum(isinstance(turn, UserTurn) for turn in dialogue.turns)
        self.steps += len(calling)
        self.tool_calls += sum(len(turn.calls) for turn in calling)
        self.complexities.update(applied)
        self.complexities_each[len(applied)] += 1
        self.tools |= {(tools[name].server, name) for name in called & tools.keys()}


@dataclass(slots=True)
class Tally:
    """The running totals of one run."""

    statuses: Counter[Status] = field(default_factory=Counter)
    rejections: Counter[str] = field(default_factory=Counter)
    """Rejected dialogues by what was wrong; one that has two faults counts under both."""
    failures: Counter[str] = field(default_factory=Counter)
    calls_by_node: Counter[str] = field(default_factory=Counter)
    spent: dict[Role, Spent] = field(default_factory=dict)
    simulated: int = 0
    shapes: Shapes = field(default_factory=Shapes)
    taxonomy: Taxonomy = field(default_factory=Taxonomy)

    def add(self, record: Record) -> None:
        """Count one finished dialogue."""
        self.count(record.status, record.calls_by_node, record.usage)
        self.simulated += record.simulated
        self.taxonomy.add(record)
        if record.status == "rejected":
            _count(self.rejections, _objections(record))
        elif record.status == "failed":
            _count(self.failures, set(record.reasons) or {"no reason given"})
        elif record.dialogue is not None:
            self.shapes.add(record, record.dialogue)

    def count(self, status: Status, calls_by_node: Mapping[str, int], usage: Mapping[Role, Spent]) -> None:
        """Count one of which no more is known than this."""
        self.statuses[status] += 1
        self.calls_by_node.update(calls_by_node)
        for role, spent in usage.items():
            self.spent[role] = self.spent.get(role, Spent()) + spent

    @property
    def tried(self) -> int:
        """Every dialogue that is done."""
        return self.statuses.total()

    @property
    def kept(self) -> int:
        """The dialogues good enough to train on."""
        return self.statuses["kept"]

    @property
    def calls(self) -> int:
        """Every call to a model."""
        return self.calls_by_node.total()

    @property
    def tokens(self) -> int:
        """Every token read or written by a model."""
        usage = self.total.usage
        return usage.prompt_tokens + usage.completion_tokens

    @property
    def total(self) -> Spent:
        """What all roles together have taken."""
        return sum(self.spent.values(), Spent())


def _objections(record: Record) -> set[str]:
    kinds = {finding.kind for finding in fatal(record.findings)}
    questions = {answer.question for answer in record.answers if answer.objects}
    silent = {"not answered" for answer in record.answers if answer.passed is None and answer.told() in record.reasons}
    return kinds | questions | silent or set(record.reasons) or {"no reason given"}


def _count(counter: Counter[str], reasons: set[str]) -> None:
    """Count reasons by their beginning, and only so many different ones: messages quote values, and would pile up."""
    for reason in sorted(reasons):
        line = " ".join(reason.split())
        short = line if len(line) <= _LENGTH_OF_REASON else line[: _LENGTH_OF_REASON - 3] + "..."
        counter[short if short in counter or len(counter) < _KINDS_OF_FAILURE else OTHER] += 1
