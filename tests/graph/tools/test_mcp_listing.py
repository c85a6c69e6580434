"""What a server answers to `tools/list`."""

from graph.tools.mcp_listing import tools_of_listing

CITY = {"type": "object", "properties": {"city": {"type": "string"}}}


def test_pages_of_a_listing_become_tools_of_the_server_that_was_asked():
    first = {"tools": [{"name": "get weather", "description": "D", "inputSchema": CITY, "outputSchema": CITY}]}
    second = [{"name": "other", "inputSchema": {"type": "object"}, "server": "elsewhere"}, {"name": "bad"}]
    described = tools_of_listing("weather", [first, second])
    assert [(one.name, one.original_name, one.server) for one in described.tools] == [
        ("get_weather", "get weather", "weather"),
        ("other", "", "weather"),
    ]
    assert (described.tools[0].parameters, described.tools[0].returns) == (CITY, CITY)
    assert [(one.file, one.line, one.name) for one in described.rejected] == [("weather", 2, "bad")]


def test_no_listing_at_all_is_rejected():
    assert [one.reason for one in tools_of_listing("s", [7, None]).rejected] == ["not a tool: 7", "not a tool: null"]
