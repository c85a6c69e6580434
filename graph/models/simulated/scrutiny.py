"""What is visibly wrong with the calls of a turn."""

from collections.abc import Iterator, Sequence

from graph.models.simulated.extraction import is_said
from graph.models.simulated.schemas import fits
from state.dialogue import AssistantTurn, Call, Dialogue, UserTurn
from state.source import Resolved, Said


def call_faults(dialogue: Dialogue, turn: AssistantTurn) -> Iterator[str]:
    """Say which calls name no tool on offer, do not fit their tool, cite what nobody said, or come twice."""
    tools = dialogue.tools_at(turn.id)
    texts = {spoken.id: spoken.text for spoken in dialogue.turns if isinstance(spoken, UserTurn)}
    for call in turn.calls:
        tool = tools.get(call.name)
        if tool is None:
            yield f"there is no tool {call.name}"
            continue
        values = call.values()
        if not fits(values, tool.parameters, tool.parameters) or values.keys() - tool.properties.keys():
            yield f"the arguments do not fit {call.name}"
        for argument in call.arguments:
            source = argument.source
            if isinstance(source, Said | Resolved) and not is_said(argument, texts.get(source.turn, "")):
                yield f"nobody said {argument.value!r}"
    if is_repetition(turn, turn.calls, dialogue):
        yield "the same was called before"


def is_repetition(turn: AssistantTurn, calls: Sequence[Call], dialogue: Dialogue) -> bool:
    """Whether every one of these calls was already made, with success, in the same subtask."""
    position = dialogue.position(turn.id)
    made = [
        (step.call.name, step.call.values())
        for step in dialogue.with_turns(dialogue.turns[:position]).steps()
        if step.turn.subtask == turn.subtask and step.observation and not step.observation.error
    ]
    return bool(calls) and all((call.name, call.values()) in made for call in calls)
