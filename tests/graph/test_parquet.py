"""Records in Parquet are read like any others."""

from uuid import uuid4

import pyarrow
import pytest
from pyarrow import parquet

from graph.cluster.rows import row, table
from graph.places import location
from graph.records import NoRecord, again, in_order, is_run, read_records
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
    """Write a block of records, as a cluster does."""

    def block(name, *numbers):
        made = (record(number) for number in numbers)
        _put(folder / "data" / f"{name}-0.parquet", table(row(one, one.model_dump_json().encode()) for one in made))

    return block


def _put(file, rows):
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as opened:
        parquet.write_table(rows, opened)


def test_blocks_are_read_and_their_records_found_again_in_order(write, folder, record):
    write("u_000000", 4, 5)
    write("u_000001", 0, 2)
    assert is_run(folder)
    assert [found.record for found in read_records(folder, Record)] == [record(number) for number in (4, 5, 0, 2)]
    assert [Record.model_validate_json(stored.text).index for stored in again(in_order(folder))] == [0, 2, 4, 5]


def test_a_block_that_was_not_committed_is_not_there(write, folder):
    write("u_000000", 0, 1)
    write("u_000001", 2, 3)
    notes = folder / "checkpoint"
    notes.mkdir(parents=True)
    (notes / "u_000000.parquet").write_bytes(b"whole")
    (notes / "u_000001.pending.parquet").write_bytes(b"being written")
    assert [found.record.index for found in read_records(folder, Record)] == [0, 1]


def test_a_file_that_is_none_of_a_cluster_is_a_message_that_names_it(folder):
    _put(folder / "data" / "theirs.parquet", pyarrow.table({"text": ["hello"]}))
    with pytest.raises(ConfigurationError, match=r"theirs.parquet: expected Parquet with a column 'record'"):
        list(read_records(folder, Record))
    _put(folder / "data" / "theirs.parquet", pyarrow.table({"record": [["a list"]]}))
    with pytest.raises(ConfigurationError, match=r"theirs.parquet: expected Parquet"):
        list(read_records(folder, Record))
    (folder / "data" / "theirs.parquet").write_bytes(b"PAR1, but not really")
    with pytest.raises(ConfigurationError, match=r"theirs.parquet: expected Parquet"):
        list(read_records(folder, Record))


@pytest.mark.parametrize("value", [None, 7])
def test_a_row_without_a_record_is_named(folder, value):
    _put(folder / "data" / "theirs.parquet", pyarrow.table({"record": [value]}))
    with pytest.raises(NoRecord, match=r"theirs.parquet, line 1: expected a record of graph.run"):
        list(read_records(folder, Record))
