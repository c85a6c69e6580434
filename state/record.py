"""Everything that is kept of one dialogue."""

from typing import Literal

from state.complexity import Injection
from state.dialogue import Dialogue
from state.dialogue_state import Stage
from state.frozen import Frozen
from state.model import Flaw, Role, Usage
from state.task import Task
from state.verdict import Answer, Finding, Ruling, Verdict

Status = Literal["kept", "rejected", "failed"]


class RoleUsage(Frozen):
    """Calls and tokens of one role."""

    calls: int = 0
    usage: Usage = Usage()


class Record(Frozen):
    """One line of `records.jsonl`."""

    id: str
    index: int
    """Its place in the run, counted from 0; the id and the seed follow from it."""
    seed: int
    status: Status
    reasons: tuple[str, ...] = ()
    """Why it was rejected or failed."""
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
    repairs: int = 0
    findings: tuple[Finding, ...] = ()
    answers: tuple[Answer, ...] = ()
    verdict: Verdict | None = None
    stages: tuple[Stage, ...] = ()
    calls_by_node: dict[str, int] = {}
    usage: dict[Role, RoleUsage] = {}
    models: dict[Role, str] = {}
    prompts: dict[str, str] = {}
    """The hash of every prompt used, by its name."""
    planted: tuple[Flaw, ...] = ()
    """Faults that the simulated model put in on purpose."""
