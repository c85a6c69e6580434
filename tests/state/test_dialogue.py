"""The nouns keep their promises."""

import pytest
from pydantic import ValidationError

from state.dialogue import Dialogue, UserTurn, call_number
from state.dialogue_state import DialogueState, Seed, joined
from state.model import Usage


def test_a_dialogue_survives_storing(sound) -> None:
    assert Dialogue.model_validate_json(sound.model_dump_json()) == sound


def test_new_items_go_behind_the_others_which_a_checkpoint_gives_back_as_a_list() -> None:
    assert joined([1, 2], (3,)) == joined((1, 2), (3,)) == (1, 2, 3)


def test_nothing_stored_can_be_changed_or_misspelt(sound) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        sound.system = "other"
    with pytest.raises(ValidationError, match="Extra inputs"):
        Seed(sed=3)


def test_steps_pair_calls_with_their_observations(sound) -> None:
    steps = list(sound.steps())
    assert [(step.turn.id, step.call.id, step.observation.call) for step in steps] == [
        (2, "call_1", "call_1"),
        (4, "call_2", "call_2"),
    ]
    unanswered = sound.with_turns(sound.turns[:4])
    assert list(unanswered.steps())[1].observation is None


def test_a_tool_is_on_offer_from_the_turn_that_brings_it(sound) -> None:
    weather, send = sound.tools
    later = UserTurn(id=7, subtask=1, text="I have connected the mail.", offers=(send,))
    dialogue = sound.model_copy(update={"tools": (weather,), "turns": (*sound.turns, later)})
    assert set(dialogue.tools_at(6)) == {"get_weather"}
    assert set(dialogue.tools_at(7)) == set(dialogue.all_tools()) == {"get_weather", "send_report"}


def test_ids_go_on_counting(sound) -> None:
    assert (sound.next_turn_id(), sound.next_call_number()) == (7, 3)
    assert (call_number("call_12"), call_number("toolu_12")) == (12, 0)
    empty = sound.with_turns(())
    assert (empty.next_turn_id(), empty.next_call_number()) == (1, 1)


def test_what_is_not_there_is_a_key_error(sound) -> None:
    with pytest.raises(KeyError):
        sound.turn(99)
    with pytest.raises(KeyError):
        sound.position(99)


def test_random_numbers_depend_on_seed_purpose_and_progress() -> None:
    first = DialogueState(seed=1)
    assert first.random("fill").random() == DialogueState(seed=1).random("fill").random()
    others = {first.random("judge").random(), DialogueState(seed=2).random("fill").random()}
    assert first.random("fill").random() not in others


def test_usage_adds_up() -> None:
    total = Usage(prompt_tokens=3, completion_tokens=1) + Usage(prompt_tokens=4)
    assert total == Usage(prompt_tokens=7, completion_tokens=1)
