"""Whatever stands in a row, there are findings and no crash."""

import json
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from graph.verify.checking import checked
from graph.verify.profiles import PROFILES

FILES = sorted((Path(__file__).parents[4] / "shared" / "data" / "dialogues").glob("*.jsonl"))
WORDS = some.sampled_from(
    [
        "user",
        "assistant",
        "tool",
        "W-48213",
        "2025-05-14",
        "tomorrow at 5",
        "$1,250.50",
        '{"a": 1}',
        "[",
        "金额",
        "a",
        "",
    ]
)
VALUES = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False) | WORDS,
    lambda inner: (
        some.lists(inner, max_size=3)
        | some.dictionaries(some.sampled_from(["a", "id", "name", "arguments", "function"]), inner, max_size=3)
    ),
    max_leaves=8,
)
FUNCTIONS = some.fixed_dictionaries({"name": WORDS, "arguments": VALUES})
MESSAGES = some.fixed_dictionaries(
    {},
    optional={
        "role": WORDS,
        "content": VALUES,
        "tool_call_id": VALUES,
        "tool_calls": some.lists(
            VALUES
            | some.fixed_dictionaries(
                {"id": WORDS, "function": some.fixed_dictionaries({"name": WORDS, "arguments": VALUES})}
            ),
            max_size=2,
        ),
    },
)
ROWS = VALUES | some.fixed_dictionaries(
    {"messages": VALUES | some.lists(MESSAGES, max_size=4)},
    optional={"tools": VALUES | some.lists(some.fixed_dictionaries({"name": WORDS, "parameters": VALUES}), max_size=2)},
)


@given(row=ROWS, profile=some.sampled_from(PROFILES))
@settings(max_examples=150, deadline=None)
def test_any_row_is_checked(row, profile) -> None:
    for finding in checked(row, profile).findings:
        json.dumps(finding.model_dump(mode="json"))


@pytest.mark.skipif(not FILES, reason="../shared/data/dialogues is not here")
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
@pytest.mark.parametrize("profile", PROFILES)
def test_rows_of_public_files_are_checked(file, profile) -> None:
    with file.open(encoding="utf-8") as lines:
        assert [checked(json.loads(line), profile).id for line in islice(lines, 5)]
