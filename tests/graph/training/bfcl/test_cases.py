"""Which case a conversation is, and what is to be called now."""

import json
from pathlib import Path

import pytest

from graph.training.bfcl.cases import DONE, Said, Solution, read_cases

CASES = [
    {
        "id": "multi_turn_miss_func_0",
        "question": [[{"role": "user", "content": "Sort it. "}], [], [{"role": "user", "content": "Now leave."}]],
    },
    {
        "id": "multi_turn_miss_func_1",
        "question": [[{"role": "user", "content": "Sort it."}], [{"role": "user", "content": "And go up."}]],
    },
]
ANSWERS = [
    {"id": "multi_turn_miss_func_0", "ground_truth": [[], ["sort('a.txt')"], ["cd(folder='..')", "pwd()"]]},
    {"id": "multi_turn_miss_func_1", "ground_truth": [["sort('b.txt', reverse=True)"], ["cd('..')"]]},
]
FUNCTIONS = [
    {"name": "sort", "parameters": {"properties": {"file_name": {}, "reverse": {}}}},
    {"name": "cd", "parameters": {"properties": {"folder": {}}}},
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A little benchmark."""
    files = {
        "BFCL_v4_multi_turn_miss_func.json": CASES,
        "possible_answer/BFCL_v4_multi_turn_miss_func.json": ANSWERS,
        "multi_turn_func_doc/files.json": FUNCTIONS,
    }
    for name, lines in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    return tmp_path


def _said(*pairs: str) -> list[Said]:
    return [Said(*pair.split(": ", 1)) for pair in pairs]


@pytest.mark.parametrize(
    ("conversation", "calls"),
    [
        (_said("system: Help.", "user: Sort it."), ()),
        (_said("user: Sort it.", f"assistant: {DONE}", "user: What about now?"), ("sort(file_name='a.txt')",)),
        (_said("user: Sort it.", f"assistant: {DONE}", "user: now?", "assistant: calls", "tool: sorted"), ()),
        (_said("user: Sort it.", f"assistant: {DONE}", "user: now?", "assistant: [sort()]", "user: results"), ()),
        (
            _said(
                "user: Sort it.",
                f"assistant: {DONE}",
                "user: now?",
                "assistant: [sort()]",
                "user: results",
                f"assistant: {DONE}",
                "user: Now leave.",
            ),
            ("cd(folder='..')", "pwd()"),
        ),
        (_said("user: Sort that."), None),
        (_said("system: Help."), None),
    ],
)
def test_each_turn_gets_its_calls_once(data, conversation, calls):
    found = read_cases(data, "miss_func").solution(conversation)
    assert (None if found is None else tuple(map(str, found))) == calls


def test_values_without_a_name_get_that_of_the_functions_parameter(data):
    [_, second] = read_cases(data, "miss_func").cases
    assert second.solutions == (
        (Solution("sort", {"file_name": "b.txt", "reverse": True}),),
        (Solution("cd", {"folder": ".."}),),
    )
