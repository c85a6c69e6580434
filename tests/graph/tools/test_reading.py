"""Reading definitions, and every way a file can fail to have them."""

import json
from pathlib import Path

import pytest

from graph.tools.reading import read_definitions
from state.errors import ConfigurationError


def _complaint(path: Path) -> str:
    with pytest.raises(ConfigurationError) as caught:
        read_definitions(path)
    return str(caught.value)


def test_wrapped_and_bare_entries_are_read_with_their_lines(write, tool):
    path = write(tool("one", server="S", category="C"), "", {"name": "two", "parameters": {"type": "object"}})
    found = [(one.line, one.name, one.server, one.domain) for one in read_definitions(path)]
    assert found == [(1, "one", "S", "C"), (3, "two", "", "")]


def test_a_file_that_is_one_json_list_is_read_with_the_line_of_each_entry(tmp_path, tool):
    path = tmp_path / "tools.json"
    path.write_text(json.dumps([tool("one"), tool("two")], indent=1))
    second = path.read_text().split("\n").index(" {", 2) + 1
    assert [(one.line, one.name) for one in read_definitions(path)] == [(2, "one"), (second, "two")]


def test_a_line_separator_inside_a_string_does_not_split_the_line(tmp_path, tool):
    path = tmp_path / "tools.jsonl"
    path.write_text(json.dumps(tool("one\u2028two"), ensure_ascii=False), encoding="utf-8-sig")
    assert [one.name for one in read_definitions(path)] == ["one\u2028two"]


def test_a_missing_file_is_named(tmp_path):
    assert "gone.jsonl: no such file; expected" in _complaint(tmp_path / "gone.jsonl")


def test_a_directory_is_named_as_one(tmp_path):
    assert "this is a directory; name one file in it" in _complaint(tmp_path)


@pytest.mark.parametrize("content", [b"", b" \n\n", b"[]"])
def test_a_file_without_entries_is_empty(tmp_path, content):
    (tmp_path / "tools.jsonl").write_bytes(content)
    assert "empty" in _complaint(tmp_path / "tools.jsonl")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [(b"{}\n\0\0", ":2: a NUL byte"), (b"{}\n\n\xff\xfe", ":3: a byte that is not UTF-8")],
)
def test_a_binary_file_is_refused_with_the_line_where_it_shows(tmp_path, content, complaint):
    (tmp_path / "tools.jsonl").write_bytes(content)
    assert complaint in _complaint(tmp_path / "tools.jsonl")


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('{"name": "x", ', "broken JSON, "),
        ('{"name": "x", "parameters": {"default": NaN}}', "NaN is not a JSON value"),
        ('{"name": "\\ud800", "parameters": {}}', "not strict JSON"),
        ("[" * 100_000, "nested too deeply"),
        ("7", "not a tool: 7"),
        ('{"name": "x"}', "not a tool: an object with the keys ['name']"),
        ('{"function": {"name": " ", "parameters": {}}}', "not a tool"),
        ('{"messages": []}', "not a tool: an object with the keys ['messages']"),
    ],
)
def test_a_bad_line_is_named_by_file_and_number(write, tool, line, complaint):
    message = _complaint(write(tool("good"), "", line))
    assert "tools.jsonl:3: " in message
    assert complaint in message
