"""Everything that is kept of one dialogue."""

from typing import Literal

from state.budget import Method
from state.complexity import Injection
from state.dialogue import Dialogue
from state.dialogue_state import Stage
from state.frozen import Frozen
from state.history import Moment
from state.model import Flaw, Role, Usage
from state.task import Task
from state.verdict import Answer, Finding, Ruling, Verdict
from state.world import World

Status = Literal["kept", "rejected", "failed"]


class Spent(Frozen):
    """What calls to models took."""

    calls: int = 0
    usage: Usage = Usage()
    characters: int = 0
    """Of all prompts sent."""
    repeated: int = 0
    """Of these, how many stood in a beginning that an earlier call of the dialogue to the same model had too."""
    cost: float | None = None
    """At the prices of the settings; None where they name none."""

    def __add__(self, other: "Spent") -> "Spent":
        """The two together; where only one has a cost, it is the cost of both."""
        known = [cost for cost in (self.cost, other.cost) if cost is not None]
        return Spent(
            calls=self.calls + other.calls,
            usage=self.usage + other.usage,
            characters=self.characters + other.characters,
            repeated=self.repeated + other.repeated,
            cost=sum(known) if known else None,
        )

    @property
    def repeated_share(self) -> float:
        """The share of the prompts that a provider's cache can have kept."""
        return self.repeated / self.characters if self.characters else 0.0


class Record(Frozen):
    """One line of `records.jsonl`."""

    id: str
    index: int
    """Its place in the run, counted from 0; the id and the seed follow from it."""
    seed: int
    status: Status
    method: Method = "toolace-mt"
    reasons: tuple[str, ...] = ()
    """Why it was rejected or failed, or kept with labels only."""
    raw: str | None = None
    """What the model said, where the dialogue failed on an answer."""
    simulated: bool
    """True: written by the simulated model, not by a language model."""
    dialogue: Dialogue | None = None
    twin: Dialogue | None = None
    """The same dialogue before a clarification: fully specified, executed directly."""
    task: Task | None = None
    injections: tuple[Injection, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    history: tuple[Moment, ...] = ()
    """What happened since the skeleton, with what leads back to each version; empty where there was no skeleton."""
    repairs: int = 0
    findings: tuple[Finding, ...] = ()
    answers: tuple[Answer, ...] = ()
    verdict: Verdict | None = None
    stages: tuple[Stage, ...] = ()
    calls_by_node: dict[str, int] = {}
    usage: dict[Role, Spent] = {}
    usage_by_node: dict[str, Spent] = {}
    cost: float | None = None
    """Of the whole dialogue; None where the settings name no prices."""
    models: dict[Role, str] = {}
    prompts: dict[str, str] = {}
    """The hash of every prompt used, by its name."""
    world: World | None = None
    """What the calls left behind, where tools were executed and the dialogue was kept."""
    planted: tuple[Flaw, ...] = ()
    """Faults that the simulated model put in on purpose."""
