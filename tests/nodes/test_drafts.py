"""Replies that do not know their results."""

import pytest

from nodes.drafts import drafts, with_drafts
from state.dialogue import Observation


@pytest.fixture
def changed(sound):
    """The sound dialogue with another result of its first call."""
    turns = list(sound.turns)
    other = Observation(call="call_1", content={"report_id": "R-7731", "degrees": 3.0})
    turns[2] = turns[2].model_copy(update={"observations": (other,)})
    return sound.with_turns(tuple(turns))


def _executed(dialogue):
    tools = tuple(tool.model_copy(update={"executed": True}) for tool in dialogue.tools)
    return dialogue.model_copy(update={"tools": tools})


def test_a_reply_whose_observations_changed_is_a_draft_again(sound, changed) -> None:
    assert drafts(with_drafts(sound, changed)) == (6,)
    assert with_drafts(sound, sound) == sound


def test_a_reply_written_with_its_observations_knows_them(sound, changed) -> None:
    assert drafts(with_drafts(sound, changed, (2, 6))) == ()


def test_a_reply_written_before_execution_does_not(sound, changed) -> None:
    assert drafts(with_drafts(_executed(sound), _executed(changed), (2, 6))) == (6,)
