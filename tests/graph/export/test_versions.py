"""A record tells every version that its dialogue went through, and which the judge preferred."""

from itertools import pairwise

import pytest

from graph.build import build_graph, default_nodes
from graph.export.formats import FORMATS
from graph.export.source import Kept
from graph.export.versions import pairs
from graph.generate import Generator
from graph.models.simulated.model import SimulatedModel
from graph.tools.builtin.pool import BuiltinPool
from graph.tools.sampled_pool import sampled
from state.change import Change, change
from state.dialogue import Dialogue
from state.dialogue_state import DialogueState, Seed
from state.verdict import Ruling


@pytest.mark.parametrize("seed", [3, 8])
async def test_every_ruling_can_be_seen_again_from_the_record(seed: int) -> None:
    pool = sampled(BuiltinPool())
    graph = build_graph(default_nodes(SimulatedModel(flaw_rate=0.5), pool))
    states = [
        DialogueState.model_validate(values)
        async for values in graph.astream(Seed(id="d", seed=seed), {"recursion_limit": 500}, stream_mode="values")
    ]
    await pool.close(seed)
    record = (await Generator(graph, pool)(Seed(id="d", seed=seed), 0)).model_dump_json()
    found = [pair for pair in pairs(Kept.model_validate_json(record)) if pair.ruling.by == "judge"]
    assert found
    for before, after in pairwise(states):
        if before.candidate and after.candidate is None:
            stands = before.dialogue
            for ruling in after.rulings[len(before.rulings) :]:
                pair = found.pop()
                assert pair.ruling == ruling
                assert stands == (pair.lost if ruling.accepted else pair.kept)
                stands = pair.kept
            assert stands == after.dialogue
    assert found == []


def ruled(kept: Dialogue, lost: Dialogue, **more: object) -> Ruling:
    values = {"refinement": 1, "masked": (8,), "accepted": False, "by": "judge", "reason": "better"}
    return Ruling(**(values | more), lost=change(kept, lost))


def with_reply(dialogue: Dialogue, position: int, **update: object) -> Dialogue:
    turns = list(dialogue.turns)
    turns[position] = turns[position].model_copy(update=update)
    return dialogue.with_turns(tuple(turns))


def preferences(dialogue: Dialogue, *rulings: Ruling) -> list[dict]:
    record = Kept(index=0, status="kept", simulated=True, dialogue=dialogue, rulings=rulings)
    return [each.row for each in FORMATS["dpo"].rows(record)]


def test_a_pair_is_what_was_kept_and_what_was_not_after_the_same_prompt(dialogue) -> None:
    (row,) = preferences(dialogue, ruled(dialogue, with_reply(dialogue, 3, text="Grey.")))
    assert [message["role"] for message in row["prompt"]] == ["system", "user", "assistant", "tool", "tool"]
    assert row["chosen"] == [{"role": "assistant", "content": "Blue in Málaga."}]
    assert row["rejected"] == [{"role": "assistant", "content": "Grey."}]
    assert [tool["function"]["name"] for tool in row["tools"]] == ["get_weather"]


@pytest.mark.parametrize(
    ("position", "update"),
    [(0, {"text": "Weather, please."}), (3, {"subtask": 4}), (1, {"text": "Wrong."})],
    ids=["another prompt", "nothing that a model sees", "a mistake that is not learned"],
)
def test_no_pair_comes_of_other_differences(dialogue, position: int, update: dict) -> None:
    assert preferences(dialogue, ruled(dialogue, with_reply(dialogue, position, **update))) == []


def test_no_pair_follows_a_draft_or_comes_of_a_rule(dialogue) -> None:
    lost = with_reply(dialogue, 7, text="Low.")
    drafted = with_reply(dialogue, 3, drafted=True)
    assert preferences(drafted, ruled(drafted, with_reply(drafted, 7, text="Low."))) == []
    assert preferences(dialogue, ruled(dialogue, lost, by="rules")) == []
    assert len(preferences(dialogue, ruled(dialogue, lost))) == 1


def test_an_older_choice_is_shown_after_the_prompt_of_its_time(dialogue) -> None:
    middle = with_reply(dialogue, 3, text="Sunny.")
    latest = ruled(dialogue, middle, accepted=True, refinement=2)
    rows = preferences(dialogue, ruled(middle, with_reply(middle, 7, text="Low.")), latest)
    assert [row["prompt"][-1]["content"] for row in rows] == ["[1, null]", "no such city"]
    assert "Sunny." in [message["content"] for message in rows[0]["prompt"]]


def test_what_came_before_a_ruling_that_does_not_tell_is_not_guessed(dialogue) -> None:
    older = ruled(dialogue, with_reply(dialogue, 7, text="Low."))
    silent = Ruling(refinement=2, masked=(8,), accepted=True, by="judge", reason="swapped judge")
    foreign = silent.model_copy(update={"lost": Change(order=(1, 77), turns=(), tools=())})
    assert [preferences(dialogue, older, each) for each in (silent, foreign)] == [[], []]
