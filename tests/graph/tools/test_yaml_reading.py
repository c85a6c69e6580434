"""YAML as JSON: values, lines, and traps."""

import pytest

from graph.tools.definition import Entry
from graph.tools.yaml_reading import NoYaml, read_yaml

BOMB = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30))


def _value(text):
    [entry] = read_yaml("f", text)
    return entry.value


def test_bare_words_are_what_json_has_and_everything_else_is_text():
    text = "a: yes\nb: true\nc: 2024-01-01\nd: 1.50\ne: 007\nf: ~\ng: '1'\n200: 1e3\nh: .inf\ni: !!binary aGk=\nj: 0x1F"
    assert _value(text) == {
        "a": "yes", "b": True, "c": "2024-01-01", "d": 1.5, "e": 7, "f": None, "g": "1", "200": 1000.0, "h": ".inf",
        "i": "aGk=", "j": "0x1F",
    }  # fmt: skip


def test_lines_of_names_and_elements_are_known():
    [entry] = read_yaml("f", "# tools\ntools:\n  - name: a\n  - name: b\n")
    assert [entry.line_of(path) for path in ((), ("tools",), ("tools", 0), ("tools", 1), ("tools", 1, "x"))] == [
        2, 2, 3, 4, 4,
    ]  # fmt: skip


def test_aliases_and_merges_are_written_out():
    assert _value("base: &b {x: 1, y: 2}\none:\n  y: 3\n  <<: *b\n") == {
        "base": {"x": 1, "y": 2},
        "one": {"y": 3, "x": 1},
    }


def test_each_document_is_an_entry():
    assert read_yaml("f", "--- 1\n--- 2\n") == [Entry("f", 1, 1, {}), Entry("f", 1, 2, {})]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a: [1\nb: 2", 2, "broken YAML"),
        ("a: &a\n  b: *a\n", 2, "the alias 'a' stands for nothing, or for what it is part of"),
        ("[" * 100_000, 1, "nested too deeply"),
        (BOMB, 8, "its aliases make it too large"),
        ("? [1]\n: 2", 1, "a name that is no text"),
    ],
)  # fmt: skip
def test_what_is_no_json_is_named_with_its_line(text, line, reason):
    with pytest.raises(NoYaml, match=reason) as caught:
        read_yaml("f", text)
    assert caught.value.line == line
