"""Which tools go together."""

from graph.tools.relations import Relations
from state.tool import Tool


def _tool(name, *parameters, server="", domain="", returns=()):
    properties = {parameter: {"type": "string"} for parameter in parameters}
    output = {"type": "object", "properties": {field: {"type": "string"} for field in returns}} if returns else None
    schema = {"type": "object", "properties": properties}
    return Tool(name=name, description="", parameters=schema, returns=output, server=server, domain=domain)


_OTHERS = tuple(_tool(f"paint_{word}", f"{word}_colour") for word in ("door", "fence", "boat", "wall", "roof", "gate"))


def _near(*tools):
    """Names of the neighbours of the first, among strangers."""
    tools += _OTHERS
    return [tools[one.place].name for one in Relations(tools).near(0)]


def test_a_tool_goes_with_one_that_points_at_what_it_is_about():
    assert _near(_tool("search_flights", "city"), _tool("book_seat", "flight_id")) == ["book_seat"]


def test_a_field_of_an_output_goes_with_the_parameter_that_it_feeds():
    assert _near(_tool("locate", returns=("plateCode",)), _tool("toggle", "plate_code")) == ["toggle"]


def test_what_feeds_a_tool_goes_with_it_too():
    assert _near(_tool("toggle", "plate_code"), _tool("locate", returns=("plateCode",))) == ["locate"]


def test_a_closer_tool_comes_before_one_of_the_same_server():
    near = _near(
        _tool("get_order", "order_id", server="shop"),
        _tool("open_till", server="shop"),
        _tool("list_orders", "day", server="shop"),
    )
    assert near == ["list_orders", "open_till"]


def test_tools_that_do_the_same_on_different_servers_are_kept_apart():
    rivals = _tool("get_weather", "city", server="a"), _tool("fetch_weather", "town", server="b")
    assert _near(*rivals) == []


def test_tools_of_one_name_are_kept_apart():
    assert _near(_tool("get_tide", "port", server="a"), _tool("get_tide", "port", server="b")) == []


def test_a_common_word_means_less_in_another_domain():
    near = _near(
        _tool("get_match", "match_id", domain="tennis"),
        _tool("light_match", "match_id", domain="camping"),
        _tool("watch_match", "match_id", domain="tennis"),
    )
    assert near == ["watch_match", "light_match"]


def test_tools_that_have_nothing_in_common_are_no_neighbours():
    assert _near(_tool("sing", "song")) == []


def test_of_very_many_that_share_a_word_some_are_found_for_each():
    letters = "abcdefghi"
    clouds = [_tool(f"cloud_{a}{b}{c}", "cloud_id") for a in letters for b in letters for c in letters]
    relations = Relations([*clouds, *_OTHERS])
    found = {one.place for place in range(len(clouds)) for one in relations.near(place)}
    assert len(found) > 0.9 * len(clouds)
