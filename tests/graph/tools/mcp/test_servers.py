import json

import pytest

from graph.tools.mcp.servers import Server, find_servers
from state.errors import ConfigurationError


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("uvx mcp-server-time --local-timezone=UTC", "time"),
        ("npx -y @modelcontextprotocol/server-filesystem {workdir}", "filesystem"),
        ("npx -y @acme/weather-mcp@1.2.0", "weather"),
        ("/usr/bin/python3 'my servers/bookshop_server.py'", "bookshop"),
        ("python -m mcp_server_git", "git"),
        ("mcp-server", "server"),
    ],
)
def test_a_server_is_called_what_its_command_says(command, name):
    assert [server.name for server in find_servers([command], None)] == [name]


def test_a_command_is_split_into_words_and_given_to_no_shell():
    (server,) = find_servers(["uvx 'mcp server' ; rm -rf $HOME"], None)
    assert server.command == ("uvx", "mcp server", ";", "rm", "-rf", "$HOME")


@pytest.fixture
def file(tmp_path):
    def write(servers: object):
        path = tmp_path / "mcp.json"
        path.write_text(servers if isinstance(servers, str) else json.dumps({"mcpServers": servers}))
        return path

    return write


def test_a_file_of_the_usual_client_format_is_read(file, monkeypatch):
    monkeypatch.setenv("CLOUD_KEY", "k-1234567")
    path = file(
        {
            "git": {"command": "uvx", "args": ["mcp-server-git"], "env": {"A": "1"}, "autoApprove": ["git_log"]},
            "cloud": {
                "url": "https://example.com/mcp",
                "headers": {"Authorization": "Bearer ${CLOUD_KEY}"},
            },
            "old": {"command": "x", "disabled": True},
        }
    )
    git, cloud = find_servers([], path)
    assert git == Server("git", ("uvx", "mcp-server-git"), {"A": "1"})
    assert cloud == Server("cloud", (), {}, "https://example.com/mcp", {"Authorization": "Bearer k-1234567"})
    assert "k-1234567" not in repr(cloud)


@pytest.mark.parametrize(
    ("servers", "complaint"),
    [
        ("{", 'expected {"mcpServers"'),
        ("{}", "mcpServers: Field required"),
        ({"a": {}}, "server 'a': expected either a command or a url"),
        ({"a": {"command": "x", "url": "http://x"}}, "server 'a': expected either a command or a url"),
        ({"a": {"url": "file:///x"}}, "begins with http"),
        ({"a": {"command": "x", "cwd": "/"}}, "cwd cannot be set"),
        ({"a": {"command": "x", "args": "y z"}}, "mcpServers.a.args: Input should be a valid array"),
        ({"a": {"command": "x", "env": {"KEY": "${NO_SUCH_KEY}"}}}, "no variable NO_SUCH_KEY"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_place(file, servers, complaint):
    path = file(servers)
    with pytest.raises(ConfigurationError) as refused:
        find_servers([], path)
    assert complaint in str(refused.value)
    assert str(path) in str(refused.value)


@pytest.mark.parametrize("command", ["", "uvx 'mcp", "   "])
def test_a_command_that_is_none_is_refused(command):
    with pytest.raises(ConfigurationError, match="--mcp"):
        find_servers([command], None)


def test_two_servers_of_one_name_are_refused(file):
    with pytest.raises(ConfigurationError, match="two MCP servers are called 'time'"):
        find_servers(["uvx mcp-server-time"], file({"time": {"command": "x"}}))
