"""How the graphs carry a dialogue: as one thing, which nodes change by the fields that they return."""

from dataclasses import replace

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command, interrupt

from graph.build import build_graph, default_nodes
from graph.channel import Whole
from graph.generate import Generator
from graph.models.simulated.model import SimulatedModel
from state.dialogue import Dialogue
from state.dialogue_state import DialogueState, Seed
from state.task import Task
from state.verdict import Finding, Verdict


def _with(two_tools, **nodes):
    return replace(default_nodes(SimulatedModel(), two_tools(True)), **nodes)


def test_a_state_comes_back_from_a_checkpoint_as_it_was_whether_or_not_its_type_is_known(sound) -> None:
    state = DialogueState(seed=3, dialogue=sound, picks={1: 2})
    for stored in (state, state.model_dump()):
        back = Whole().from_checkpoint(stored).get()
        assert back == state
        assert isinstance(back.dialogue, Dialogue)
    assert not Whole(state).from_checkpoint(object()).is_available()


def test_what_is_added_comes_behind_what_was_there_and_a_copy_leaves_the_original_alone() -> None:
    channel = Whole()
    assert channel.update([Seed(seed=3), {"planted": (), "written": 1}])
    copy = channel.copy()
    copy.update([{"written": 2}])
    assert (channel.get().seed, channel.get().written, copy.get().written) == (3, 1, 2)
    assert not channel.update([])


@pytest.mark.parametrize(
    ("update", "told"),
    [
        ({"verdicts": 1}, "verdicts Extra inputs are not permitted"),
        ({"findings": "none"}, "findings Input should be a valid tuple"),
        ("done", "a node has to return the fields that it changed, not 'done'"),
    ],
)
async def test_a_node_that_returns_something_else_is_told(two_tools, update, told) -> None:
    async def mine(state):
        return update

    pool = two_tools(True)
    record = await Generator(build_graph(_with(two_tools, initialize=mine)), pool)(Seed(seed=3), 0)
    assert record.status == "failed"
    assert told in record.reasons[0]


async def test_a_node_may_ask_a_person_and_go_on_with_the_answer(two_tools, sound) -> None:
    async def prepared(state):
        return {"dialogue": sound, "task": Task(subtasks=()), "settled": True}

    async def person(state):
        return {"verdict": Verdict(accepted=interrupt(f"{len(state.dialogue.turns)} turns, keep them?"))}

    async def silent(state):
        return {"findings": (Finding(rule="r", kind="k", severity="fatal", turn=None, message="m"),)}

    nodes = _with(two_tools, initialize=prepared, rule_check=silent, aggregate=person)
    graph = build_graph(nodes, checkpointer=InMemorySaver())
    config = {"configurable": {"thread_id": "one"}}
    seed = Seed(budget={"passes": 0, "min_injections": 0, "max_injections": 0})
    stopped = await graph.ainvoke(seed, config)
    assert stopped["__interrupt__"][0].value == f"{len(sound.turns)} turns, keep them?"
    end = await graph.ainvoke(Command(resume=True), config)
    assert end.verdict == Verdict(accepted=True)


def test_the_form_has_the_fields_of_a_seed(two_tools) -> None:
    schema = build_graph(_with(two_tools)).get_input_jsonschema()
    assert list(schema["properties"]) == list(Seed.model_fields)
