"""What every test can use: a sound little dialogue, a pool of two tools, and a model that follows a script."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from random import Random

import pytest
from pydantic import JsonValue

from state.dialogue import Argument, AssistantTurn, Call, Dialogue, Observation, ToolTurn, UserTurn
from state.environment import Result
from state.model import Reply, Request, Usage
from state.source import Observed, Resolved, Said
from state.task import Fact
from state.tool import Tool

NOW = datetime(2025, 5, 14, 10, 30)

WEATHER = Tool(
    name="get_weather",
    description="Get the weather of a city on a day.",
    parameters={
        "type": "object",
        "properties": {
            "city": {"type": "string"},
            "date": {"type": "string", "format": "date"},
            "unit": {"type": "string", "enum": ["celsius", "fahrenheit"], "default": "celsius"},
        },
        "required": ["city", "date"],
        "additionalProperties": False,
    },
    returns={
        "type": "object",
        "properties": {"report_id": {"type": "string"}, "degrees": {"type": "number"}},
        "required": ["report_id", "degrees"],
    },
)
SEND = Tool(
    name="send_report",
    description="Send a weather report to an address.",
    parameters={
        "type": "object",
        "properties": {"report_id": {"type": "string"}, "email": {"type": "string"}},
        "required": ["report_id", "email"],
    },
)
WEATHER_CALL = Call(
    id="call_1",
    name="get_weather",
    arguments=(
        Argument(name="city", value="Ghent", source=Said(turn=1)),
        Argument(name="date", value="2025-05-15", source=Resolved(turn=1, phrase="tomorrow")),
    ),
)
SEND_CALL = Call(
    id="call_2",
    name="send_report",
    arguments=(
        Argument(name="report_id", value="R-7731", source=Observed(call="call_1", path="report_id")),
        Argument(name="email", value="ana@fernmail.com", source=Said(turn=1)),
    ),
)


@pytest.fixture
def sound() -> Dialogue:
    """A dialogue that keeps every rule: one subtask, two steps."""
    return Dialogue(
        system="You are a helpful assistant. Current date and time: Wednesday, 14 May 2025, 10:30",
        now=NOW,
        tools=(WEATHER, SEND),
        turns=(
            UserTurn(
                id=1, subtask=0, text="Please look up Ghent's weather for tomorrow and send it to ana@fernmail.com."
            ),
            AssistantTurn(id=2, subtask=0, calls=(WEATHER_CALL,)),
            ToolTurn(
                id=3,
                subtask=0,
                observations=(Observation(call="call_1", content={"report_id": "R-7731", "degrees": 21.5}),),
            ),
            AssistantTurn(id=4, subtask=0, calls=(SEND_CALL,)),
            ToolTurn(id=5, subtask=0, observations=(Observation(call="call_2", content={"sent": True}),)),
            AssistantTurn(id=6, subtask=0, text="Tomorrow it will be 21.5 degrees; I sent report R-7731 to Ana."),
        ),
    )


class ScriptedModel:
    """Answers each request with what a function makes of it, and remembers what it was asked."""

    def __init__(self, answer: Callable[[Request], object]) -> None:
        self.answer = answer
        self.requests: list[Request] = []

    async def complete(self, request: Request) -> Reply:
        """Answer in JSON; a text stays as it is."""
        self.requests.append(request)
        answer = self.answer(request)
        text = answer if isinstance(answer, str) else json.dumps(answer)
        return Reply(text=text, model="scripted", usage=Usage(prompt_tokens=10, completion_tokens=5))


@pytest.fixture
def scripted() -> type[ScriptedModel]:
    """The class of models that follow a script."""
    return ScriptedModel


class TwoTools:
    """A pool of the two tools; `executed` makes them run."""

    def __init__(self, executed: bool = False) -> None:
        self.tools = tuple(tool.model_copy(update={"executed": executed}) for tool in (WEATHER, SEND))
        self.calls: list[str] = []

    def offer(self, random: Random, number: int | None) -> tuple[Tool, ...]:
        """Both."""
        return self.tools

    def open(self, seed: int, now: datetime) -> "TwoTools":
        """Itself: it has no state but a list of what was called."""
        return self

    async def close(self, seed: int | None = None) -> None:
        """Nothing is held."""

    def policy(self, tools: tuple[Tool, ...]) -> str:
        """None."""
        return ""

    def facts(self, tools: tuple[Tool, ...]) -> tuple[Fact, ...]:
        """One address."""
        return (Fact(about="a friend", values={"email": "ana@fernmail.com"}, tools=("send_report",)),)

    async def execute(self, name: str, values: Mapping[str, JsonValue]) -> Result:
        """It is 21.5 degrees everywhere but in Atlantis, and only report R-7731 exists."""
        self.calls.append(name)
        if name == "get_weather":
            if values.get("city", "Atlantis") == "Atlantis":
                return Result({"error": "unknown city"}, error=True)
            return Result({"report_id": "R-7731", "degrees": 21.5})
        known = values.get("report_id") == "R-7731" and "email" in values
        return Result({"sent": True}) if known else Result({"error": "no such report"}, error=True)


@pytest.fixture
def two_tools() -> type[TwoTools]:
    """The class of the small pool."""
    return TwoTools
