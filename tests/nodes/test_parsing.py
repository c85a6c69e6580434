"""Answers as models really give them."""

import pytest

from nodes.parsing import parse
from state.answers import WrittenRuling


@pytest.mark.parametrize(
    "text",
    [
        '{"reason": "clear", "better": "B"}',
        '```json\n{"reason": "clear", "better": "B"}\n```',
        '<think>{"better": "A"} or not?</think>{"reason": "clear", "better": "B"}',
        'Here is my ruling: {"reason": "clear", "better": "B",} I hope it helps.',
        '{"reason": "clear", "better": "B", "confidence": 0.9}',
    ],
)
def test_an_answer_is_read_from_what_surrounds_it(text: str) -> None:
    assert parse(text, WrittenRuling) == WrittenRuling(reason="clear", better="B")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("I would rather not.", "no JSON object"),
        ('{"reason": "clear", "better": "C"}', "better: Input should be"),
        ('{"better": "A"}', "reason: Field required"),
    ],
)
def test_what_does_not_fit_is_said(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        parse(text, WrittenRuling)
