"""Small dialogues and their records."""

from collections.abc import Callable
from datetime import datetime

import pytest

from state.complexity import Injection
from state.dialogue import Argument, AssistantTurn, Call, Dialogue, Observation, ToolTurn, UserTurn
from state.record import Record
from state.source import Said
from state.task import Subtask, Task
from state.tool import Tool


def _tool(name: str, domain: str) -> Tool:
    return Tool(name=name, description="", parameters={"type": "object"}, server="s", domain=domain)


def make_dialogue(text: str, value: str, tool: str = "find", domain: str = "D", extra: str = "") -> Dialogue:
    """The user says a text, the assistant calls a tool with a value and repeats the text."""
    call = Call(id="call_1", name=tool, arguments=(Argument(name="what", value=value, source=Said(turn=1)),))
    return Dialogue(
        system="You help.",
        now=datetime(2025, 6, 3, 9),
        tools=(_tool(tool, domain), _tool(f"other{extra}", domain)),
        turns=(
            UserTurn(id=1, subtask=0, text=text),
            AssistantTurn(id=2, subtask=0, calls=(call,)),
            ToolTurn(id=3, subtask=0, observations=(Observation(call="call_1", content={"found": value}),)),
            AssistantTurn(id=4, subtask=0, text=f"Here is what I found for you: {text}"),
        ),
    )


def make_record(number: int, dialogue: Dialogue, goal: str = "", complexity: str | None = None) -> Record:
    """A kept record."""
    return Record.model_validate(
        {
            "id": f"d{number:06}",
            "index": number,
            "seed": number,
            "status": "kept",
            "simulated": True,
            "dialogue": dialogue,
            "task": Task(subtasks=(Subtask(goal=goal or f"goal {number}", tools=("find",), steps=1),)),
            "injections": (Injection(complexity=complexity, turn=1, applied=True),) if complexity else (),
        }
    )


@pytest.fixture(scope="session")
def dialogue() -> Callable[..., Dialogue]:
    """Make a dialogue."""
    return make_dialogue


@pytest.fixture(scope="session")
def record() -> Callable[..., Record]:
    """Make a kept record."""
    return make_record
