"""Where settings come from, and who is blamed for a wrong one."""

import re

import pytest

from graph.sources import load_settings
from state.errors import ConfigurationError

pytestmark = pytest.mark.usefixtures("empty_place")


def test_without_anything_the_defaults_hold():
    assert load_settings([]).model_dump(include={"count", "seed", "model", "flaw_rate"}) == {
        "count": 20,
        "seed": 0,
        "model": "simulated",
        "flaw_rate": 0.15,
    }


def test_flags_win_over_the_environment_over_the_file_over_defaults(tmp_path, monkeypatch):
    (tmp_path / "toolace.toml").write_text("count = 1\nseed = 1\npasses = 1\n")
    monkeypatch.setenv("TOOLACE_SEED", "2")
    monkeypatch.setenv("TOOLACE_PASSES", "2")
    settings = load_settings(["--passes", "3"])
    assert (settings.concurrency, settings.count, settings.seed, settings.passes) == (16, 1, 2, 3)


def test_nodes_of_all_sources_come_together(tmp_path, monkeypatch):
    (tmp_path / "toolace.toml").write_text(
        '[nodes]\njudge = "file:Judge"\nfill = "file:Fill"\ninject = "file:Inject"\n'
    )
    monkeypatch.setenv("TOOLACE_NODES", '{"fill": "env:Fill", "inject": "env:Inject"}')
    settings = load_settings(["--node", "inject=flag:Inject"])
    assert settings.nodes == {"judge": "file:Judge", "fill": "env:Fill", "inject": "flag:Inject"}


@pytest.mark.parametrize(
    ("arguments", "variable", "text"),
    [
        (["--tools", "a", "--tools", "b"], "", ""),
        (["--tools", "a", "--tools", "b"], "c", ""),
        ([], "", 'tools = ["a", "b"]'),
    ],
)
def test_several_pools_can_be_named(tmp_path, monkeypatch, arguments, variable, text):
    (tmp_path / "toolace.toml").write_text(text)
    monkeypatch.setenv("TOOLACE_TOOLS", variable)
    assert load_settings(arguments).tools == ("a", "b")


def test_one_pool_is_written_as_itself(tmp_path, monkeypatch):
    (tmp_path / "toolace.toml").write_text('tools = "file"')
    assert load_settings([]).tools == ("file",)
    monkeypatch.setenv("TOOLACE_TOOLS", "variable")
    assert load_settings([]).tools == ("variable",)


def test_another_file_can_be_named_by_flag_or_environment(tmp_path, monkeypatch):
    (tmp_path / "toolace.toml").write_text("count = 1\n")
    (tmp_path / "mine.toml").write_text("count = 2\n")
    assert load_settings(["--config", "mine.toml"]).count == 2
    monkeypatch.setenv("TOOLACE_CONFIG", "mine.toml")
    assert load_settings([]).count == 2


def test_domains_are_one_name_or_several(tmp_path, monkeypatch):
    (tmp_path / "toolace.toml").write_text('domains = "Finance"\nservers = ["a", "b"]\n')
    assert (load_settings([]).domains, load_settings([]).servers) == (("Finance",), ("a", "b"))
    monkeypatch.setenv("TOOLACE_DOMAINS", "Travel")
    monkeypatch.setenv("TOOLACE_SERVERS", '["c"]')
    assert (load_settings([]).domains, load_settings([]).servers) == (("Travel",), ("c",))
    assert load_settings(["--domain", "Food", "--domain", "Sports"]).domains == ("Food", "Sports")


def test_an_empty_variable_counts_as_not_set(monkeypatch):
    monkeypatch.setenv("TOOLACE_ACCEPT", "")
    assert load_settings([]).accept is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("cuont = 3", "unknown setting 'cuont' in toolace.toml (did you mean 'count'?)"),
        ("[budget]\npasses = 3", "unknown setting 'budget' in toolace.toml"),
        ("count = 0", "count = 0 in toolace.toml: input should be greater than or equal to 1"),
        ("count = \n", "toolace.toml is not TOML: Invalid value (at line 1, column 9)"),
        ("nodes = 3", "nodes = 3 in toolace.toml: input should be a valid dictionary"),
        ("accept = 5\nmax_tries = 2", "these settings do not fit together: max_tries is 2"),
    ],
)
def test_a_wrong_file_is_named_with_the_setting(tmp_path, text, words):
    (tmp_path / "toolace.toml").write_text(text)
    with pytest.raises(ConfigurationError, match=re.escape(words)):
        load_settings([])


def test_a_binary_file_and_a_missing_file_are_named(tmp_path):
    (tmp_path / "mine.toml").write_bytes(b"\xff\x00")
    with pytest.raises(ConfigurationError, match=re.escape("mine.toml is not TOML")):
        load_settings(["--config", "mine.toml"])
    with pytest.raises(ConfigurationError, match=re.escape("cannot read the settings in absent.toml: No such file")):
        load_settings(["--config", "absent.toml"])


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("TOOLACE_SED", "3", "unknown setting TOOLACE_SED in the environment (did you mean 'TOOLACE_SEED'?)"),
        ("TOOLACE_SEED", "three", "TOOLACE_SEED='three' in the environment: input should be a valid integer"),
        ("TOOLACE_NODES", "judge", "TOOLACE_NODES in the environment must be JSON"),
    ],
)
def test_a_wrong_variable_is_named(monkeypatch, variable, value, words):
    monkeypatch.setenv(variable, value)
    with pytest.raises(ConfigurationError, match=re.escape(words)):
        load_settings([])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--count", "0"], "--count '0': input should be greater than or equal to 1"),
        (["--flaw-rate", "2"], "--flaw-rate '2': input should be less than or equal to 1"),
        (["--preset", "papr"], "--preset 'papr': unknown preset (did you mean 'paper'?)"),
        (["--display", "loud"], "--display 'loud': input should be 'auto', 'plain' or 'quiet'"),
    ],
)
def test_a_wrong_flag_is_named(arguments, words):
    with pytest.raises(ConfigurationError, match=re.escape(words)):
        load_settings(arguments)


def test_roles_of_all_sources_come_together(tmp_path, monkeypatch):
    (tmp_path / "toolace.toml").write_text(
        'model = "openai:a"\njudge_model = "openai:b"\n[roles.judge]\ntimeout = 1\nin_flight = 1\nattempts = 1\n'
    )
    monkeypatch.setenv("TOOLACE_ROLES", '{"judge": {"in_flight": 2, "attempts": 2}}')
    monkeypatch.setenv("TOOLACE_EXPERT_ANSWER_METHOD", "json_mode")
    settings = load_settings(["--judge-attempts", "3", "--no-judge-strict"])
    told = settings.roles["judge"].model_dump(exclude_none=True)
    assert told == {"model": "openai:b", "timeout": 1, "in_flight": 2, "attempts": 3, "strict": False}
    assert settings.options("expert").answer_method == "json_mode"


def test_a_role_takes_back_a_general_value_in_a_file_in_the_environment_and_by_flag(tmp_path, monkeypatch):
    (tmp_path / "toolace.toml").write_text(
        'model = "openai:a"\ntemperature = 0.5\nmax_tokens = 9\n[roles.judge]\ntemperature = "unset"\n'
    )
    monkeypatch.setenv("TOOLACE_EXPERT_TEMPERATURE", "unset")
    settings = load_settings(["--judge-max-tokens", "unset"])
    told = {role: (settings.options(role).temperature, settings.options(role).max_tokens) for role in settings.models()}
    assert told == {"writer": (0.5, 9), "judge": (None, None), "expert": (None, 9)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[roles.judge]\ntimeout = 0", "roles.judge.timeout = 0 in toolace.toml: input should be greater than 0"),
        ("judge_timeout = 0", "roles.judge.timeout = 0 in toolace.toml: input should be greater than 0"),
        (
            "[roles.judge]\nmodle = 'x'",
            "unknown setting 'modle' in [roles.judge] of toolace.toml (did you mean 'model'?)",
        ),
        ("[roles.jugde]\nmodel = 'x'", "unknown role 'jugde' in [roles] of toolace.toml (did you mean 'judge'?)"),
        ("[roles]\njudge = 'openai:x'", "roles.judge = 'openai:x' in toolace.toml: input should be a valid dictionary"),
        ("judge_modle = 'x'", "unknown setting 'judge_modle' in toolace.toml (did you mean 'judge_model'?)"),
    ],
)
def test_a_wrong_setting_of_a_role_is_named_where_it_stands(tmp_path, text, words):
    (tmp_path / "toolace.toml").write_text(text)
    with pytest.raises(ConfigurationError, match=re.escape(words)):
        load_settings([])


def test_a_wrong_setting_of_a_role_is_named_in_flags_and_environment_too(monkeypatch):
    with pytest.raises(ConfigurationError, match=re.escape("--judge-timeout '0': input should be greater than 0")):
        load_settings(["--judge-timeout", "0"])
    monkeypatch.setenv("TOOLACE_EXPERT_TIMEOUT", "0")
    with pytest.raises(ConfigurationError, match="TOOLACE_EXPERT_TIMEOUT='0' in the environment"):
        load_settings([])
    monkeypatch.setenv("TOOLACE_ROLES", "judge")
    with pytest.raises(ConfigurationError, match="TOOLACE_ROLES in the environment must be JSON such as"):
        load_settings([])


@pytest.mark.parametrize(
    "text",
    [
        "[roles.judge]\nkey_variable = 'sk-secret'",
        "[roles.judge]\napi_key = 'sk-secret'",
        "[roles.judge]\nbase_url = ['http://u:secret@x']",
        "[[roles.judge]]\nbase_url = 'http://u:secret@x'",
        "[[roles]]\nbase_url = 'http://u:secret@x'",
        "api_key = 'secret'",
    ],
)
def test_a_key_in_the_wrong_place_of_a_file_is_not_repeated(tmp_path, text):
    (tmp_path / "toolace.toml").write_text(text)
    with pytest.raises(ConfigurationError) as caught:
        load_settings([])
    assert "secret" not in str(caught.value)


def test_all_faults_are_told_at_once_and_keys_are_not_repeated():
    with pytest.raises(ConfigurationError) as caught:
        load_settings(["--count", "x", "--key-variable", "sk-secret"])
    assert len(str(caught.value).splitlines()) == 2
    assert "secret" not in str(caught.value)
