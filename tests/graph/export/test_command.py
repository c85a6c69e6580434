"""The command: what it writes, what it says, and what it refuses."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from openai.types.chat import ChatCompletionMessageParam, ChatCompletionToolParam
from pydantic import TypeAdapter

from graph.export.__main__ import DONE, TO_BE_FIXED, main


def test_an_export_holds_kept_dialogues_in_the_order_of_their_numbers(run, read_rows, capsys) -> None:
    assert main([str(run)]) == DONE
    rows = read_rows(run / "exports" / "openai.jsonl")
    first = [row["messages"][1]["content"] for row in rows]
    # Each dialogue learns something before and after its tool arrives.
    assert first == [f"Weather in Málaga and Rome? ({index})" for index in (0, 1, 2, 4, 5) for _ in range(2)]
    assert [len(row["tools"]) for row in rows] == [1, 2] * 5
    assert "10 rows of 5 dialogues" in capsys.readouterr().out


def test_the_types_of_the_openai_sdk_accept_every_row(run, read_rows) -> None:
    assert main([str(run), "--twins"]) == DONE
    messages, tools = TypeAdapter(list[ChatCompletionMessageParam]), TypeAdapter(list[ChatCompletionToolParam])
    for row in read_rows(run / "exports" / "openai.jsonl"):
        for message in messages.validate_python(row["messages"]):
            calls = message.get("tool_calls") or ()
            assert all(isinstance(json.loads(call["function"]["arguments"]), dict) for call in calls)
        tools.validate_python(row["tools"])
        assert _answered(row["messages"]) == [call["id"] for m in row["messages"] for call in m.get("tool_calls", ())]


def _answered(messages: list[dict]) -> list[str]:
    return [message["tool_call_id"] for message in messages if message["role"] == "tool"]


def test_twins_are_added_on_request(run, read_rows) -> None:
    file = run.parent / "with_twins.jsonl"
    assert main([str(run), "--twins", "--to", str(file)]) == DONE
    assert len(read_rows(file)) == 12
    assert "- 1 twins:" in file.with_suffix(".md").read_text(encoding="utf-8")


def test_the_card_tells_a_hub_and_a_reader_what_it_is(run) -> None:
    import yaml

    assert main([str(run), "--license", "apache-2.0"]) == DONE
    card = (run / "exports" / "openai.md").read_text(encoding="utf-8")
    metadata = yaml.safe_load(card.split("---")[1])
    assert metadata["license"] == "apache-2.0"
    assert metadata["size_categories"] == ["n<1K"]
    assert metadata["configs"] == [{"config_name": "default", "data_files": "openai.jsonl"}]
    assert "simulated" in metadata["tags"]
    assert "7 tried, 5 kept, 1 rejected, 1 failed" in card
    assert "asks for what is missing 5 times (33%) and calls a tool at once 10 times (67%)" in card


def test_llama_factory_is_told_of_the_file_and_of_what_it_knew_before(run) -> None:
    folder = run.parent / "data"
    folder.mkdir()
    (folder / "dataset_info.json").write_text('{"alpaca": {"file_name": "alpaca.json"}}', encoding="utf-8")
    assert main([str(run), "--format", "sharegpt", "--to", str(folder / "mine.jsonl")]) == DONE
    info = json.loads((folder / "dataset_info.json").read_text(encoding="utf-8"))
    assert list(info) == ["alpaca", "mine"]
    assert info["mine"]["file_name"] == "mine.jsonl"


@pytest.mark.parametrize("format", ["openai", "trl", "hermes", "swift", "dpo", "dpo-bfcl"])
def test_parquet_holds_what_json_lines_hold(format: str, run, read_rows) -> None:
    from pyarrow.parquet import read_table

    for ending in ("jsonl", "parquet"):
        assert main([str(run), "--format", format, "--to", str(run / f"x.{ending}")]) == DONE
    table = read_table(run / "x.parquet")
    assert [_plain(row) for row in table.to_pylist()] == read_rows(run / "x.jsonl")


def _plain(value: object) -> object:
    """JSON values come out of Parquet as texts, keys that a message has not as nulls."""
    if isinstance(value, dict):
        return {key: _parsed(each) for key, each in value.items()}
    return value


def _parsed(value: object) -> object:
    if not isinstance(value, list):
        return value
    return [
        json.loads(each) if isinstance(each, str) else {k: v for k, v in each.items() if v is not None}
        for each in value
    ]


WRONG: dict[str, tuple[list[str], str]] = {
    "no such run": (["nowhere"], "nowhere/records.jsonl is not there; expected a run folder"),
    "a format that is none": (["{run}", "--format", "xml"], "invalid choice: 'xml'"),
    "an ending that is none": (["{run}", "--to", "x.csv"], "'x.csv': expected a file that ends in .jsonl or .parquet"),
    "several runs, no file": (["{run}", "{run}"], "several runs become one file; say which with --to"),
    "a file of the run": (["{run}", "--to", "{run}/dialogues.jsonl"], "is a file of the run itself"),
    "a text of somebody": (["{run}", "--to", "{run}/notes.jsonl"], "notes.md, where the dataset card belongs, is"),
    "a place that cannot be": (["{run}", "--to", "{run}/records.jsonl/x.jsonl"], "choose another --to"),
}


@pytest.mark.parametrize("name", WRONG)
def test_bad_input_costs_one_line_and_no_traceback(name: str, run, capsys) -> None:
    arguments, complaint = WRONG[name]
    (run / "notes.md").write_text("mine", encoding="utf-8")
    assert main([argument.format(run=run) for argument in arguments]) == TO_BE_FIXED
    error = capsys.readouterr().err
    assert complaint in error
    assert error.count("\n") == 1
    assert not Path("nowhere").exists()


def test_a_line_that_is_no_record_is_named_and_nothing_is_written(run, capsys) -> None:
    with (run / "records.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"index": 7, "status": "maybe", "simulated": true}\n')
    assert main([str(run)]) == TO_BE_FIXED
    assert "records.jsonl, line 8: expected a record of graph.run; status:" in capsys.readouterr().err
    assert not list(run.glob("exports/*"))


def test_a_last_line_that_a_crash_cut_off_is_passed_over(run, read_rows) -> None:
    with (run / "records.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"index": 7, "sta')
    assert main([str(run)]) == DONE
    assert len(read_rows(run / "exports" / "openai.jsonl")) == 10


def test_parquet_without_its_extra_names_the_extra(run, monkeypatch, capsys) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    assert main([str(run), "--to", str(run / "x.parquet")]) == TO_BE_FIXED
    assert "pip install -e '.[export]'" in capsys.readouterr().err


def test_help_imports_nothing_that_takes_time() -> None:
    code = "import sys, graph.export.__main__ as m; m._parser(); print({'pydantic', 'pyarrow'} & set(sys.modules))"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed == "set()\n"
