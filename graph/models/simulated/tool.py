"""The tools of the baseline: what those that nobody can run may have returned."""

from random import Random

from graph.models.simulated.writer import invented
from state.answers import WrittenTurn, WrittenTurns
from state.brief import ToolBrief
from state.dialogue import AssistantTurn, Call, Dialogue, Observation


def write_results(brief: ToolBrief, random: Random) -> WrittenTurns:
    """One observation for each call; asked the same once more, a tool returns the same."""
    dialogue = brief.dialogue
    last = dialogue.turns[-1]
    calls = [call for call in last.calls if call.id in brief.calls] if isinstance(last, AssistantTurn) else []
    found = tuple(_result(dialogue, call, random) for call in calls)
    return WrittenTurns(turns=(WrittenTurn(role="tool", observations=found),))


def _result(dialogue: Dialogue, call: Call, random: Random) -> Observation:
    for step in dialogue.steps():
        if step.observation and (step.call.name, step.call.values()) == (call.name, call.values()):
            return step.observation.model_copy(update={"call": call.id})
    return invented(dialogue.all_tools()[call.name], call, dialogue.now, random)
