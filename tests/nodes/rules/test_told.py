"""Days and counts in replies, against what results and users said of them."""

import pytest

from nodes.rules.catalogue import RULES
from nodes.rules.rule import check
from state.dialogue import Dialogue, Observation


@pytest.fixture
def told(sound: Dialogue):
    """What is found where a reply follows a result and, perhaps, another request."""

    def find(reply: str, result: dict, more: str = "") -> list[tuple[str, str]]:
        asked, call, answer, *rest, last = sound.turns
        content = {"report_id": "R-7731", "degrees": 21.5, **result}
        turns = (
            asked.model_copy(update={"text": f"{asked.text} {more}"}),
            call,
            answer.model_copy(update={"observations": (Observation(call="call_1", content=content),)}),
            *rest,
            last.model_copy(update={"text": reply}),
        )
        return [(each.rule, each.severity) for each in check(sound.with_turns(turns), RULES)]

    return find


WRONG_DAY = [("days_in_replies_were_told", "fatal")]
WRONG_COUNT = [("counts_in_replies_are_right", "fatal")]


@pytest.mark.parametrize(
    ("reply", "result", "more", "found"),
    [
        ("It arrives on 12 June.", {"sent": "2025-06-09", "note": "within 3 days"}, "", []),
        ("It arrives on 17 May.", {"note": "within 3 days"}, "", []),
        ("It arrives on 12 June.", {"sent": "2025-06-09"}, "I was away for a few days.", WRONG_DAY),
        ("It arrives on 12 June.", {"sent": "2025-06-09"}, "I was away for 3 days.", []),
        ("It arrives on 19 May.", {"check_in": "2025-06-09", "nights": 5}, "", WRONG_DAY),
        ("It arrives on 21 May.", {"sent": "2025-06-09"}, "I move next week.", []),
        ("It arrives on 22 May.", {"sent": "2025-06-09"}, "I move next week.", WRONG_DAY),
        ("It was sent on 9 June 2026.", {"sent": "2025-06-09"}, "", WRONG_DAY),
    ],
)
def test_a_day_is_led_to_only_by_what_speaks_of_it(told, reply: str, result: dict, more: str, found: list) -> None:
    assert told(reply, result, more) == found


@pytest.mark.parametrize(
    ("reply", "found"),
    [
        ('It says: "then it gives three worked examples".', []),
        ('It says: "then it gives two worked examples".', WRONG_COUNT),
        ("Then it gives five worked examples.", WRONG_COUNT),
        ("It has 8 followers.", []),
        ("It has 6 followers.", WRONG_COUNT),
    ],
)
def test_a_number_of_things_is_told_as_the_result_has_it(told, reply: str, found: list) -> None:
    result = {"text": "Then it gives three worked examples.", "followers": 8, "parts": ["one", "two"]}
    assert told(reply, result) == found
