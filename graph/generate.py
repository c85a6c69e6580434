"""One dialogue, from seed to record."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from langchain_core.runnables import RunnableConfig
from langgraph.errors import GraphDrained
from langgraph.runtime import RunControl

from graph.build import DialogueGraph
from graph.chronicle import moments
from graph.journal.journal import Journal
from graph.routes import most_supersteps, most_supersteps_played
from graph.spending import Meter
from nodes.proof import prove
from nodes.rules.catalogue import RULES
from nodes.rules.rule import check, fatal
from nodes.twin import twin
from prompts.prompt import Prompt
from prompts.wording import (
    EXPERT,
    FILL,
    INJECT,
    JUDGE,
    PREFACE,
    PREFACE_ACTORS,
    PREFACE_USER,
    QUESTIONS,
    SIMULATE,
    SINGLE_EXPERT,
    SUBTASK,
    SYSTEM,
    TASK,
)
from state.budget import Budget, Method
from state.dialogue import Dialogue
from state.dialogue_state import DialogueState, Seed
from state.environment import Environment, Pool
from state.errors import ENDING, GenerationError, SetDown, first_error
from state.history import Moment
from state.record import Record, Status
from state.verdict import Verdict
from state.world import World

_SHARED: tuple[Prompt, ...] = (SYSTEM, PREFACE, TASK, EXPERT, SINGLE_EXPERT, *QUESTIONS.values())
PROMPTS: dict[Method, tuple[Prompt, ...]] = {
    "toolace-mt": (*_SHARED, SUBTASK, FILL, JUDGE, *INJECT.values()),
    "mas": (*_SHARED, PREFACE_ACTORS, PREFACE_USER, *SIMULATE.values()),
}
_SUPERSTEPS: dict[Method, Callable[[Budget], int]] = {
    "toolace-mt": most_supersteps,
    "mas": most_supersteps_played,
}


@dataclass(frozen=True, slots=True)
class Generator:
    """Runs dialogues through one compiled graph.

    Every failure becomes a record, but for a cancellation, a request to stop, an endpoint that is down, and what the
    operator has to mend: then the dialogue goes on in a later session, with what it was told in the journal.
    """

    graph: DialogueGraph
    pool: Pool
    meter: Meter = field(default_factory=Meter)
    fresh: Callable[[int, datetime], Awaitable[Environment]] | None = None
    """Opens a world for the last replay, in which nothing was run; without it there is none."""
    journal: Journal = field(default_factory=Journal)
    control: RunControl = field(default_factory=RunControl)
    method: Method = "toolace-mt"
    """Of the graph."""

    async def __call__(self, seed: Seed, index: int) -> Record:
        """Generate the dialogue of this seed."""
        state = DialogueState(**seed.model_dump())
        history: tuple[Moment, ...] = ()
        config: RunnableConfig = {"recursion_limit": _SUPERSTEPS[self.method](seed.budget)}
        self.journal.begin(seed.id, seed.seed)
        try:
            async for values in self.graph.astream(seed, config, stream_mode="values", control=self.control):
                before, state = state, DialogueState.model_validate(values)
                history += moments(before, state)
            if not _accepted(state):
                return self._record(state, index, "rejected", history)
            twin = await self._twin(state)
            world = await self._world(state)
            if world is not None and not world.replayed:
                return self._record(_refused(state, world), index, "rejected", history, world=world)
            return self._record(state, index, "kept", history, twin=twin, world=world)
        except GraphDrained as error:
            raise SetDown from error
        except Exception as error:  # noqa: BLE001 - a bad dialogue is data, not a crash
            first = first_error(error)
            if isinstance(first, ENDING):
                raise first from None
            return self._record(state, index, "failed", history, error=first)
        finally:
            await self.pool.close(seed.seed)

    async def _twin(self, state: DialogueState) -> Dialogue | None:
        dialogue = state.draft()
        found = await twin(dialogue, state.applied(), self.pool.open(state.seed, dialogue.now))
        return None if found is None or fatal(check(found, RULES)) else found

    async def _world(self, state: DialogueState) -> World | None:
        """What the dialogue leaves behind, and whether it replays; None where nobody can say."""
        if self.fresh is None:
            return None
        dialogue = state.draft()
        environment = await self.fresh(state.seed, dialogue.now)
        try:
            return await prove(dialogue, environment)
        finally:
            await environment.close()

    def _record(
        self,
        state: DialogueState,
        index: int,
        status: Status,
        history: tuple[Moment, ...],
        twin: Dialogue | None = None,
        world: World | None = None,
        error: Exception | None = None,
    ) -> Record:
        account = self.meter.close(state.id, state.asked)
        return Record(
            id=state.id,
            index=index,
            seed=state.seed,
            status=status,
            method=self.method,
            reasons=_reasons(state, error),
            raw=error.raw if isinstance(error, GenerationError) else None,
            simulated=any(asked.model == "simulated" for asked in state.asked),
            dialogue=state.dialogue,
            twin=twin,
            task=state.task,
            injections=state.injections,
            rulings=state.rulings,
            history=history,
            repairs=state.repairs,
            findings=state.findings,
            answers=state.answers,
            verdict=state.verdict,
            stages=state.stages,
            calls_by_node={node: spent.calls for node, spent in account.by_node.items()},
            usage=account.by_role,
            usage_by_node=account.by_node,
            cost=account.total.cost,
            models={asked.role: asked.model for asked in state.asked},
            prompts={prompt.name: prompt.hash for prompt in PROMPTS[self.method]},
            world=world,
            planted=state.planted,
        )


def _accepted(state: DialogueState) -> bool:
    assert state.verdict is not None
    return state.verdict.accepted


def _refused(state: DialogueState, world: World) -> DialogueState:
    """Overrule the verdict: what cannot be lived through again is not kept."""
    hint = "name a tool whose results depend on the moment with --mcp-live"
    reasons = tuple(f"not replayed: {difference}; {hint}" for difference in world.differences)
    return state.model_copy(update={"verdict": Verdict(accepted=False, reasons=reasons)})


def _reasons(state: DialogueState, error: Exception | None) -> tuple[str, ...]:
    if error is not None:
        told = str(error) if isinstance(error, GenerationError) else f"{type(error).__name__}: {error}"
        # What a model wrote may be quoted in it, line breaks included.
        return (" ".join(told.split()),)
    return state.verdict.reasons if state.verdict else ()
