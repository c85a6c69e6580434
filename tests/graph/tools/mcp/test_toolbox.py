import asyncio

import pytest

from graph.tools.mcp.listing import Listed
from graph.tools.mcp.servers import Limits, Server
from graph.tools.mcp.toolbox import Toolbox
from state.tool import Tool


def _tool(name: str, *parameters: str) -> Tool:
    properties = {parameter: {"type": "string"} for parameter in parameters}
    return Tool(name=name, description="D", parameters={"type": "object", "properties": properties}, executed=True)


TOOLS = (_tool("read_file", "path"), _tool("git_log", "repo_path"), _tool("list_directory", "path"), _tool("add", "by"))


@pytest.fixture
def toolbox(tmp_path):
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.txt").write_text("a")
    (tmp_path / "shop" / ".git").mkdir(parents=True)
    tools = {tool.name: Listed(Server("files", ("x",)), tool.name, tool) for tool in TOOLS}
    return Toolbox(tools, Limits(), tmp_path, asyncio.Semaphore(1))


def test_the_user_knows_the_files_of_the_setup_by_the_parameters_that_take_them(toolbox):
    known = {(next(iter(fact.values.items())), fact.tools) for fact in toolbox.facts(TOOLS)}
    assert known == {
        (("path", "/workspace/notes/a.txt"), ("read_file",)),
        (("repo_path", "/workspace/shop"), ("git_log",)),
        (("path", "/workspace"), ("list_directory",)),
        (("path", "/workspace/notes"), ("list_directory",)),
        (("path", "/workspace/shop"), ("list_directory",)),
    }


def test_only_who_takes_files_is_told_where_they_are(toolbox):
    assert toolbox.policy(TOOLS) == "The user's files are in /workspace."
    assert toolbox.policy(TOOLS[3:]) == ""
