"""Records, seeds and a machine that the tests of the run share."""

from collections.abc import Awaitable, Callable
from datetime import datetime

import pytest

from graph.assemble import Assemble, Machine
from graph.settings import Settings
from graph.spending import Meter
from state.complexity import Injection
from state.dialogue import Argument, AssistantTurn, Call, Dialogue, Observation, ToolTurn, UserTurn
from state.dialogue_state import Seed
from state.model import Usage
from state.record import Record, Spent
from state.source import Said
from state.tool import Tool
from state.verdict import Answer, Finding

WEATHER = Tool(
    name="get_weather", description="The weather.", parameters={"type": "object"}, server="sky", executed=True
)
TIDE = Tool(name="get_tide", description="The tide.", parameters={"type": "object"}, server="sea")


def _call(id: str, name: str, city: str) -> Call:
    return Call(id=id, name=name, arguments=(Argument(name="city", value=city, source=Said(turn=1)),))


def _dialogue(index: int = 0) -> Dialogue:
    return Dialogue(
        system="You help.",
        now=datetime(2025, 6, 3, 9),
        tools=(WEATHER,),
        turns=(
            UserTurn(id=1, subtask=0, text=f"Weather in Málaga and Rome? ({index})"),
            AssistantTurn(
                id=2,
                subtask=0,
                calls=(_call("call_4", "get_weather", "Málaga"), _call("call_7", "get_weather", "Rome")),
                learn=False,
            ),
            ToolTurn(
                id=3,
                subtask=0,
                observations=(
                    Observation(call="call_4", content={"sky": "añil", "degrees": 18}),
                    Observation(call="call_7", content="no such city", error=True),
                ),
            ),
            AssistantTurn(id=4, subtask=0, text="Blue in Málaga."),
            UserTurn(id=5, subtask=1, text="And the tide?", offers=(TIDE,)),
            AssistantTurn(id=6, subtask=1, text="Let me look.", calls=(_call("call_9", "get_tide", "Málaga"),)),
            ToolTurn(id=7, subtask=1, observations=(Observation(call="call_9", content=[1, None]),)),
            AssistantTurn(id=8, subtask=1, text="It is low."),
        ),
    )


def _record(index: int, status: str = "kept") -> Record:
    kept = status == "kept"
    return Record.model_validate(
        {
            "id": f"d{index:06}",
            "index": index,
            "seed": 1,
            "status": status,
            "simulated": True,
            "reasons": () if kept else ("EndpointError: no answer",),
            "dialogue": None if status == "failed" else _dialogue(index),
            "injections": (Injection(complexity="clarification", turn=1, applied=True),),
            "findings": ()
            if kept
            else (Finding(rule="r", kind="invented_id", severity="fatal", turn=2, message="no such id"),),
            "answers": () if kept else (Answer(question="completion", passed=False, reason="not done"),),
            "calls_by_node": {"initialize": 3, "fill": 2},
            "usage": {"writer": Spent(calls=5, usage=Usage(prompt_tokens=1000, completion_tokens=50))},
        }
    )


def _status(index: int) -> str:
    # Every fourth dialogue is rejected, every seventh fails.
    return "rejected" if index % 4 == 3 else "failed" if index % 7 == 6 else "kept"


@pytest.fixture
def dialogue() -> Dialogue:
    """Two subtasks, parallel calls, a tool brought along by the user."""
    return _dialogue()


@pytest.fixture
def record() -> Callable[..., Record]:
    """Make a record from its number and status."""
    return _record


@pytest.fixture
def generate() -> Callable[[Seed, int], Awaitable[Record]]:
    """Make a dialogue out of nothing."""

    async def make(seed: Seed, index: int) -> Record:
        return _record(index, _status(index)).model_copy(update={"id": seed.id, "seed": seed.seed})

    return make


@pytest.fixture
def assembling(generate: Callable[[Seed, int], Awaitable[Record]]) -> Assemble:
    """Assemble a machine around `generate`."""

    def assemble(settings: Settings) -> Machine:
        return Machine(generate, (WEATHER, TIDE), Meter())

    return assemble


@pytest.fixture
def empty_place(tmp_path, monkeypatch):
    """Run in a folder of its own, so that no toolace.toml and no runs/ of the checkout are seen."""
    monkeypatch.chdir(tmp_path)
