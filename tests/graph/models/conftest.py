"""An endpoint, a model that asks it, and a request to ask with."""

from collections.abc import AsyncIterator, Callable
from dataclasses import fields
from datetime import datetime

import pytest

from graph.models.connection import Connection
from graph.models.endpoint import Endpoint, ModelSpec
from graph.models.openai import OpenAIModel
from state.brief import ExpertBrief
from state.dialogue import Dialogue
from state.model import Message, Request
from tests.graph.models.scripted_endpoint import ScriptedEndpoint

SECRET = "sk-very-secret"
_OF_ENDPOINT = {field.name for field in fields(Endpoint)}


def _model(options: dict[str, object]) -> OpenAIModel:
    endpoint = Endpoint(**{name: value for name, value in options.items() if name in _OF_ENDPOINT})
    rest = {name: value for name, value in options.items() if name not in _OF_ENDPOINT}
    return OpenAIModel(ModelSpec(model="openai:gpt-4o", endpoint=endpoint, **rest), Connection(endpoint))


@pytest.fixture
async def asking(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Callable[..., OpenAIModel]]:
    """Make a model that asks the endpoint at this address, with these settings."""
    monkeypatch.setenv("SCRIPTED_KEY", SECRET)
    made: list[OpenAIModel] = []

    def make(url: str, **options: object) -> OpenAIModel:
        usual = {"base_url": url, "key_variable": "SCRIPTED_KEY", "first_wait": 0.0, "attempts": 3}
        made.append(_model(usual | options))
        return made[-1]

    yield make
    for model in made:
        await model.close()


@pytest.fixture
def endpoint(
    asking: Callable[..., OpenAIModel],
) -> AsyncIterator[Callable[..., tuple[ScriptedEndpoint, OpenAIModel]]]:
    """Start an endpoint with these answers, and a model with these settings that asks it."""
    started: list[ScriptedEndpoint] = []

    def start(*answers: object, **options: object) -> tuple[ScriptedEndpoint, OpenAIModel]:
        started.append(ScriptedEndpoint(answers))
        return started[-1], asking(started[-1].url, **options)

    yield start
    for server in started:
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
