"""Models by name, right and wrong; and what they share."""

import pytest

from graph.models.endpoint import Endpoint, ModelSpec
from graph.models.open import open_models
from graph.models.openai import OpenAIModel
from graph.models.simulated.model import SimulatedModel
from state.errors import ConfigurationError

HERE = Endpoint(base_url="http://localhost:8000/v1", key_variable="MY_KEY")


def test_roles_on_one_endpoint_share_its_connection():
    elsewhere = Endpoint(base_url="http://localhost:9000/v1")
    models = open_models(
        {
            "writer": ModelSpec(model="openai:big", endpoint=HERE),
            "judge": ModelSpec(model="openai:small", endpoint=HERE, temperature=0.0),
            "expert": ModelSpec(model="openai:small", endpoint=elsewhere),
        }
    )
    writer, judge, expert = models["writer"], models["judge"], models["expert"]
    assert all(isinstance(model, OpenAIModel) for model in models.values())
    assert writer.connection is judge.connection is not expert.connection
    assert (writer.spec.model, judge.spec.temperature) == ("openai:big", 0.0)


def test_roles_played_alike_share_a_model():
    spec = ModelSpec(model="openai:big", endpoint=HERE)
    models = open_models({"writer": spec, "judge": spec})
    assert models["writer"] is models["judge"]


def test_roles_on_one_endpoint_cannot_treat_it_differently():
    other = Endpoint(base_url="http://localhost:8000/v1/", key_variable="MY_KEY", timeout=5)
    specs = {"writer": ModelSpec(model="openai:a", endpoint=HERE), "judge": ModelSpec(model="openai:a", endpoint=other)}
    with pytest.raises(ConfigurationError, match=r"judge shares .* timeout is 5 here and 120.0 there"):
        open_models(specs)


def test_the_simulated_model_gets_its_flaw_rate():
    spec = ModelSpec(model="simulated", flaw_rate=0.4)
    assert open_models({"writer": spec}) == {"writer": SimulatedModel(flaw_rate=0.4)}


@pytest.mark.parametrize("name", ["", "openai", "openai:", "gpt-4o", "anthropic:x", "simulated:x"])
def test_an_unknown_name_is_refused_with_the_known_ones(name):
    with pytest.raises(ConfigurationError, match="expected one of simulated, openai:NAME"):
        open_models({"writer": ModelSpec(model=name, endpoint=HERE)})


def test_a_missing_key_for_openai_itself_is_named(monkeypatch):
    monkeypatch.delenv("MY_KEY", raising=False)
    spec = ModelSpec(model="openai:gpt-4o", endpoint=Endpoint(key_variable="MY_KEY"))
    with pytest.raises(ConfigurationError, match="set the environment variable MY_KEY"):
        open_models({"writer": spec})


def test_an_address_that_is_none_is_refused():
    spec = ModelSpec(model="openai:gpt-4o", endpoint=Endpoint(base_url="localhost:8000"))
    with pytest.raises(ConfigurationError, match="no URL of an endpoint"):
        open_models({"writer": spec})
