"""Reading definitions: each format with its lines, and every way a file can fail to have them."""

import json
from pathlib import Path

import pytest

from graph.tools.definition import Definition, Rejected
from graph.tools.reading import read_definitions
from state.errors import ConfigurationError

NAMED = {"name": "one", "description": "D"}
CITY = {"type": "object", "properties": {"city": {"type": "string"}}}


def _complaint(path: Path) -> str:
    with pytest.raises(ConfigurationError) as caught:
        list(read_definitions(path))
    return str(caught.value)


def _lines(path: Path) -> list[tuple[int, str]]:
    """Line and name of what was found; of what was rejected, line and reason."""
    found = read_definitions(path)
    return [(one.line, one.name if isinstance(one, Definition) else f"no: {one.reason}") for one in found]


@pytest.fixture
def saved(tmp_path):
    """Save a file of this text or these bytes."""

    def save(content: str | bytes, name: str = "tools.json") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return save


def test_wrapped_and_bare_entries_are_read_with_their_lines(write, tool):
    path = write(tool("one", server="S", category="C"), "", {"name": "two", "parameters": {"type": "object"}})
    found = [(one.line, one.name, one.server, one.domain) for one in read_definitions(path)]
    assert found == [(1, "one", "S", "C"), (3, "two", "", "")]


def test_a_list_and_an_object_of_tools_give_the_line_of_each(saved, tool):
    tools = [tool("one"), tool("two")]
    for content in (tools, {"tools": tools}, {"result": {"tools": tools}}):
        text = json.dumps(content, indent=1)
        lines = [1 + text[: text.index(f'"{name}"')].count("\n") for name in ("one", "two")]
        found = _lines(saved(text))
        assert [name for _, name in found] == ["one", "two"]
        # An entry begins before its name: at the line that opens it, two above in this layout.
        assert [line for line, _ in found] == [line - 3 for line in lines]


@pytest.mark.parametrize(
    "entry",
    [
        {"type": "function", "function": {**NAMED, "parameters": CITY}},
        {"type": "function", **NAMED, "parameters": CITY},
        {**NAMED, "input_schema": CITY},
        {**NAMED, "inputSchema": CITY},
        {"id": "simple_1", "question": [[]], "function": [{**NAMED, "parameters": CITY}]},
        {"messages": [], "tools": [{"type": "function", "function": {**NAMED, "parameters": CITY}}]},
        {"query": "", "tools": json.dumps([{**NAMED, "parameters": CITY}])},
        {"function_declarations": [{**NAMED, "parameters": CITY}]},
        {"toolSpec": {**NAMED, "inputSchema": {"json": CITY}}},
        {"tools": {"one": {"description": "D", "parameters": CITY}}},
        {"jsonrpc": "2.0", "id": 1, "result": {"tools": [{**NAMED, "inputSchema": CITY}]}},
        {"system": "Use:\n" + json.dumps([{**NAMED, "parameters": CITY}])},
        {"conversations": [{"from": "system", "value": "Use: " + json.dumps([{**NAMED, "parameters": CITY}])}]},
    ],
)
def test_every_shape_of_an_entry_gives_the_same_tool(write, entry):
    [found] = read_definitions(write(entry))
    assert (found.name, found.description, found.parameters) == ("one", "D", CITY)


def test_an_api_of_toolbench_gives_its_two_lists_of_parameters(write):
    listed = {
        "tool_name": "Seo", "category_name": "Search", "api_name": "serp", "api_description": "D",
        "required_parameters": [{"name": "q", "type": "STRING"}],
        "optional_parameters": [{"name": "n", "type": "NUMBER"}],
    }  # fmt: skip
    [found] = read_definitions(write({"query": "q", "api_list": [listed]}))
    assert (found.name, found.server, found.domain) == ("serp", "Seo", "Search")
    assert found.parameters == [
        {"name": "q", "type": "STRING", "required": True},
        {"name": "n", "type": "NUMBER", "required": False},
    ]


def test_a_listing_of_a_server_keeps_output_schemas_and_takes_its_file_for_the_server(saved):
    text = json.dumps({"tools": [{"name": "one", "inputSchema": CITY, "outputSchema": CITY}]})
    [found] = read_definitions(saved(text, "weather.json"))
    assert (found.returns, found.server) == (CITY, "weather")


def test_a_folder_is_read_file_by_file(saved, tool, tmp_path):
    saved(json.dumps(tool("b")), "b.jsonl")
    saved(json.dumps([tool("a")]), "a.json")
    saved("{}", ".hidden.json")
    saved("not read", "notes.md")
    saved("[]", "empty.json")
    found = [(Path(one.file).name, one.name or one.reason) for one in read_definitions(tmp_path)]
    assert found == [("a.json", "a"), ("b.jsonl", "b"), ("empty.json", "the list of tools is empty")]


def test_a_folder_without_files_of_tools_is_named(tmp_path):
    assert "the folder has no file of tools" in _complaint(tmp_path)


def test_a_missing_file_is_named(tmp_path):
    assert "gone.jsonl: no such file; expected" in _complaint(tmp_path / "gone.jsonl")


def test_a_line_separator_inside_a_string_does_not_split_the_line(saved, tool):
    path = saved(json.dumps(tool("one\u2028two"), ensure_ascii=False))
    assert _lines(path) == [(1, "one\u2028two")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings_and_line_ends_make_no_difference(saved, tool, encoding, end):
    text = end.join(("", json.dumps(tool("é"), ensure_ascii=False), "", json.dumps(tool("b"))))
    assert _lines(saved(text.encode(encoding))) == [(2, "é"), (4, "b")]


def test_bytes_of_another_encoding_are_replaced_with_a_note(saved, tool):
    found = list(read_definitions(saved(json.dumps(tool("é"), ensure_ascii=False).encode("latin-1"))))
    assert [(one.name, one.notes) for one in found] == [("\ufffd", ("bytes that are no UTF-8 replaced",))]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"name": "x", ', "broken JSON, "),
        ('{"name": "x", "parameters": {"default": NaN}}', "broken JSON, "),
        ('{"name": "x", "parameters": {"default": 1e999}}', "broken JSON, "),
        ('{"name": "\\ud800", "parameters": {}}', "broken JSON, "),
        ("[" * 100_000, "broken JSON, "),
        ("7", "not a tool: 7"),
        ('{"name": "x"}', "not a tool: an object with the keys ['name']"),
        ('{"function": {"name": " ", "parameters": {}}}', "not a tool"),
        ('{"messages": []}', "not a tool: an object with the keys ['messages']"),
        ('{"system": "Be kind."}', "no tool described in the text"),
    ],
)
def test_a_bad_line_is_rejected_and_the_others_are_read(write, tool, line, reason):
    first, bad, last = read_definitions(write(tool("good"), "", line, tool("last")))
    assert (first.name, last.name, last.line) == ("good", "last", 4)
    assert isinstance(bad, Rejected)
    assert bad.line == 3
    assert bad.reason.startswith(reason)


def test_lines_are_read_also_where_the_first_is_broken(saved, tool):
    found = _lines(saved('{"name": \n' + json.dumps(tool("good")), "tools.jsonl"))
    assert found == [(1, "no: broken JSON, unexpected end of data"), (2, "good")]


@pytest.mark.parametrize("opening", ["[", '{"tools": ['])
def test_a_list_that_breaks_off_gives_what_came_before(saved, tool, opening):
    text = opening + "\n" + json.dumps(tool("one")) + ",\n" + json.dumps(tool("two"))[:40]
    [first, rest] = _lines(saved(text))
    assert first == (2, "one")
    assert rest[0] == 3
    assert rest[1].endswith("the rest of the file is left out")


def test_objects_that_follow_each_other_over_many_lines_are_read(saved, tool):
    text = "\n".join(json.dumps(tool(name), indent=2) for name in ("one", "two"))
    assert [name for _, name in _lines(saved(text))] == ["one", "two"]


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"", 1, "the file is empty"),
        (b" \n\n", 1, "the file is empty"),
        (b"[]", 1, "the list of tools is empty"),
        (b"hello\nworld\0", 2, "a NUL byte"),
        (b"{}", 1, "not a tool: an object with the keys []"),
    ],
)
def test_a_file_without_tools_says_so(saved, content, line, reason):
    [found] = read_definitions(saved(content))
    assert found.line == line
    assert found.reason.startswith(reason)
