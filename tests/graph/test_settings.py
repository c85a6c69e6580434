"""What settings are, and which belong together."""

import pytest
from pydantic import ValidationError

from graph.roles import OPTIONAL
from graph.settings import FREE, GROUPS, Settings, without_credentials
from state.budget import PRESETS

pytestmark = pytest.mark.usefixtures("empty_place")


def test_every_setting_has_a_place_in_the_help_and_a_description():
    grouped = [name for names in GROUPS.values() for name in names]
    assert sorted(grouped) == sorted(Settings.model_fields)
    assert all(field.description for field in Settings.model_fields.values())
    assert set(Settings.model_fields) > FREE


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_is_its_row(preset):
    assert Settings(preset=preset).budget() == PRESETS[preset]


def test_what_is_set_goes_on_top_of_the_preset():
    settings = Settings(preset="paper", passes=7, verify=False, min_injections=0)
    changed = {"passes": 7, "verify": False, "min_injections": 0}
    assert settings.budget() == PRESETS["paper"].model_copy(update=changed)


def test_tries_are_the_count_or_five_for_each_to_accept_or_the_ceiling():
    assert [
        Settings().tries(),
        Settings(count=3).tries(),
        Settings(count=3, accept=4).tries(),
        Settings(accept=4, max_tries=9).tries(),
    ] == [20, 3, 20, 9]


def test_one_server_may_be_named_in_the_environment(monkeypatch):
    monkeypatch.setenv("TOOLACE_MCP", "uvx mcp-server-time")
    assert Settings().mcp == ("uvx mcp-server-time",)
    with pytest.raises(ValidationError, match="set one of them"):
        Settings(tools="pool.jsonl")


def test_roles_without_a_model_of_their_own_take_the_writers():
    settings = Settings(model="openai:small", judge_model="simulated")
    assert settings.models() == {"writer": "openai:small", "judge": "simulated", "expert": "openai:small"}
    assert settings.simulated_roles() == ("judge",)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"count": 0}, "greater than or equal to 1"),
        ({"flaw_rate": 2}, "less than or equal to 1"),
        ({"preset": "papr"}, "did you mean 'paper'"),
        ({"max_injections": 0}, "min_injections is 1, above max_injections"),
        ({"max_tries": 3}, "max_tries limits accept, which is not set"),
        ({"accept": 5, "max_tries": 3}, "fewer than the 5 to accept"),
        ({"base_url": "http://localhost/v1"}, "every model is simulated"),
        ({"key_variable": "sk-secret"}, "not the key itself"),
        ({"judge_key_variable": "sk-secret"}, "not the key itself"),
        ({"judge_base_url": "http://x/v1"}, "judge_base_url is set, but the judge is simulated"),
        (
            {"max_cost": 1, "judge_model": "openai:x", "prompt_price": 1, "completion_price": 1},
            "there are none for judge",
        ),
        ({"roles": {"jugde": {"model": "openai:x"}}}, "jugde"),
        ({"expert_temperature": 3}, "less than or equal to 2"),
        ({"domains": []}, "at least 1 item"),
        ({"distractors": 10}, "less than or equal to 9"),
        ({"sampling": "uniform", "distractors": 0}, "with sampling = uniform there are none"),
        ({"shard": "0/2", "out": "run", "cluster": "auto"}, "two ways to divide a run"),
        ({"shard": [5, 2], "out": "run"}, "expected NUMBER/OF, counted from 0"),
        ({"shard": "0/2", "out": "ftp://me:secret@host/run", "scratch": "here"}, "out carries a password"),
    ],
)
def test_impossible_settings_are_refused(values, words):
    with pytest.raises(ValidationError, match=words):
        Settings(**values)


def test_what_is_kept_of_the_settings_holds_no_credentials_and_no_folder(tmp_path):
    url = "https://me:secret@host:8000/v1?key=secret"
    settings = Settings(model="openai:x", base_url=url, judge_base_url=url, out=tmp_path)
    table = settings.table()
    assert table["base_url"] == table["roles"]["judge"]["base_url"] == "https://host:8000/v1"
    assert "secret" not in str(table)
    assert "out" not in table
    assert "accept" not in table


def test_a_role_takes_the_general_settings_and_lays_its_own_over_them():
    settings = Settings(
        model="openai:a", temperature=0.7, timeout=9, roles={"judge": {"temperature": 0, "answer_method": "json_mode"}}
    )
    judge, expert = settings.options("judge"), settings.options("expert")
    assert (judge.model, judge.temperature, judge.answer_method, judge.timeout) == ("openai:a", 0, "json_mode", 9)
    assert (expert.temperature, expert.answer_method) == (0.7, "json_schema")


def test_the_flat_and_the_nested_spelling_mean_the_same():
    nested = Settings(model="openai:a", roles={"judge": {"model": "openai:b"}, "tool": {"in_flight": 3}})
    assert Settings(model="openai:a", judge_model="openai:b", tool_in_flight=3) == nested


def test_a_key_goes_to_no_endpoint_but_the_one_it_was_named_for():
    settings = Settings(
        model="openai:a", key_variable="MY_KEY", judge_base_url="http://elsewhere/v1", expert_model="openai:b"
    )
    keys = {role: settings.options(role).key_variable for role in settings.models()}
    assert keys == {"writer": "MY_KEY", "judge": None, "expert": "MY_KEY"}


@pytest.mark.parametrize("name", sorted(OPTIONAL))
def test_a_role_can_take_back_whatever_needs_no_value(name):
    general = {"model": "openai:a", "base_url": "http://x/v1", "key_variable": "K", "temperature": 1, "max_tokens": 9}
    general |= {"reasoning_effort": "none", "requests_per_minute": 9, "tokens_per_minute": 9}
    general |= {"prompt_price": 1, "cached_price": 1, "completion_price": 1}
    settings = Settings(**general, **{f"judge_{name}": "unset"})
    assert getattr(settings.options("expert"), name) == general[name]
    assert getattr(settings.options("judge"), name) is None


def test_a_role_that_goes_back_to_openai_has_openais_key():
    settings = Settings(model="openai:a", base_url="http://x/v1", key_variable="MY_KEY", judge_base_url="unset")
    assert settings.options("judge").key_variable == "OPENAI_API_KEY"


@pytest.mark.parametrize("name", ["timeout", "attempts", "answer_method", "in_flight", "strict"])
def test_what_needs_a_value_cannot_be_taken_back(name):
    with pytest.raises(ValidationError, match=f"roles.judge.{name}"):
        Settings(model="openai:a", **{f"judge_{name}": "unset"})


def test_what_is_kept_of_the_settings_means_the_same_when_it_is_read():
    settings = Settings(model="openai:a", temperature=1, key_variable="unset", judge_temperature="unset")
    table = settings.table()
    assert (table["key_variable"], table["roles"]) == ("unset", {"judge": {"temperature": "unset"}})
    assert Settings(**table).options("judge") == settings.options("judge")


def test_a_price_is_that_of_one_model():
    settings = Settings(
        model="openai:a", prompt_price=1, completion_price=2, judge_model="openai:b", expert_temperature=0
    )
    assert [settings.options(role).priced for role in settings.models()] == [True, False, True]


def test_the_rehearsal_of_a_run_costs_nothing_and_knows_the_prices(tmp_path):
    settings = Settings(
        model="openai:a", base_url="http://x/v1", prompt_price=1, completion_price=2, nodes={"judge": "mine:Judge"}
    )
    rehearsal = settings.rehearsal()
    assert rehearsal.simulated_roles() == ("writer", "judge", "expert")
    assert (rehearsal.base_url, rehearsal.nodes) == (None, {})
    assert all(rehearsal.options(role).prompt_price == 1 for role in rehearsal.models())


def test_an_address_without_credentials_stays_as_it_is():
    assert without_credentials("http://localhost:8000/v1") == "http://localhost:8000/v1"
