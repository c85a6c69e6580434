"""The command as people use it: files in, findings and an exit code out."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from graph.verify.__main__ import main

KEYS = {"rule", "kind", "severity", "turn", "path", "value", "message"}


@pytest.fixture
def faulty(row):
    row["messages"][2]["tool_calls"][0]["function"]["arguments"] = '{"order_id": "W-48231"}'
    return row


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_sound_files_give_zero_and_faulty_ones_one(row, tmp_path, capsys) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text(json.dumps(row) + "\n")
    assert main([str(file)]) == 0
    row["messages"][2]["tool_calls"][0]["function"]["name"] = "get_orders"
    file.write_text(json.dumps(row) + "\n")
    assert main([str(file)]) == 1
    assert "rows.jsonl:1 row_1" in capsys.readouterr().out


def test_json_has_one_object_a_dialogue_and_a_finding_for_a_broken_line(faulty, tmp_path) -> None:
    file, out = tmp_path / "rows.jsonl", tmp_path / "out.jsonl"
    file.write_text('{"messages": [\n\n' + json.dumps(faulty) + "\n")
    assert main([str(file), "--json", str(out)]) == 1
    broken, told = lines(out)
    assert (broken["line"], broken["id"], broken["findings"][0]["rule"]) == (1, None, "rows_are_json")
    assert (told["line"], told["id"]) == (3, "row_1")
    assert told.keys() == {"line", "id", "findings"}
    assert all(finding.keys() == KEYS for finding in told["findings"])
    assert told["findings"][0]["turn"] == 2


@pytest.mark.parametrize("form", ["list", "pretty", "gzip", "parquet"])
def test_every_form_of_file_is_read(faulty, row, tmp_path, form) -> None:
    rows = [faulty, faulty | {"id": "row_2"}]
    file, out = tmp_path / "rows.json", tmp_path / "out.jsonl"
    if form == "gzip":
        file.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    elif form == "parquet":
        arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
        parquet.write_table(arrow.Table.from_pylist(rows), file)
    else:
        file.write_text(json.dumps(rows, indent=2 if form == "pretty" else None))
    assert main([str(file), "--json", str(out)]) == 1
    told = lines(out)
    assert [one["id"] for one in told] == ["row_1", "row_2"]
    assert [one["findings"][0]["kind"] for one in told] == ["invented_id", "invented_id"]
    if form == "pretty":
        assert told[1]["line"] > told[0]["line"] > 1


@pytest.mark.parametrize("content", [b"", b"not json\n", b"\x1f\x8bbroken", b"PAR1broken", b"[1, 2]"])
def test_what_cannot_be_used_is_said_in_one_line(tmp_path, capsys, content) -> None:
    file = tmp_path / "rows"
    file.write_bytes(content)
    assert main([str(file)]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"error: {file}: ")
    assert said.count("\n") == 1


@pytest.mark.parametrize("arguments", [[], ["--profile", "wild", "x"], ["no_such_file.jsonl"], ["."]])
def test_unusable_arguments_are_said_in_one_line(capsys, arguments) -> None:
    assert main(arguments) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_it_runs_as_a_module_and_writes_to_standard_output(faulty, tmp_path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text(json.dumps(faulty) + "\n")
    command = [sys.executable, "-m", "graph.verify", str(file), "--json", "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert json.loads(done.stdout)["findings"][0]["kind"] == "invented_id"


@pytest.mark.parametrize("content", [b'[%s, {"id": "\\ud800"}]', b'[%s, {"id": "\xff"}]', b'%s\n{"id": "\xff"}\n'])
def test_text_that_is_none_is_a_finding(faulty, tmp_path, content) -> None:
    file, out = tmp_path / "rows.json", tmp_path / "out.jsonl"
    file.write_bytes(content % json.dumps(faulty).encode())
    assert main([str(file), "--json", str(out)]) == 1
    assert [one["findings"][0]["rule"] for one in lines(out)] == ["ids_in_calls_were_told", "rows_are_json"]


def test_rows_that_end_in_the_middle_of_a_list_are_a_finding(faulty, tmp_path) -> None:
    file, out = tmp_path / "rows.json", tmp_path / "out.jsonl"
    file.write_text("[" + json.dumps(faulty) + ', {"id": "row_2", "mess')
    assert main([str(file), "--json", str(out)]) == 1
    assert [one["findings"][0]["rule"] for one in lines(out)] == ["ids_in_calls_were_told", "rows_are_json"]


def test_a_record_is_held_to_every_rule_and_no_rule_is_said_to_be_left_out(sound, tmp_path, capsys) -> None:
    file = tmp_path / "records.jsonl"
    file.write_text(json.dumps({"id": "a", "dialogue": sound.model_dump(mode="json")}))
    assert main([str(file)]) == 0
    told = capsys.readouterr().out
    assert "held to every rule" in told
    assert "left out" not in told


def test_a_file_that_is_read_is_not_written_over(row, tmp_path, capsys) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text(json.dumps(row))
    assert main([str(file), "--json", str(file)]) == 2
    assert "both to be read and to be written" in capsys.readouterr().err
    assert file.read_text() == json.dumps(row)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_a_full_disk_is_said_in_one_line(row, tmp_path, capsys) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text(json.dumps(row))
    assert main([str(file), "--json", "/dev/full"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_row_without_messages_is_a_finding(row, tmp_path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text(json.dumps(row | {"messages": []}))
    assert main([str(file)]) == 1
