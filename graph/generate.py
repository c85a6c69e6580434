"""One dialogue, from seed to record."""

from dataclasses import dataclass, field

from langchain_core.runnables import RunnableConfig

from graph.build import DialogueGraph
from graph.chronicle import moments
from graph.routes import most_supersteps
from graph.spending import Meter
from nodes.rules.catalogue import RULES
from nodes.rules.rule import check, fatal
from nodes.twin import twin
from prompts.wording import EXPERT, FILL, INJECT, JUDGE, PREFACE, QUESTIONS, SINGLE_EXPERT, SUBTASK, SYSTEM, TASK
from state.dialogue import Dialogue
from state.dialogue_state import DialogueState, Seed
from state.environment import Pool
from state.errors import EndpointDown, GenerationError
from state.history import Moment
from state.record import Record, Status

PROMPT_HASHES: dict[str, str] = {
    prompt.name: prompt.hash
    for prompt in (
        SYSTEM,
        PREFACE,
        TASK,
        SUBTASK,
        FILL,
        JUDGE,
        EXPERT,
        SINGLE_EXPERT,
        *INJECT.values(),
        *QUESTIONS.values(),
    )
}


@dataclass(frozen=True, slots=True)
class Generator:
    """Runs dialogues through one compiled graph.

    Every failure becomes a record, but for a cancellation and an endpoint that is down: then the dialogue is as if it
    had not been begun.
    """

    graph: DialogueGraph
    pool: Pool
    meter: Meter = field(default_factory=Meter)

    async def __call__(self, seed: Seed, index: int) -> Record:
        """Generate the dialogue of this seed."""
        state = DialogueState(**seed.model_dump())
        history: tuple[Moment, ...] = ()
        config: RunnableConfig = {"recursion_limit": most_supersteps(seed.budget)}
        try:
            async for values in self.graph.astream(seed, config, stream_mode="values"):
                before, state = state, DialogueState.model_validate(values)
                history += moments(before, state)
            status = _status(state)
            return self._record(state, index, status, history, await self._twin(state) if status == "kept" else None)
        except Exception as error:  # noqa: BLE001 - a bad dialogue is data, not a crash
            first = _first(error)
            if isinstance(first, EndpointDown):
                raise first from None
            return self._record(state, index, "failed", history, error=first)
        finally:
            await self.pool.close(seed.seed)

    async def _twin(self, state: DialogueState) -> Dialogue | None:
        dialogue = state.draft()
        found = await twin(dialogue, state.applied(), self.pool.open(state.seed, dialogue.now))
        return None if found is None or fatal(check(found, RULES)) else found

    def _record(
        self,
        state: DialogueState,
        index: int,
        status: Status,
        history: tuple[Moment, ...],
        twin: Dialogue | None = None,
        error: Exception | None = None,
    ) -> Record:
        account = self.meter.close(state.id, state.asked)
        return Record(
            id=state.id,
            index=index,
            seed=state.seed,
            status=status,
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
            prompts=PROMPT_HASHES,
            planted=state.planted,
        )


def _status(state: DialogueState) -> Status:
    assert state.verdict is not None
    return "kept" if state.verdict.accepted else "rejected"


def _reasons(state: DialogueState, error: Exception | None) -> tuple[str, ...]:
    if error is not None:
        told = str(error) if isinstance(error, GenerationError) else f"{type(error).__name__}: {error}"
        # What a model wrote may be quoted in it, line breaks included.
        return (" ".join(told.split()),)
    return state.verdict.reasons if state.verdict else ()


def _first(error: Exception) -> Exception:
    """The first error of a group: experts are asked together and may fail together."""
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return error
