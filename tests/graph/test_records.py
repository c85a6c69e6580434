"""The one reader of records."""

import re
from pathlib import Path
from uuid import uuid4

import pytest

from graph.places import location
from graph.records import NoRecord, again, check_run, in_order, is_run, parsed, read_records, stored_records
from state.errors import ConfigurationError
from state.record import Record


@pytest.fixture(params=["local", "memory"])
def folder(request, tmp_path):
    """A run folder, on this machine and in a store."""
    if request.param == "memory":
        pytest.importorskip("upath", reason="needs the extra `cloud`")
        return location(f"memory://{uuid4().hex}/run")
    return tmp_path / "run"


@pytest.fixture
def write(folder, record):
    """Write records of these numbers to a file of the run."""

    def lines(name, *numbers, more=""):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(f"{record(number).model_dump_json()}\n" for number in numbers) + more)

    return lines


def _numbers(folder):
    return [found.record.index for found in read_records(folder, Record)]


@pytest.mark.parametrize("name", ["records.jsonl", "records/part-00000-of-00001.jsonl"])
def test_a_run_is_read_in_whatever_layout(write, folder, name):
    write(name, 0, 2, 1)
    assert is_run(folder)
    assert _numbers(folder) == [0, 2, 1]


def test_parts_are_read_one_after_the_other(write, folder):
    write("records/part-00001-of-00002.jsonl", 2, 3)
    write("records/part-00000-of-00002.jsonl", 0, 1)
    write("records/notes.jsonl", more="mine\n")
    assert _numbers(folder) == [0, 1, 2, 3]


def test_one_file_of_a_run_stands_for_itself(write, folder):
    write("records/part-00000-of-00002.jsonl", 0, 1)
    write("records/part-00001-of-00002.jsonl", 2, 3)
    assert _numbers(folder / "records" / "part-00001-of-00002.jsonl") == [2, 3]


def test_records_are_found_again_by_their_numbers_wherever_they_stand(write, folder):
    write("records/part-00000-of-00002.jsonl", 4, 1)
    write("records/part-00001-of-00002.jsonl", 0, 3)
    lines = in_order(folder)
    assert [parsed(stored, Record).index for stored in again(lines)] == [0, 1, 3, 4]
    assert Record.model_validate_json(lines[1].text()).index == 1


def test_a_line_that_is_still_being_written_is_none(write, folder, record):
    write("records.jsonl", 0, 1, more=record(2).model_dump_json()[:50])
    assert _numbers(folder) == [0, 1]
    assert len([*stored_records(folder)]) == 2


@pytest.mark.parametrize(
    ("text", "words", "broken"),
    [("nonsense", "the line: Invalid JSON", True), ('{"id": "d000001"}', "index: Field required", False)],
)
def test_a_line_that_is_no_record_is_named_with_its_file(write, folder, text, words, broken):
    write("records/part-00000-of-00001.jsonl", 0, more=f"{text}\n")
    file = folder / "records" / "part-00000-of-00001.jsonl"
    with pytest.raises(NoRecord, match=re.escape(f"{file}, line 2: expected a record of graph.run; {words}")) as error:
        _numbers(folder)
    assert error.value.broken is broken


def test_a_folder_without_records_is_no_run(folder):
    folder.mkdir(parents=True)
    assert not is_run(folder)
    with pytest.raises(ConfigurationError, match=r"run/records.jsonl is not there; expected a run folder"):
        check_run(folder)


def test_a_file_that_may_not_be_read_is_a_message(tmp_path):
    (tmp_path / "records.jsonl").mkdir()
    with pytest.raises(ConfigurationError, match=r"records.jsonl is not there"):
        check_run(tmp_path)


def test_an_address_without_its_package_says_what_to_install():
    pytest.importorskip("upath", reason="needs the extra `cloud`")
    assert location("runs/first") == Path("runs/first")
    with pytest.raises(ConfigurationError, match="nowhere://bucket/run needs the extra `cloud`"):
        location("nowhere://bucket/run")
