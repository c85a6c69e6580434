"""Judging: fewer visible faults win, whichever letter a version has."""

from random import Random

import pytest

from graph.models.simulated.opinions import write_ruling
from state.brief import JudgeBrief


def _replying(dialogue, text, drafted=False):
    turn = dialogue.turns[-1].model_copy(update={"text": text, "drafted": drafted})
    return dialogue.with_turns((*dialogue.turns[:-1], turn))


@pytest.mark.parametrize(("swapped", "letter"), [(False, "B"), (True, "A")])
def test_a_real_reply_beats_a_draft_under_either_letter(spoken, swapped, letter):
    better = _replying(spoken, "The booking is B-90210 and costs $120.50.")
    brief = JudgeBrief(dialogue=spoken, other=better, masked=(6,), judged=(6,), swapped=swapped)

    assert write_ruling(brief, Random(1), 0.0).turns[0].better == letter


@pytest.mark.parametrize(
    "text",
    [
        "The booking is B-11111 and costs $120.50.",
        "The booking is B-90210 and costs $777.",
        "The booking is B-90210. I've also emailed you a receipt.",
        "The booking is B-90210 [MASK].",
    ],
)
def test_a_reply_with_a_visible_fault_loses(spoken, text):
    sound = _replying(spoken, "The booking is B-90210 and costs $120.50.")
    brief = JudgeBrief(dialogue=sound, other=_replying(spoken, text), masked=(6,), judged=(6,), swapped=False)

    assert write_ruling(brief, Random(1), 0.0).turns[0].better == "A"


def test_the_same_text_is_a_tie(spoken):
    brief = JudgeBrief(dialogue=spoken, other=spoken, masked=(6,), judged=(6,), swapped=True)

    assert write_ruling(brief, Random(1), 0.0).turns[0].better == "tie"
