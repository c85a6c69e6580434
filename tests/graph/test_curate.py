"""The command that makes one collection of runs."""

import json
import shutil

import pytest

from graph.curate import main
from graph.run import main as run
from state.record import Record


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A run of the simulated model, all of whose dialogues are kept."""
    folder = tmp_path_factory.mktemp("made") / "first"
    run(["--count", "12", "--flaw-rate", "0", "--out", str(folder), "--display", "quiet"])
    return folder


def _lines(file):
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def _ids(folder):
    return {name: {line["id"] for line in _lines(folder / name / "records.jsonl")} for name in ("train", "validation")}


def test_a_run_is_split_and_told_of(made, tmp_path, capsys):
    assert main([str(made), "--to", str(tmp_path / "all"), "--validation", "0.25"]) == 0
    records = {line["id"]: line for line in _lines(made / "records.jsonl")}
    ids = _ids(tmp_path / "all")
    assert (len(ids["train"]), len(ids["validation"])) == (9, 3)
    assert ids["train"] | ids["validation"] == records.keys()
    told = capsys.readouterr().out
    for words in ("12 kept dialogues", "simulated model", "distinct-3", "paper 9.28", "no task and no set of tools"):
        assert words in told


def test_lines_are_those_of_the_run(made, tmp_path):
    main([str(made), "--to", str(tmp_path / "all"), "--validation", "0"])
    for name in ("records.jsonl", "dialogues.jsonl"):
        assert sorted(_lines(tmp_path / "all" / "train" / name), key=_id) == sorted(_lines(made / name), key=_id)
    assert _lines(tmp_path / "all" / "validation" / "records.jsonl") == []


def _id(line):
    return line["id"]


def test_of_two_runs_with_the_same_dialogues_one_is_left_out(made, tmp_path):
    shutil.copytree(made, tmp_path / "second")
    main([str(made), str(tmp_path / "second"), "--to", str(tmp_path / "all")])
    account = json.loads((tmp_path / "all" / "curation.json").read_text())
    ids = _ids(tmp_path / "all")
    assert {id[:6] for id in ids["train"] | ids["validation"]} == {"first-"}
    assert account["left_out"]["second-d000003"] == {"why": "near-duplicate", "of": "first-d000003"}
    assert len(account["left_out"]) == 12
    Record.model_validate_json((tmp_path / "all" / "train" / "records.jsonl").read_text().splitlines()[0])


def test_a_line_that_stands_in_a_run_twice_is_left_out_once(made, tmp_path):
    shutil.copytree(made, tmp_path / "twice")
    with (tmp_path / "twice" / "records.jsonl").open("a") as records:
        records.write((made / "records.jsonl").read_text().splitlines()[4] + "\n")
    main([str(tmp_path / "twice"), "--to", str(tmp_path / "all")])
    ((doubled, left),) = json.loads((tmp_path / "all" / "curation.json").read_text())["left_out"].items()
    assert left == {"why": "near-duplicate", "of": doubled.removesuffix("-2")}
    assert sum(map(len, _ids(tmp_path / "all").values())) == 12


def test_duplicates_can_be_kept(made, tmp_path):
    shutil.copytree(made, tmp_path / "second")
    main(
        [str(made), str(tmp_path / "second"), "--to", str(tmp_path / "all"), "--keep-duplicates", "--validation", "0.5"]
    )
    ids = _ids(tmp_path / "all")
    assert {id.removeprefix("first-") for id in ids["validation"] if id.startswith("first-")} == {
        id.removeprefix("second-") for id in ids["validation"] if id.startswith("second-")
    }
    assert len(ids["train"]) + len(ids["validation"]) == 24


@pytest.mark.parametrize(("flags", "kept"), [((), 12), (("--drop-benchmarks",), 11)])
def test_quotes_of_benchmarks_are_told_and_left_out_on_request(made, tmp_path, flags, kept, capsys):
    quoting = tmp_path / "quoting"
    shutil.copytree(made, quoting)
    lines = (quoting / "records.jsonl").read_text(encoding="utf-8").splitlines()
    record = json.loads(lines[5])
    # The first user turn of BFCL's first multi-turn dialogue.
    record["dialogue"]["turns"][0]["text"] += (
        " Move 'final_report.pdf' within document directory to 'temp' directory in document."
        " Make sure to create the directory"
    )
    lines[5] = json.dumps(record)
    (quoting / "records.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert main([str(quoting), "--to", str(tmp_path / "all"), *flags]) == 0
    assert json.loads((tmp_path / "all" / "curation.json").read_text())["overlaps"] == {record["id"]: ["bfcl"]}
    assert sum(map(len, _ids(tmp_path / "all").values())) == kept
    assert "1 dialogues quote one: bfcl 1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["absent"], "absent/records.jsonl is not there; expected a run folder"),
        (["broken"], "records.jsonl, line 1: expected a record"),
        (["run", "other/run"], "another run is called 'run' too"),
    ],
)
def test_what_is_no_run_is_named(tmp_path, monkeypatch, capsys, arguments, words):
    monkeypatch.chdir(tmp_path)
    for name, text in (("broken", "{}\n"), ("run", ""), ("other/run", "")):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "records.jsonl").write_text(text)
    assert main([*arguments, "--to", "all"]) == 2
    assert words in capsys.readouterr().err


def test_a_folder_with_something_in_it_is_left_alone(made, tmp_path, capsys):
    (tmp_path / "mine").write_text("mine")
    assert main([str(made), "--to", str(tmp_path)]) == 2
    assert "is not empty" in capsys.readouterr().err


@pytest.mark.parametrize("flags", [("--validation", "1"), ("--balance", "0.5"), ("--balance", "much")])
def test_impossible_wishes_are_refused(flags, capsys):
    with pytest.raises(SystemExit) as exit:
        main(["run", "--to", "all", *flags])
    assert exit.value.code == 2
    assert flags[0] in capsys.readouterr().err
