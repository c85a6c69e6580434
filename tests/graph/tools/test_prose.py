"""Tools in running text."""

import pytest

from graph.tools.definition import Definition
from graph.tools.describing import describe
from graph.tools.prose import mentions
from graph.tools.reading import read_definitions

SIGNATURES = '''\
You can call:

1. get_weather(city: str, days: int = 3) -> dict: The forecast
- Market Trends API(trend: string, country: str, optional)
now()
def search(
    query: str,
    tags: list[str] = ["a, b"],
):
    """Search things.

    Args:
        query: What to look for.
    """

Answer (briefly), and never call f(x=1) or g(y) yourself.
'''
LISTS = """\
**Name:** get_weather
**Description:** The forecast
of some days
**Parameters:**
- city (string, required): The city
- `days` (integer, optional): how many

Name: second
Parameters: x: int, y: string = "a"
Name: third
Description: With JSON
Parameters: {"type": "object",
 "properties": {"z": {"type": "string"}}}
Name: John
Hobby: chess
"""


@pytest.fixture
def described(tmp_path):
    """The tools that a text becomes."""

    def read(text):
        (tmp_path / "tools.txt").write_text(text, encoding="utf-8")
        return describe(read_definitions(tmp_path / "tools.txt"))

    return read


def test_signatures_become_tools(described):
    weather, trends, now, search = described(SIGNATURES).tools
    assert (weather.name, weather.description, weather.returns) == ("get_weather", "The forecast", {"type": "object"})
    assert weather.parameters == {
        "type": "object",
        "properties": {
            "city": {"type": "string"},
            "days": {"type": "integer", "default": 3},
        },
        "required": ["city"],
    }
    assert (trends.original_name, trends.required) == ("Market Trends API", ("trend",))
    assert now.properties == {}
    assert (search.description, search.properties["query"]["description"]) == ("Search things.", "What to look for.")
    assert search.required == ("query",)


def test_lists_become_tools(described):
    weather, second, third = described(LISTS).tools
    assert (weather.description, weather.required) == ("The forecast of some days", ("city",))
    assert weather.properties["days"] == {"type": "integer", "description": "how many"}
    assert (second.required, second.properties["y"]["default"]) == (("x",), "a")
    assert third.properties == {"z": {"type": "string"}}


def test_a_text_that_only_begins_like_yaml_is_read_as_a_text(described):
    assert [tool.name for tool in described("tools: the following\n- f(x: int): Do it\n\tg(\n").tools] == ["f"]


def test_lines_are_those_of_the_file(tmp_path):
    (tmp_path / "tools.txt").write_text(SIGNATURES, encoding="utf-8")
    found = list(read_definitions(tmp_path / "tools.txt"))
    assert [one.line for one in found if isinstance(one, Definition)] == [3, 4, 5, 6]


def test_json_in_a_text_is_taken_and_the_example_of_a_call_is_not():
    [found] = mentions('Use\n[{"name": "a", "description": "b"}]\nas [f(x=1), g(city: str)]\nget(a: str)')
    assert (found.line, found.value) == (2, [{"name": "a", "description": "b"}])


@pytest.mark.parametrize("text", ["", "Be kind (always).", "Name: John\nAge: 7", "f(x)", '{"a": 1}', "( : ) -> ("])
def test_other_texts_describe_no_tool(text):
    assert mentions(text) == []


@pytest.mark.parametrize(
    "text", ["*" * 200_000, "[{" * 50_000, "f(" * 50_000, "f(a:" + " " * 100_000, '{"a":' * 50_000]
)
def test_texts_made_to_be_slow_are_read_all_the_same(text):
    assert mentions(text) == []
