"""What can be done to a dialogue, in both representations."""

from random import Random

import pytest

from state.source import Said


@pytest.fixture(params=["small", "small_row"])
def specimen(request):
    """The sound little dialogue, once as our own and once as a row."""
    return request.getfixturevalue(request.param)


def test_both_tell_the_same_calls(small, small_row):
    told = [[(made.tool, made.arguments, made.learn, made.failed) for made in one.made()] for one in (small, small_row)]
    assert told[0] == told[1]
    assert [made.tool for made in small.made()] == ["get_weather", "send_report"]


def test_both_know_what_day_it_is(specimen):
    assert str(specimen.today) == "2025-05-14"


def test_a_trusted_dialogue_has_no_findings(specimen):
    assert specimen.check() == ()


def test_a_call_loses_its_result_alone(specimen):
    first, second = specimen.without_result(specimen.made()[0]).made()
    assert (first.answered_in, second.answered_in is None) == (None, False)


def test_a_result_nobody_asked_for_changes_no_other(specimen):
    orphaned = specimen.with_orphan(specimen.made()[0])
    assert [made.result for made in orphaned.made()] == [made.result for made in specimen.made()]
    assert {finding.kind for finding in orphaned.check()} == {"format"}


def test_a_value_can_be_taken_out_of_all_that_was_said_before(specimen):
    second = specimen.made()[1]
    fresh = specimen.without_value("R-7731", second.turn, "")
    said = [heard.text for heard in fresh.heard()]
    place = [heard.turn for heard in fresh.heard()].index(second.turn)
    assert "R-7731" not in "".join(said[:place])
    assert "R-7731" in said[place]


def test_a_call_goes_with_its_result(specimen):
    fresh, _ = specimen.without_call(specimen.made()[0])
    assert [made.tool for made in fresh.made()] == ["send_report"]
    assert len(fresh.heard()) == len(specimen.heard()) - 2


def test_a_call_comes_again_right_after_its_result(specimen):
    fresh, turn = specimen.with_call_again(specimen.made()[0])
    assert [made.tool for made in fresh.made()] == ["get_weather", "get_weather", "send_report"]
    assert fresh.made()[1].turn == turn
    assert fresh.made()[1].result == specimen.made()[0].result


def test_two_steps_become_one(specimen):
    joined = specimen.joined(*specimen.made())
    assert [made.turn for made in joined.made()] == [specimen.made()[0].turn] * 2
    assert [made.result for made in joined.made()] == [made.result for made in specimen.made()]
    assert specimen.joined(*reversed(specimen.made())) is None


def test_a_wrong_value_of_ours_names_a_source_that_a_model_could_name(small):
    made = small.made()[1]
    before = small.dialogue.turn(made.turn).calls[0].arguments[0].source
    sources = set()
    for seed in range(40):
        spoiled = small.with_arguments(made, made.arguments | {"report_id": "R-7713"}, Random(seed))
        sources.add(spoiled.dialogue.turn(made.turn).calls[0].arguments[0].source)
    assert before in sources
    assert Said(turn=1) in sources
    assert len(sources) > 2


def test_arguments_that_stay_keep_their_sources(small):
    made = small.made()[1]
    spoiled = small.with_arguments(made, made.arguments | {"report_id": "R-7713"}, Random(0))
    assert (
        spoiled.dialogue.turn(made.turn).calls[0].arguments[1] == small.dialogue.turn(made.turn).calls[0].arguments[1]
    )
