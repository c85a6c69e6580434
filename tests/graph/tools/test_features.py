"""What is compared of a tool."""

import pytest

from graph.tools.features import Features, features_of, words_of
from state.tool import Tool


def _tool(name, *parameters, **fields):
    properties = {parameter: {"type": "string"} for parameter in parameters}
    return Tool(name=name, description="", parameters={"type": "object", "properties": properties}, **fields)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("listOpen_issues", ("list", "open", "issue")),
        ("get-HTTPStatus2", ("get", "http", "status")),
        ("queries.Boxes", ("query", "box")),
        ("天气_city", ("天气", "city")),
        ("", ()),
    ],
)
def test_a_name_is_the_same_words_however_it_is_spelt(name, words):
    assert words_of(name) == words


def test_a_tool_is_about_nouns_that_are_neither_verbs_nor_its_servers_name_nor_empty():
    features = features_of(_tool("superset_get_dashboard_chart_status", server="Superset Integration"))
    assert features.about == ("dashboard", "chart")
    assert features.looks


def test_a_tool_whose_name_begins_with_a_deed_does_not_just_look():
    assert not features_of(_tool("delete_dashboard")).looks


def test_a_bare_id_is_that_of_what_the_tool_is_about():
    features = features_of(_tool("get_order", "id", "customerEmail", "currency"))
    assert features.needs == ("order_id", "customer_email", "currency")
    assert features.points == ("order", "customer")


def test_fields_of_the_output_are_named_by_what_holds_them():
    order = {"type": "object", "properties": {"id": {"type": "string"}, "paid": {"type": "boolean"}}}
    returns = {"type": "object", "properties": {"orders": {"type": "array", "items": order}, "place": order}}
    assert features_of(_tool("find", returns=returns)).gives == ("order{}", "order_id", "place{}", "place_id")


def test_of_a_description_the_first_sentence_counts():
    tool = Tool(name="a", description="\nForecasts tides for sailors. See the manual.", parameters={})
    assert features_of(tool).words == ("forecast", "tide", "sailor")


@pytest.mark.parametrize("schema", [{}, {"properties": None}, {"properties": {"a": True, "b": {"items": [1]}}}])
def test_a_schema_of_any_shape_can_be_read(schema):
    tool = Tool(name="x1", description="", parameters=schema, returns=schema)
    assert isinstance(features_of(tool), Features)
