"""Names of models, right and wrong."""

import pytest

from graph.models.open import open_model
from graph.models.openai import OpenAIModel
from state.errors import ConfigurationError


def test_an_openai_name_opens_the_client_with_its_settings(monkeypatch):
    monkeypatch.setenv("MY_KEY", "k")
    opened = open_model("openai:gpt-4o:new", key_variable="MY_KEY", temperature=0.2, method="json_mode", timeout=9)
    assert opened == OpenAIModel("gpt-4o:new", None, "MY_KEY", 0.2, "json_mode", timeout=9)


@pytest.mark.parametrize("spec", ["", "openai", "openai:", "gpt-4o", "anthropic:x", "simulated:x"])
def test_an_unknown_name_is_refused_with_the_known_ones(spec):
    with pytest.raises(ConfigurationError, match="expected one of simulated, openai:NAME"):
        open_model(spec)


def test_a_missing_key_for_openai_itself_is_named(monkeypatch):
    monkeypatch.delenv("MY_KEY", raising=False)
    with pytest.raises(ConfigurationError, match="set the environment variable MY_KEY"):
        open_model("openai:gpt-4o", key_variable="MY_KEY")


def test_an_endpoint_of_ones_own_needs_no_key(monkeypatch):
    monkeypatch.delenv("MY_KEY", raising=False)
    opened = open_model("openai:llama", base_url="http://localhost:8000/v1", key_variable="MY_KEY")
    assert isinstance(opened, OpenAIModel)
    assert opened.key() == "none"


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://host/v1", "http://", "http://[::1", "http://host:99999/v1"])
def test_a_base_url_that_is_none_is_refused(url):
    with pytest.raises(ConfigurationError, match="expected one such as http://localhost:8000/v1"):
        open_model("openai:x", base_url=url)


def test_the_simulated_model_gets_its_flaw_rate():
    simulated = pytest.importorskip("graph.models.simulated.model")
    opened = open_model("simulated", flaw_rate=0.4)
    assert isinstance(opened, simulated.SimulatedModel)
    assert opened.flaw_rate == 0.4
