"""Pools from files: what is loaded, and what is refused."""

from datetime import datetime
from pathlib import Path

import jsonschema_rs
import pytest

from graph.tools.definition import Rejected
from graph.tools.file_pool import FilePool, read_pool
from state.environment import Result
from state.errors import ConfigurationError
from state.tool import Tool

POOLS = Path(__file__).parents[4] / "shared" / "data" / "pools"


def _read(path):
    return read_pool([str(path)])


def _complaint(path):
    with pytest.raises(ConfigurationError) as caught:
        _read(path)
    return str(caught.value)


def test_an_entry_becomes_a_tool(write, tool):
    returns = {"type": "object", "properties": {"degrees": {"type": "number"}}}
    path = write(tool("get.weather", server="S", category="C", output_schema=returns), tool("other"))
    assert _read(path).tools[0] == Tool(
        name="get_weather",
        original_name="get.weather",
        description="D",
        parameters={"type": "object", "properties": {"city": {"type": "string"}}},
        returns=returns,
        server="S",
        domain="C",
    )


def test_an_output_schema_that_cannot_be_mended_is_left_out_and_the_tool_stays(write, tool):
    deep: dict[str, object] = {}
    for _ in range(400):
        deep = {"not": deep}
    pool = _read(write(tool("one", output_schema=deep), tool("two")))
    assert [one.returns for one in pool.tools] == [None, None]
    assert pool.notes == {"output schema of no use left out": 1}


def test_what_cannot_be_mended_is_rejected_with_its_place_name_and_reason(write, tool):
    path = write(tool("one"), tool("two"), tool("bad", {"type": "string"}))
    pool = _read(path)
    reason = "parameters are of type 'string', not an object of named arguments"
    assert pool.rejected == (Rejected(str(path), 3, "bad", reason),)
    assert [one.name for one in pool.tools] == ["one", "two"]


def test_what_was_changed_is_counted_by_kind(write, tool):
    pool = _read(write(tool("a.b"), tool("c", {"type": "dict", "properties": {"x": {"type": "int"}}})))
    assert pool.notes == {"renamed": 1, "type in other words": 2}


def test_of_two_tools_with_a_name_on_one_server_the_first_is_kept(write, tool):
    path = write(tool("a", server="S"), tool("a", {}, server="S"), tool("a", server="T"), tool("b"), tool("b"))
    pool = _read(path)
    assert [(one.server, one.name) for one in pool.tools] == [("S", "a"), ("T", "a"), ("", "b")]
    assert pool.tools[0].properties
    assert [(one.line, one.reason) for one in pool.rejected] == [
        (2, "the name of 'S' is taken by line 1, which defines another tool"),
        (5, "repeats line 4"),
    ]


def test_a_pool_without_usable_tools_says_why_the_first_was_rejected(write, tool):
    message = _complaint(write(tool("bad", {"type": "string"}), tool("worse", 7)))
    assert "no usable tools, 2 rejected, the first in " in message
    assert "tools.jsonl:1 (parameters are of type 'string'" in message


def test_a_pool_with_one_name_is_too_small(write, tool):
    message = _complaint(write(tool("a", server="S"), tool("a", server="T")))
    assert "too small, its only usable name is 'a'; add tools; expected at least 2 tools" in message


async def test_the_environment_has_no_policy_no_facts_and_runs_nothing():
    pool = FilePool((Tool(name="S_C_0", description="", parameters={}),))
    environment = pool.open(1, datetime(2025, 1, 1))
    assert (environment.policy(pool.tools), environment.facts(pool.tools)) == ("", ())
    result = await environment.execute("S_C_0", {})
    assert result == Result({"error": "'S_C_0' cannot be run: its pool is a file of descriptions"}, error=True)


@pytest.mark.parametrize(
    "name", ["acebench_sample", "bfcl_sample", "mcp_live", "openapi_sample", "seal_tools", "toucan_mcp"]
)
def test_every_tool_of_a_real_pool_is_accepted_or_has_a_name_that_is_taken(name):
    path = POOLS / f"{name}.jsonl"
    if not path.exists():
        pytest.skip(f"{path} is not here")
    pool = _read(path)
    assert [one for one in pool.rejected if not one.reason.startswith(("the name", "repeats"))] == []
    assert len(pool.tools) + len(pool.rejected) == len(path.read_text().strip().split("\n"))
    for tool in pool.tools:
        jsonschema_rs.meta.validate(tool.parameters)
