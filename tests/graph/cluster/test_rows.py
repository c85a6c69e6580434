"""Records as rows."""

from graph.cluster.rows import SCHEMA, row, table
from state.record import Record


def test_a_row_is_flat_and_holds_the_record_as_it_is(record):
    one = record(4)
    line = one.model_dump_json().encode() + b"\n"
    [stored] = table([row(one, line)]).to_pylist()
    assert Record.model_validate_json(stored.pop("record")) == one
    assert stored == {
        "number": 4,
        "id": "d000004",
        "status": "kept",
        "seed": 1,
        "reasons": "",
        "simulated": True,
        "writer": None,
        "turns": 8,
        "tools": "get_tide, get_weather",
        "complexities": "clarification",
        "calls": 5,
        "prompt_tokens": 1000,
        "completion_tokens": 50,
        "cost": None,
    }


def test_a_block_of_which_nothing_began_is_a_table_too(record):
    assert table([]).schema == SCHEMA == table([row(record(6, "failed"), b"{}")]).schema
