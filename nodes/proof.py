"""The last replay: whether a dialogue gives the same observations once more, and what its calls leave behind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue

from nodes.replay import replay
from state.dialogue import Dialogue, Observation, ToolTurn
from state.environment import Environment, Evidence, Result, Witness
from state.task import Fact
from state.tool import Tool
from state.world import World


@dataclass(slots=True)
class _Attended:
    """An environment with somebody who notes every result."""

    environment: Environment
    results: list[Result] = field(default_factory=list)

    def policy(self, tools: tuple[Tool, ...]) -> str:
        return self.environment.policy(tools)

    def facts(self, tools: tuple[Tool, ...]) -> tuple[Fact, ...]:
        return self.environment.facts(tools)

    async def execute(self, name: str, values: Mapping[str, JsonValue]) -> Result:
        self.results.append(await self.environment.execute(name, values))
        return self.results[-1]

    async def close(self) -> None:
        await self.environment.close()


async def prove(dialogue: Dialogue, environment: Environment) -> World | None:
    """Replay in this environment, which nothing was run in; None where no tool of the dialogue is executed."""
    steps = [step for step in dialogue.steps() if step.tool and step.tool.executed and step.observation]
    if not steps:
        return None
    attended = _Attended(environment)
    again = await replay(dialogue, attended)
    evidence = await environment.evidence() if isinstance(environment, Witness) else Evidence()
    differences = (*_differences(dialogue, again), *evidence.faults)
    ran = [one.call for one in _observations(again) if one.call in {step.call.id for step in steps}]
    return World(
        replayed=not differences,
        differences=differences,
        changes=tuple(id for id, result in zip(ran, attended.results, strict=True) if result.changed),
        remembered=tuple(step.call.id for step in steps if step.tool and step.tool.live),
        state=evidence.state,
    )


def _differences(dialogue: Dialogue, again: Dialogue) -> Iterator[str]:
    names = {step.call.id: step.call.name for step in dialogue.steps()}
    for old, new in zip(_observations(dialogue), _observations(again), strict=True):
        if (old.content, old.error) != (new.content, new.error):
            yield f"{names.get(old.call)} gave {_shortly(old)} ({old.call}) and, in the last replay, {_shortly(new)}"


def _observations(dialogue: Dialogue) -> Iterator[Observation]:
    return (one for turn in dialogue.turns if isinstance(turn, ToolTurn) for one in turn.observations)


def _shortly(observation: Observation) -> str:
    text = repr(observation.content)
    return text if len(text) <= 80 else f"{text[:77]}..."
