"""Answers as models really give them."""

import pytest

from nodes.parsing import parse
from state.answers import Letter, Shape, WrittenAnswer, WrittenTask


class Choice(Shape):
    """An answer of two fields."""

    reason: str
    better: Letter


RULING = '{"reason": "clear", "better": "B"}'
DRAFT = '{"reason": "draft", "better": "A"}'
GOALS = '[{"goal": "g", "tools": ["t"], "steps": 1}]'


@pytest.mark.parametrize(
    "text",
    [
        RULING,
        f"```json\n{RULING}\n```",
        f"```\n{RULING}\n```",
        f"Here it is:\n```json\n{RULING}\n```\nI chose {{B}}.",
        "Here is my ruling: " + RULING[:-1] + ",} I hope it helps.",
        RULING[:-1] + ', "confidence": 0.9}',
        f"<think>{DRAFT} or not?</think>{RULING}",
        f"{DRAFT} or not? No.</think>\n\n{RULING}",
        f"<thinking>{DRAFT}</thinking>{RULING}",
        f"<think>Both are good. {DRAFT}? Rather {RULING}",
        f"{RULING}<think>Was that right?",
        f"First I thought {DRAFT}, but my ruling is {RULING}",
        f"{RULING}\n{RULING}\n{RULING}",
        f"[{RULING}]",
        f"[{DRAFT}, {RULING}]",
        '{"answer": ' + RULING + "}",
        '{"name": "answer", "arguments": ' + RULING + "}",
        "{'reason': 'clear', 'better': 'B'}",
        '{"reason": "clear", "better": "B"',
        '{reason: "clear", better: "B"}',
        "{a note} " + RULING,
        RULING + " That is {B}.",
        f"First {DRAFT}. Then {RULING[:-1]},}}",
    ],
)
def test_an_answer_is_read_from_what_surrounds_it(text: str) -> None:
    assert parse(text, Choice) == Choice(reason="clear", better="B")


def test_a_bare_list_stands_for_the_one_list_that_was_asked_for() -> None:
    assert parse(GOALS, WrittenTask) == parse(f'{{"subtasks": {GOALS}}}', WrittenTask)


def test_code_fences_inside_a_text_stay_where_they_are() -> None:
    text = '{"reason": "```json\\n{\\"better\\": \\"A\\"}\\n```", "better": "B"}'
    assert parse(text, Choice).reason == '```json\n{"better": "A"}\n```'


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("I would rather not.", "no JSON object"),
        ("null", "no JSON object"),
        ("[]", "no JSON object"),
        ("", "the answer is empty"),
        (" \n", "the answer is empty"),
        ("<think>hm</think>", "the answer is empty"),
        ('{"reason": "clear", "better": "C"}', "better: Input should be"),
        ('{"better": "A"}', "reason: Field required"),
        ('{"better": "A"} and then {"better": "A", "reason": 1}', "reason: Input should be"),
        ('{"reason": {"kind": "said"}, "better": "B",}', "reason: Input should be"),
        ("[" * 5000, "no JSON object"),
    ],
)
def test_what_does_not_fit_is_said(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        parse(text, Choice)


def test_of_a_cut_off_answer_whole_parts_are_saved() -> None:
    text = '{"subtasks": [{"goal": "g", "tools": ["t"], "steps": 1}, {"goal": "cut \\"off\\" in the mid'
    assert parse(text, WrittenTask, cut_off=True) == parse(f'{{"subtasks": {GOALS}}}', WrittenTask)


@pytest.mark.parametrize(
    "text",
    [
        '{"passed": true, "reason": "it is all ri',
        '{"passed": true, "reason": "see [1] and {2} of the',
        "<think>It may be {",
        '<think>Perhaps {"passed": true, "reason": "r"}',
        "",
    ],
)
def test_a_cut_off_answer_without_a_whole_part_cannot_be_used(text: str) -> None:
    with pytest.raises(ValueError):
        parse(text, WrittenAnswer, cut_off=True)


def test_a_cut_off_answer_that_is_whole_is_one() -> None:
    answer = '{"passed": true, "reason": "fine", "turns": []}'
    assert parse(answer + "\n\n\n", WrittenAnswer, cut_off=True).passed
