import sys

import pytest
from mcp_types import ToolAnnotations

from graph.tools.mcp.listing import is_live, list_tools
from graph.tools.mcp.servers import Limits, Server, Trust
from state.errors import ConfigurationError

LOCAL, REMOTE = Server("here", ("x",)), Server("there", url="http://x")
CLOSED = ToolAnnotations(read_only_hint=False, open_world_hint=False)
READING = ToolAnnotations(read_only_hint=True)
SILENT = ToolAnnotations()


@pytest.mark.parametrize(
    ("server", "hints", "trust", "live"),
    [
        (LOCAL, [CLOSED, READING], Trust(), False),
        (LOCAL, [CLOSED, SILENT], Trust(), True),
        (LOCAL, [SILENT], Trust(repeatable=frozenset({"here"})), False),
        (LOCAL, [CLOSED], Trust(live=frozenset({"here"})), True),
        (LOCAL, [CLOSED, READING], Trust(live=frozenset({"tool_0"})), True),
        (LOCAL, [CLOSED, READING], Trust(live=frozenset({"tool_1"})), False),
        (REMOTE, [CLOSED], Trust(), True),
    ],
)
def test_a_server_is_live_unless_all_that_its_tools_do_stays_in_it(server, hints, trust, live):
    assert is_live(server, {f"tool_{n}": hint for n, hint in enumerate(hints)}, trust) is live


async def test_tools_carry_what_their_server_says_of_them(little):
    listing = await list_tools([little()], None, Limits(), Trust(live=frozenset({"clock"})))
    marks = {one.called: (one.tool.executed, one.tool.read_only, one.tool.live) for one in listing.tools}
    assert marks["add"] == (True, False, False)
    assert marks["total"] == (True, True, False)
    assert marks["clock"] == (True, True, True)


async def test_one_tool_that_reaches_the_world_makes_its_server_live(little):
    listing = await list_tools([little(without="")], None, Limits(), Trust())
    assert all(one.tool.live for one in listing.tools)


async def test_names_that_several_servers_have_are_told_apart_and_led_back(little):
    listing = await list_tools([little("one"), little("two", without="send,add")], None, Limits(), Trust())
    named = {one.tool.name: (one.server.name, one.called, one.tool.original_name) for one in listing.tools}
    assert named["one_total"] == ("one", "total", "total")
    assert named["two_total"] == ("two", "total", "total")
    assert named["add"] == ("one", "add", "")


@pytest.mark.parametrize(
    ("server", "complaint"),
    [
        (Server("lost", ("/no/such/program",)), "'lost' cannot be reached or started: No such file or directory"),
        (Server("done", (sys.executable, "-c", "")), "'done' was gone before it could say what tools it has"),
        (Server("shut", url="http://127.0.0.1:9/mcp"), "'shut' could not say what tools it has: "),
    ],
)
async def test_a_server_that_cannot_say_what_it_has_is_the_operators_to_mend(server, complaint):
    with pytest.raises(ConfigurationError) as refused:
        await list_tools([server], None, Limits(), Trust())
    assert complaint in str(refused.value)


async def test_a_missing_variable_is_told_in_the_servers_own_words(little):
    with pytest.raises(ConfigurationError, match="exit code 1; its last words on stderr were 'SOME_KEY is not set'"):
        await list_tools([little(without="key")], None, Limits(), Trust())


async def test_what_is_said_of_a_server_that_is_not_there_is_refused(little):
    with pytest.raises(ConfigurationError, match="no MCP server or tool is called 'tiem'"):
        await list_tools([little()], None, Limits(), Trust(live=frozenset({"tiem"})))
