"""From what a writer gives to turns."""

import pytest

from nodes.writing import filled, numbered, skeleton
from state.answers import WrittenTurn, WrittenTurns


def _written(*turns: dict) -> tuple[WrittenTurn, ...]:
    return WrittenTurns.model_validate({"turns": turns}).turns


REQUEST = {"role": "user", "text": "And in Bruges?"}
CALL = {
    "role": "assistant",
    "calls": [
        {
            "id": "call_3",
            "name": "get_weather",
            "arguments": [{"name": "city", "value": "Bruges", "source": {"kind": "user", "turn": 7}}],
        }
    ],
}
REPLY = {"role": "assistant", "text": "I will look it up."}


def test_new_turns_go_on_counting_and_leave_places_for_observations(sound) -> None:
    turns = skeleton(sound, _written(REQUEST, CALL, REPLY), 1)
    assert [(turn.id, turn.role, turn.subtask) for turn in turns] == [
        (7, "user", 1),
        (8, "assistant", 1),
        (9, "tool", 1),
        (10, "assistant", 1),
    ]
    assert turns[2].observations[0].content is None


def test_a_reply_to_executed_calls_is_a_draft(sound, two_tools) -> None:
    executed = sound.model_copy(update={"tools": two_tools(executed=True).tools})
    assert skeleton(executed, _written(REQUEST, CALL, REPLY), 1)[-1].drafted
    assert not skeleton(sound, _written(REQUEST, CALL, REPLY), 1)[-1].drafted


@pytest.mark.parametrize(
    ("turns", "problem"),
    [
        ((CALL, REPLY), "first turn must be the user's"),
        ((REQUEST, CALL), "last turn must be the assistant's closing reply"),
        ((REQUEST, REPLY), "no turn makes a call"),
        ((REQUEST, CALL | {"calls": [CALL["calls"][0] | {"id": "call_1"}]}, REPLY), "'call_1' is already taken"),
        ((REQUEST, {"role": "assistant"}, REPLY), "neither text nor calls"),
    ],
)
def test_a_skeleton_of_another_shape_is_refused(sound, turns, problem) -> None:
    with pytest.raises(ValueError, match=problem):
        skeleton(sound, _written(*turns), 1)


def test_a_fill_changes_the_masked_turns_only(sound) -> None:
    version = filled(sound, (1, 6), _written({"role": "user", "id": 1, "text": "x"}, REPLY | {"id": 6}))
    assert [turn.id for turn, old in zip(version.turns, sound.turns, strict=True) if turn != old] == [1, 6]


def test_a_superfluous_call_is_left_out_with_its_observations(sound) -> None:
    version = filled(sound, (4,), _written({"role": "assistant", "id": 4, "calls": []}))
    assert [turn.id for turn in version.turns] == [1, 2, 3, 6]


@pytest.mark.parametrize(
    ("masked", "turn", "problem"),
    [
        ((1, 6), REPLY | {"id": 6}, "nothing was written for turn 1"),
        ((6,), REQUEST | {"id": 6}, "turn 6 is by 'assistant', not by 'user'"),
        ((6,), CALL | {"id": 6}, "turn 6 is a reply without calls"),
        ((2,), CALL | {"id": 2}, "keep the call ids"),
    ],
)
def test_a_fill_of_another_shape_is_refused(sound, masked, turn, problem) -> None:
    with pytest.raises(ValueError, match=problem):
        filled(sound, masked, _written(turn))


def test_the_kept_turn_keeps_its_id_and_calls(sound) -> None:
    wrong = CALL | {"calls": [{"id": "call_3", "name": "get_weather"}]}
    right = {"role": "assistant", "id": 2, "calls": [{"id": "call_1", "name": "get_weather"}]}
    turns = numbered(sound, _written(wrong, right), 0, kept=2)
    assert [turn.id for turn in turns] == [7, 8, 2, 9]
