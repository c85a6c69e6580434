"""Stored observations against what running their calls returns."""

from nodes.rerun import disagreements
from state.dialogue import Dialogue, Observation, ToolTurn


def executed(dialogue: Dialogue) -> Dialogue:
    """The dialogue with tools that run."""
    tools = tuple(tool.model_copy(update={"executed": True}) for tool in dialogue.tools)
    return dialogue.model_copy(update={"tools": tools})


def told(dialogue: Dialogue, content: object) -> Dialogue:
    """The dialogue with another first result."""
    turn = ToolTurn(id=3, subtask=0, observations=(Observation(call="call_1", content=content),))
    return dialogue.with_turns((*dialogue.turns[:2], turn, *dialogue.turns[3:]))


async def test_what_was_run_agrees(sound, two_tools):
    assert await disagreements(executed(sound), two_tools(executed=True)) == ()


async def test_a_result_that_was_changed_disagrees(sound, two_tools):
    changed = told(executed(sound), {"report_id": "R-7731", "degrees": 24})
    findings = await disagreements(changed, two_tools(executed=True))
    assert [(finding.kind, finding.turn, finding.path) for finding in findings] == [
        ("observation_mismatch", 2, "call_1")
    ]


async def test_what_nothing_runs_cannot_disagree(sound, two_tools):
    changed = told(sound, {"report_id": "R-7731", "degrees": 24})
    assert await disagreements(changed, two_tools()) == ()
