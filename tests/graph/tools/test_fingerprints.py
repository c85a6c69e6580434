"""Tools of evaluation sets are recognised, reported and left out."""

import json
from pathlib import Path

import pytest

from graph.tools.fingerprints import fingerprint, main
from graph.tools.loading import load

DATA = Path(__file__).parents[4] / "shared" / "data"


@pytest.mark.parametrize("name", ["Requests.get_all", "requests_get_all", "RequestsGetAll", "requests.get all"])
def test_spelling_and_order_make_no_difference(name):
    assert fingerprint(name, ["time_out", "URL"]) == fingerprint("requests.get_all", ["url", "timeOut"])


def test_another_parameter_or_another_name_makes_one():
    known = {fingerprint("a", ["b"]), fingerprint("a", []), fingerprint("a", ["b", "c"]), fingerprint("ab", [])}
    assert len(known) == 4


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("pools/bfcl_sample", "bfcl"),
        ("pools/acebench_sample", "acebench"),
        ("dialogues/tau2_bench", "tau2-bench"),
        ("dialogues/tooltalk", "tooltalk"),
    ],
)
def test_tools_of_evaluation_sets_are_counted_and_can_be_left_out(file, name):
    path = DATA / f"{file}.jsonl"
    if not path.exists():
        pytest.skip(f"{path} is not here")
    loaded = load([str(path)])
    assert loaded.benchmarks == {name: len(loaded.tools)}
    assert loaded.notes[f"tool of the evaluation set {name}"] == len(loaded.tools)
    without = load([str(path)], exclude_benchmarks=True)
    assert without.tools == ()
    assert f"a tool of the evaluation set {name}" in {one.reason for one in without.rejected}


def test_a_tool_that_was_renamed_in_spelling_only_is_recognised(write):
    path = DATA / "pools" / "bfcl_sample.jsonl"
    if not path.exists():
        pytest.skip(f"{path} is not here")
    entry = json.loads(path.read_text(encoding="utf-8").split("\n")[0])
    entry["function"]["name"] = entry["function"]["name"].replace("_", ".").upper()
    assert load([str(write(entry))]).benchmarks == {"bfcl": 1}


def test_prints_are_made_from_files_two_tools_of_one_name_included(write, tool, capsys):
    path = write(tool("a"), tool("a", {}), "{}")
    assert main([f"mine={path}"]) == 0
    assert json.loads(capsys.readouterr().out) == {"mine": sorted((fingerprint("a", ["city"]), fingerprint("a", [])))}


def test_an_argument_without_a_file_is_complained_about(capsys):
    assert main(["mine=gone.jsonl"]) == 2
    assert "gone.jsonl: no such file" in capsys.readouterr().err
