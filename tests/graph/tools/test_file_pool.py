"""Pools from files: what is loaded, and what is refused."""

import json
from datetime import datetime
from pathlib import Path

import jsonschema_rs
import pytest

from graph.tools.describing import Rejected
from graph.tools.file_pool import FilePool, read_pool
from state.environment import Result
from state.errors import ConfigurationError
from state.tool import Tool

POOLS = Path(__file__).parents[4] / "shared" / "data" / "pools"


def _complaint(path):
    with pytest.raises(ConfigurationError) as caught:
        read_pool(path)
    return str(caught.value)


def test_an_entry_becomes_a_tool(write, tool):
    returns = {"type": "object", "properties": {"degrees": {"type": "number"}}}
    path = write(tool("get.weather", server="S", category="C", output_schema=returns), tool("other"))
    assert read_pool(path).tools[0] == Tool(
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
    pool = read_pool(write(tool("one", output_schema=deep), tool("two")))
    assert [one.returns for one in pool.tools] == [None, None]
    assert pool.notes == {"output schema of no use left out": 1}


def test_what_cannot_be_mended_is_rejected_with_its_line_name_and_reason(write, tool):
    pool = read_pool(write(tool("one"), tool("two"), tool("bad", {"type": "string"})))
    assert pool.rejected == (Rejected(3, "bad", "parameters are of type 'string', not an object of named arguments"),)
    assert [one.name for one in pool.tools] == ["one", "two"]


def test_what_was_changed_is_counted_by_kind(write, tool):
    pool = read_pool(write(tool("a.b"), tool("c", {"type": "dict", "properties": {"x": {"type": "int"}}})))
    assert pool.notes == {"renamed": 1, "type in other words": 2}


def test_a_second_definition_on_the_same_server_is_left_out_and_noted(write, tool):
    pool = read_pool(write(tool("a", server="S"), tool("a", {}, server="S"), tool("a", server="T"), tool("b")))
    assert [(one.server, one.name) for one in pool.tools] == [("S", "a"), ("T", "a"), ("", "b")]
    assert pool.tools[0].properties
    assert pool.notes == {"second definition of a server's tool left out": 1}


def test_two_tools_of_one_name_without_servers_are_refused_with_both_lines(write, tool):
    message = _complaint(write(tool("a"), tool("b"), tool("a"), tool("b")))
    assert "tools.jsonl:3: the name 'a' is taken by line 1 (lines that repeat a name: 2)" in message


def test_a_pool_without_usable_tools_says_why_the_first_was_rejected(write, tool):
    message = _complaint(write(tool("bad", {"type": "string"}), tool("worse", 7)))
    assert "no usable tools, 2 rejected, the first in line 1 ('bad': parameters are of type 'string'" in message


def test_a_pool_with_one_name_is_too_small(write, tool):
    message = _complaint(write(tool("a", server="S"), tool("a", server="T")))
    assert "too small, its only usable name is 'a'; add tools; expected at least 2 tools" in message


async def test_the_environment_has_no_policy_no_facts_and_runs_nothing():
    pool = FilePool((Tool(name="S_C_0", description="", parameters={}),))
    environment = pool.open(1, datetime(2025, 1, 1))
    assert (environment.policy(pool.tools), environment.facts(pool.tools)) == ("", ())
    result = await environment.execute("S_C_0", {})
    assert result == Result({"error": "'S_C_0' cannot be run: its pool is a file of descriptions"}, error=True)


@pytest.mark.parametrize("name", ["acebench_sample", "mcp_live", "openapi_sample", "seal_tools", "toucan_mcp"])
def test_a_real_pool_loads_whole(name):
    path = POOLS / f"{name}.jsonl"
    if not path.exists():
        pytest.skip(f"{path} is not here")
    pool = read_pool(path)
    left_out = pool.notes.get("second definition of a server's tool left out", 0)
    assert pool.rejected == ()
    assert len(pool.tools) + left_out == len(path.read_text().strip().split("\n"))
    for tool in pool.tools:
        jsonschema_rs.meta.validate(tool.parameters)


def test_a_real_pool_with_names_that_nothing_tells_apart_is_refused():
    path = POOLS / "bfcl_sample.jsonl"
    if not path.exists():
        pytest.skip(f"{path} is not here")
    names = [json.loads(line)["function"]["name"] for line in path.read_text().strip().split("\n")]
    later = next(n for n, name in enumerate(names) if name in names[:n])
    assert f"bfcl_sample.jsonl:{later + 1}: the name {names[later]!r} is taken by line" in _complaint(path)
