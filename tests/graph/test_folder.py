"""The run folder."""

import re

import pytest

from graph.folder import drop_torn_line, open_folder, replacing
from graph.settings import Settings
from graph.sources import load_settings
from state.errors import ConfigurationError

pytestmark = pytest.mark.usefixtures("empty_place")


def contents(path):
    return {file.name: file.read_bytes() for file in path.iterdir()}


def test_without_a_name_the_next_free_number_is_taken(tmp_path):
    (tmp_path / "runs" / "007").mkdir(parents=True)
    (tmp_path / "runs" / "notes").mkdir()
    with open_folder(Settings()) as folder:
        assert folder.path.as_posix() == "runs/008"


def test_a_file_called_runs_is_left_alone(tmp_path):
    (tmp_path / "runs").write_text("mine")
    with pytest.raises(ConfigurationError, match="cannot use runs: File exists"), open_folder(Settings()):
        pass
    assert (tmp_path / "runs").read_text() == "mine"


def test_the_settings_of_a_run_can_be_used_to_run_again(tmp_path):
    settings = Settings(seed=7, preset="paper", nodes={"judge": "mine:Judge"}, out=tmp_path / "a run")
    with open_folder(settings) as folder:
        text = folder.settings.read_text()
    assert f"--config '{tmp_path}/a run/run.toml' --out '{tmp_path}/a run'" in text
    again = load_settings(["--config", str(folder.settings), "--out", str(folder.path)])
    assert again == settings
    with open_folder(again):
        assert folder.settings.read_text() == text


def test_what_decides_nothing_may_change_and_is_kept_as_it_is_now(tmp_path):
    with open_folder(Settings(out=tmp_path / "run")):
        pass
    with open_folder(Settings(out=tmp_path / "run", concurrency=1, display="quiet", count=3, accept=2)) as folder:
        assert "\ncount = 3\n" in folder.settings.read_text()


def test_limits_and_prices_may_change_for_all_and_for_one_role(tmp_path):
    with open_folder(Settings(out=tmp_path / "run", judge_timeout=3)):
        pass
    changed = {"judge_timeout": 9, "expert_in_flight": 3, "prompt_price": 1, "max_calls": 7, "give_up_after": 5}
    with open_folder(Settings(out=tmp_path / "run", **changed)):
        pass


def test_another_model_of_one_role_is_named(tmp_path):
    with open_folder(Settings(out=tmp_path / "run", model="openai:a", judge_model="openai:b")):
        pass
    with (
        pytest.raises(ConfigurationError, match="judge_model: 'openai:b' there, 'openai:c' now"),
        open_folder(Settings(out=tmp_path / "run", model="openai:a", judge_model="openai:c")),
    ):
        pass


def test_a_run_begun_before_there_were_roles_is_continued(tmp_path):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "run.toml").write_text('model = "openai:a"\njudge_model = "openai:b"\n')
    with open_folder(Settings(out=tmp_path / "run", model="openai:a", judge_model="openai:b")) as folder:
        assert "[roles.judge]" in folder.settings.read_text()


def test_other_settings_are_refused_with_the_differences(tmp_path):
    with open_folder(Settings(out=tmp_path / "run", passes=3)):
        pass
    before = contents(tmp_path / "run")
    with (
        pytest.raises(ConfigurationError) as caught,
        open_folder(Settings(out=tmp_path / "run", seed=8, flaw_rate=0.5)),
    ):
        pass
    assert "  flaw_rate: 0.15 there, 0.5 now\n  passes: 3 there, 'not set' now\n  seed: 0 there, 8 now\n" in str(
        caught.value
    )
    assert contents(tmp_path / "run") == before


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("thesis.tex", "x", "holds 'thesis.tex' and no run.toml, so it is not a run folder"),
        ("run.toml", "seed = ", "run.toml cannot be read"),
        ("run.toml", "\udcff", "run.toml cannot be read"),
    ],
)
def test_a_folder_that_holds_something_else_is_left_alone(tmp_path, name, text, words):
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / name).write_bytes(text.encode(errors="surrogateescape"))
    before = contents(tmp_path / "there")
    with pytest.raises(ConfigurationError, match=re.escape(words)), open_folder(Settings(out=tmp_path / "there")):
        pass
    assert contents(tmp_path / "there") == before


def test_a_file_in_the_way_is_left_alone(tmp_path):
    (tmp_path / "file").write_text("mine")
    for out in (tmp_path / "file", tmp_path / "file" / "run"):
        with pytest.raises(ConfigurationError, match=r"cannot use .*file"), open_folder(Settings(out=out)):
            pass
    assert (tmp_path / "file").read_text() == "mine"


def test_a_place_where_nothing_may_be_written_is_named():
    with (
        pytest.raises(ConfigurationError, match="cannot use /proc/toolace"),
        open_folder(Settings(out="/proc/toolace")),
    ):
        pass


def test_two_runs_cannot_share_a_folder_at_the_same_time(tmp_path):
    with (
        open_folder(Settings(out=tmp_path / "run")),
        pytest.raises(ConfigurationError, match="another run is writing into"),
        open_folder(Settings(out=tmp_path / "run")),
    ):
        pass
    with open_folder(Settings(out=tmp_path / "run")):
        pass


def test_a_failure_within_the_run_is_not_blamed_on_the_folder(tmp_path):
    with pytest.raises(OSError, match="elsewhere"), open_folder(Settings(out=tmp_path / "run")):
        raise OSError("elsewhere")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"", b""),
        (b"one\n", b"one\n"),
        (b"one\ntw", b"one\n"),
        (b"on", b""),
        (b"one\n" + b"x" * 200_000, b"one\n"),
        (b"x" * 65_535 + b"\n" + b"y" * 65_536, b"x" * 65_535 + b"\n"),
    ],
)
def test_a_torn_last_line_is_cut_off(tmp_path, before, after):
    (tmp_path / "lines").write_bytes(before)
    assert drop_torn_line(tmp_path / "lines") is (before != after)
    assert (tmp_path / "lines").read_bytes() == after


def test_a_replacement_that_fails_leaves_the_file_as_it_was(tmp_path):
    (tmp_path / "file").write_text("old")
    with pytest.raises(TypeError), replacing(tmp_path / "file") as file:
        file.writelines([b"new", None])
    assert contents(tmp_path) == {"file": b"old"}
