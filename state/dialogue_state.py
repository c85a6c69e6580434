"""What the graph carries from node to node: one dialogue in the making."""

from collections.abc import Iterable
from random import Random
from typing import Annotated, TypeVar

from state.budget import DEFAULT, Budget
from state.complexity import Complexity, Injection
from state.dialogue import Dialogue
from state.frozen import Frozen
from state.model import Asked, Flaw
from state.task import Fact, Task
from state.verdict import Answer, Finding, Ruling, Verdict

Update = dict[str, object]
"""What a node returns: the fields it changed."""


Item = TypeVar("Item")


def joined(before: Iterable[Item], after: Iterable[Item]) -> tuple[Item, ...]:
    """Put new items behind those that are there, which come back from a checkpoint as a list."""
    return (*before, *after)


class Seed(Frozen):
    """All that a dialogue grows from."""

    id: str = "dialogue"
    seed: int = 0
    number: int | None = None
    """Its place in a run, which shares the tools of a pool out; None: it is made alone."""
    budget: Budget = DEFAULT


class Stage(Frozen):
    """How many findings of each kind a dialogue had at one moment."""

    stage: str
    """`initialize`, `fill 1`, `fill 2`, ..., `end`, `experts`; then `fill 6`, `end after repair 1`, ..."""
    findings: dict[str, int]
    """By kind; what experts object to by question."""
    fatal: dict[str, int] = {}
    """Those of the rules' findings that alone reject the dialogue."""


class Candidate(Frozen):
    """A version of the dialogue that waits for the judge."""

    dialogue: Dialogue
    masked: tuple[int, ...]


class DialogueState(Seed):
    """One dialogue on its way from seed to verdict."""

    task: Task | None = None
    facts: tuple[Fact, ...] = ()
    dialogue: Dialogue | None = None
    written: int = 0
    """Subtasks whose turns are written."""
    mends: int = 0
    """Attempts to mend the failed call of the subtask written last."""
    settled: bool = False
    """The skeleton is complete, and replies that were drafted before execution have been refilled."""
    ended: bool = False
    """Baseline: the user has said that all is done."""
    complexities: tuple[Complexity, ...] = ()
    """Still to be tried, in this order."""
    wanted: int = 0
    """How many complexities this dialogue is to have."""
    injections: Annotated[tuple[Injection, ...], joined] = ()
    picks: dict[int, int] = {}
    """How often each turn was masked."""
    remarks: tuple[Finding, ...] = ()
    """What was wrong with the last candidate; told to the next fill of the same turns."""
    candidate: Candidate | None = None
    refinements: int = 0
    rulings: Annotated[tuple[Ruling, ...], joined] = ()
    repairs: int = 0
    """Repairs begun."""
    findings: tuple[Finding, ...] = ()
    answers: tuple[Answer, ...] = ()
    verdict: Verdict | None = None
    stages: Annotated[tuple[Stage, ...], joined] = ()
    asked: Annotated[tuple[Asked, ...], joined] = ()
    planted: Annotated[tuple[Flaw, ...], joined] = ()

    def random(self, purpose: str) -> Random:
        """A generator of random numbers for this moment of this dialogue."""
        return Random(f"{self.seed}:{purpose}:{len(self.asked)}:{len(self.rulings)}")

    def updated(self, update: Update) -> "DialogueState":
        """The state with the fields that a node changed; what is joined comes behind what was there."""
        fields = self.__dict__ | update
        for name in JOINED & update.keys():
            fields[name] = joined(self.__dict__[name], fields[name])
        return DialogueState.model_validate(fields)

    def draft(self) -> Dialogue:
        """The dialogue, which exists in every node but the first."""
        assert self.dialogue is not None
        return self.dialogue

    def applied(self) -> tuple[Injection, ...]:
        """The injections that took place."""
        return tuple(injection for injection in self.injections if injection.applied)


JOINED = frozenset(name for name, field in DialogueState.model_fields.items() if joined in field.metadata)
"""The fields to which nodes add."""
