"""An endpoint, a model that asks it, and a request to ask with."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime

import pytest

from graph.models.openai import OpenAIModel
from state.brief import ExpertBrief
from state.dialogue import Dialogue
from state.model import Message, Request
from tests.graph.models.scripted_endpoint import ScriptedEndpoint

SECRET = "sk-very-secret"


@pytest.fixture
async def endpoint(
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Callable[..., tuple[ScriptedEndpoint, OpenAIModel]]]:
    """Start an endpoint with these answers, and a model with these fields that asks it."""
    monkeypatch.setenv("SCRIPTED_KEY", SECRET)
    started: list[tuple[ScriptedEndpoint, OpenAIModel]] = []

    def start(*answers: object, **fields: object) -> tuple[ScriptedEndpoint, OpenAIModel]:
        server = ScriptedEndpoint(answers)
        settings = {"base_url": server.url, "key_variable": "SCRIPTED_KEY", "first_wait": 0.0, "attempts": 3}
        started.append((server, OpenAIModel("gpt-4o", **(settings | fields))))
        return started[-1]

    yield start
    for server, model in started:
        await model.close()
        server.close()


@pytest.fixture
def request_for_an_answer() -> Request:
    """A question whose answer is an object."""
    dialogue = Dialogue(system="S", now=datetime(2025, 1, 1), tools=())
    return Request(
        dialogue_id="d",
        role="expert",
        seed=1,
        brief=ExpertBrief(dialogue=dialogue, task=(), question="q"),
        messages=(Message(role="system", content="You check."), Message(role="user", content="Is it so?")),
        answer={"type": "object", "properties": {"passed": {"type": "boolean"}}, "required": ["passed"]},
    )
