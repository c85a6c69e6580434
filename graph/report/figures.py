"""The figures of one run: the tally of the summary, and what only a page has room for. Fed one record at a time."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from graph.tally import Tally
from state.budget import Method
from state.dialogue import AssistantTurn, Dialogue
from state.record import Record
from state.verdict import Ruling

ACCEPTED = "accepted"


@dataclass(slots=True)
class Spread:
    """How the kept dialogues are spread over lengths, tools and domains."""

    turns: Counter[int] = field(default_factory=Counter)
    """How many dialogues have so many turns."""
    steps: Counter[int] = field(default_factory=Counter)
    calls: Counter[str] = field(default_factory=Counter)
    """By tool."""
    domains: dict[str, str] = field(default_factory=dict)
    """The domain of every tool that was on offer; its server where it names none."""

    def add(self, dialogue: Dialogue) -> None:
        """Count one kept dialogue."""
        self.turns[len(dialogue.turns)] += 1
        self.steps[sum(isinstance(turn, AssistantTurn) and bool(turn.calls) for turn in dialogue.turns)] += 1
        self.calls.update(step.call.name for step in dialogue.steps())
        self.domains |= {name: tool.domain or tool.server or "no domain" for name, tool in dialogue.all_tools().items()}

    def covered(self) -> dict[str, tuple[int, int]]:
        """By domain: how many tools were called, and how many were on offer."""
        offered, called = Counter(self.domains.values()), Counter(self.domains[name] for name in self.called())
        return {domain: (called[domain], offered[domain]) for domain in sorted(offered)}

    def called(self) -> set[str]:
        """The tools on offer that were called at least once."""
        return self.calls.keys() & self.domains.keys()


@dataclass(slots=True)
class Figures:
    """Everything that a page shows of a run but its dialogues."""

    name: str
    tally: Tally = field(default_factory=Tally)
    passes: dict[int, Counter[str]] = field(default_factory=dict)
    """By number of the pass: how many dialogues took something of it, and who refused it in the others."""
    repairs: Counter[str] = field(default_factory=Counter)
    """The same of the passes that a rejecting verdict asked for."""
    spread: Spread = field(default_factory=Spread)
    models: dict[str, Counter[str]] = field(default_factory=dict)
    """By role: how many dialogues each model took part in."""
    methods: set[Method] = field(default_factory=set)
    """How they were made."""

    def add(self, record: Record) -> None:
        """Count one dialogue."""
        self.tally.add(record)
        self.methods.add(record.method)
        for role, model in record.models.items():
            self.models.setdefault(role, Counter())[model] += 1
        after_verdict = repairing(record)
        for number, rulings in by_pass(record.rulings).items():
            counted = self.repairs if number in after_verdict else self.passes.setdefault(number, Counter())
            counted[_outcome(rulings)] += 1
        if record.status == "kept" and record.dialogue is not None:
            self.spread.add(record.dialogue)

    @property
    def user_turns(self) -> float | None:
        """User turns in a kept dialogue."""
        return _ratio(self.tally.shapes.user_turns, self.tally.kept)

    @property
    def calls_per_user_turn(self) -> float | None:
        """Tool calls for each user turn of the kept dialogues."""
        return _ratio(self.tally.shapes.tool_calls, self.tally.shapes.user_turns)

    def per_kept(self, amount: float | None) -> float | None:
        """What that is for each kept dialogue."""
        return None if amount is None else _ratio(amount, self.tally.kept)

    def acceptance(self, number: int) -> float:
        """The share of dialogues that took something of this pass."""
        found = self.passes[number]
        return found[ACCEPTED] / found.total()


def repairing(record: Record) -> set[int]:
    """The passes after the first verdict."""
    events = [moment.event for moment in record.history]
    after = record.history[events.index("verdict") :] if "verdict" in events else ()
    numbers = {moment.number for moment in after if moment.event == "ruling"}
    return {ruling.refinement for number, ruling in enumerate(record.rulings) if number in numbers}


def by_pass(rulings: Iterable[Ruling]) -> dict[int, list[Ruling]]:
    """The rulings of each pass, by its number."""
    found: dict[int, list[Ruling]] = {}
    for ruling in rulings:
        found.setdefault(ruling.refinement, []).append(ruling)
    return found


def _outcome(rulings: list[Ruling]) -> str:
    return ACCEPTED if any(ruling.accepted for ruling in rulings) else f"refused by {rulings[-1].by}"


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None
