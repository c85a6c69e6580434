"""Writing the turns of a subtask: the request, the calls step by step, and a reply."""

from collections.abc import Sequence
from datetime import datetime
from random import Random

from pydantic import JsonValue

from graph.models.simulated.arguments import make_call
from graph.models.simulated.asking import Piece
from graph.models.simulated.ledger import Ledger, Output, Plan, ledger_of
from graph.models.simulated.observations import observe
from graph.models.simulated.paths import look_up
from graph.models.simulated.phrases import DRAFTS
from graph.models.simulated.request import request
from graph.models.simulated.served import plan_for
from graph.models.simulated.steps import Planned, grouped
from graph.models.simulated.telling import tell
from state.answers import WrittenTurn, WrittenTurns
from state.brief import SubtaskBrief
from state.dialogue import AssistantTurn, Call, Dialogue, Observation, Step, UserTurn
from state.source import Observed
from state.tool import Tool


def write_subtask(brief: SubtaskBrief, random: Random) -> WrittenTurns:
    """Write the next subtask so that every value is said or was observed."""
    dialogue = brief.dialogue
    pieces, plans, observed = _pieces(brief, random)
    turn = dialogue.next_turn_id()
    earlier = [spoken.text for spoken in dialogue.turns if isinstance(spoken, UserTurn)]
    text = request(pieces, turn, earlier, random) if pieces else brief.subtask.goal
    turns = [WrittenTurn(role="user", text=text)]
    calls = {piece.call.id: piece.call for piece in pieces}
    for group in grouped(plans, brief.subtask.steps):
        turns.append(WrittenTurn(role="assistant", calls=tuple(calls[planned.call] for planned in group)))
        results = tuple(observed[planned.call] for planned in group if planned.call in observed)
        if results:
            turns.append(WrittenTurn(role="tool", observations=results))
    turns.append(WrittenTurn(role="assistant", text=_reply(pieces, observed, dialogue, random)))
    return WrittenTurns(turns=tuple(turns))


def _pieces(brief: SubtaskBrief, random: Random) -> tuple[list[Piece], list[Planned], dict[str, Observation]]:
    dialogue = brief.dialogue
    ledger = ledger_of(dialogue, brief.facts)
    tools = dialogue.all_tools()
    known = _spoken_of(dialogue) if random.random() < 0.7 else {}
    observed: dict[str, Observation] = {}
    pieces: list[Piece] = []
    plans: list[Planned] = []
    number, turn = dialogue.next_call_number(), dialogue.next_turn_id()
    names = _names(brief, tools, random)
    spare = sorted(tools, key=lambda name: len(tools[name].required))
    for place, name in enumerate((*names, *spare)):
        if place >= len(names) and pieces:
            break
        tool = tools[name]
        plan = _plan(brief, tool, names[place + 1 :], ledger, known, random)
        if plan is None:
            continue
        call = make_call(tool, plan, f"call_{number + len(pieces)}", turn, dialogue.now, random)
        if not tool.executed:
            call = with_values(call, observed)
            observed[call.id] = invented(tool, call, dialogue.now, random)
        content = observed[call.id].content if call.id in observed else None
        ledger.record(tool, plan, Output(call.id, tool, known=not tool.executed, content=content))
        known |= {argument.name: argument.value for argument in call.arguments if argument.value is not None}
        pieces.append(Piece(tool, call))
        plans.append(Planned(call.id, tool, plan))
    return pieces, plans, observed


def _names(brief: SubtaskBrief, tools: dict[str, Tool], random: Random) -> list[str]:
    named = [name for name in brief.subtask.tools if name in tools]
    return named or [random.choice(sorted(tools))]


def _plan(
    brief: SubtaskBrief,
    tool: Tool,
    ahead: Sequence[str],
    ledger: Ledger,
    known: dict[str, JsonValue],
    random: Random,
) -> Plan | None:
    again = tool.name in ahead or (len(ledger.outputs) > ledger.since and ledger.outputs[-1].tool.name == tool.name)
    spoken = {name: value for name, value in known.items() if name not in tool.required} if again else known
    return plan_for(tool, ledger, brief.subtask.goal, ahead, spoken, brief.dialogue.now, random)


def _spoken_of(dialogue: Dialogue) -> dict[str, JsonValue]:
    return {argument.name: argument.value for step in dialogue.steps() for argument in step.call.arguments}


def invented(tool: Tool, call: Call, now: datetime, random: Random) -> Observation:
    """What a tool that is not executed might have answered to this call."""
    return Observation(call=call.id, content=observe(tool, call.values(), now, random))


def with_values(call: Call, observed: dict[str, Observation]) -> Call:
    """The call with the values of its references, where they are known."""
    arguments = []
    for argument in call.arguments:
        source = argument.source
        if isinstance(source, Observed) and source.call in observed:
            argument = argument.model_copy(update={"value": look_up(source.path, observed[source.call].content)})
        arguments.append(argument)
    return call.model_copy(update={"arguments": tuple(arguments)})


def _reply(pieces: Sequence[Piece], observed: dict[str, Observation], dialogue: Dialogue, random: Random) -> str:
    if not pieces or any(piece.tool.executed for piece in pieces):
        return random.choice(DRAFTS)
    turn = AssistantTurn(id=0, subtask=0)
    steps = [Step(turn, piece.call, observed[piece.call.id]) for piece in pieces]
    return tell(steps, dialogue.all_tools(), random)
