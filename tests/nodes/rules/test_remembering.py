"""What rules remember of one version of a dialogue holds for the next one, and no longer than it is true."""

from datetime import datetime

import pytest

from nodes.complexities import recited
from nodes.rules.replies import amounts_in_replies_were_seen
from nodes.rules.rule import Complaint, Complaints, check, rule, step_rule
from state.dialogue import Argument, AssistantTurn, Call, Dialogue, Observation, Step, ToolTurn, UserTurn
from state.source import Said


def _dialogue(reply: str, content: str = "1980 seats") -> Dialogue:
    call = Call(id="call_1", name="look", arguments=(Argument(name="hall", value="Aula", source=Said(turn=1)),))
    turns = (
        UserTurn(id=1, subtask=0, text="How many seats has the Aula?"),
        AssistantTurn(id=2, subtask=0, calls=(call,)),
        ToolTurn(id=3, subtask=0, observations=(Observation(call="call_1", content=content),)),
        AssistantTurn(id=4, subtask=0, text=reply),
    )
    return Dialogue(system="You help.", now=datetime(2026, 5, 4), tools=(), turns=turns)


@pytest.mark.parametrize(
    ("reply", "content", "wrong"),
    [
        ("It has 1980 seats.", "1980 seats", False),
        ("It has 198 seats.", "1980 seats", True),
        ("It has 980 seats.", "1980 seats", True),
        ("It has 198 seats.", "1,198 seats", True),
        ("It has 198 seats.", "1980 or 198", False),
    ],
)
def test_a_number_is_not_seen_in_a_longer_one(reply: str, content: str, wrong: bool) -> None:
    assert bool(list(amounts_in_replies_were_seen(_dialogue(reply, content)))) is wrong


def test_a_rule_is_asked_once_about_a_step_that_comes_again_and_anew_when_its_result_is_another() -> None:
    asked: list[str] = []

    @step_rule("schema")
    def results_are_short(step: Step) -> Complaints:
        """A result is short."""
        assert step.observation is not None
        asked.append(str(step.observation.content))
        if len(str(step.observation.content)) > 10:
            yield Complaint(step.turn.id, "long")

    @rule("format", "soft")
    def nothing_is_said(dialogue: Dialogue) -> Complaints:
        """Nothing is said."""
        yield Complaint(dialogue.turns[-1].id, "something is said")

    rules = (results_are_short, nothing_is_said)
    first = _dialogue("It has 1980 seats.", "1980 seats, all told")
    second = first.with_turns((*first.turns[:-1], AssistantTurn(id=4, subtask=0, text="1980.")))
    assert [f.rule for f in check(first, rules)] == ["results_are_short", "nothing_is_said"]
    assert [f.rule for f in check(second, rules)] == ["results_are_short", "nothing_is_said"]
    assert asked == ["1980 seats, all told"]
    other = ToolTurn(id=3, subtask=0, observations=(Observation(call="call_1", content="1980"),))
    assert [f.rule for f in check(first.with_turns((*first.turns[:2], other, first.turns[3])), rules)] == [
        "nothing_is_said"
    ]
    assert asked == ["1980 seats, all told", "1980"]


def test_a_turn_whose_citations_stay_is_the_very_same() -> None:
    dialogue = _dialogue("It has 1980 seats.")
    again = recited(dialogue, (dialogue.turns[0],))
    assert all(one is other for one, other in zip(dialogue.turns, again.turns, strict=True))
