"""Making a dialogue harder: a missing detail, a missing tool, a mistake, a digression."""

from random import Random

from graph.models.simulated.asking import Piece
from graph.models.simulated.descriptions import imperative
from graph.models.simulated.filler import intended, varied
from graph.models.simulated.mistakes import mistaken
from graph.models.simulated.phrases import ASK_BACK, DECLINES, GRANTS, NOTICES
from graph.models.simulated.request import answer, request
from graph.models.simulated.schemas import identifier_like, kind_of, readable, resolve
from graph.models.simulated.smalltalk import exchange_for
from graph.models.simulated.wording import is_cited, words
from state.answers import WrittenTurn, WrittenTurns
from state.brief import InjectBrief
from state.dialogue import Argument, AssistantTurn, Call, Observation
from state.source import Resolved, Said
from state.tool import Tool

_CHATTY = ("By the way, ", "Thank you! One more question: ", "Thanks! ", "That's great. ", "")


def write_injection(brief: InjectBrief, random: Random) -> WrittenTurns:
    """The turns that the given turn becomes."""
    writers = {
        "clarification": _clarification,
        "tool_awareness": _tool_awareness,
        "error_simulation": _error_simulation,
        "non_function_calling": _digression,
    }
    return WrittenTurns(turns=writers[brief.complexity](brief, random))


def _unchanged(brief: InjectBrief) -> WrittenTurn:
    turn = brief.dialogue.turn(brief.turn)
    if turn.role == "tool":
        return WrittenTurn(role="tool", id=turn.id, observations=turn.observations)
    calls = turn.calls if turn.role == "assistant" else ()
    return WrittenTurn(role=turn.role, id=turn.id, text=turn.text, calls=calls)


def _clarification(brief: InjectBrief, random: Random) -> tuple[WrittenTurn, ...]:
    dialogue, turn = brief.dialogue, brief.turn
    tools = dialogue.all_tools()
    calls = [call for call in intended(dialogue, dialogue.turn(turn).subtask) if call.name in tools]
    for call, argument in _omissible(calls, tools, turn, random):
        said = words(argument, turn) or ""
        pieces = [Piece(tools[other.name], _without(other, argument)) for other in calls]
        text = request(pieces, turn, continues=dialogue.position(turn) > 0, random=random)
        if said.lower() in text.lower():
            continue
        only = call.model_copy(update={"arguments": (argument,)})
        return (
            WrittenTurn(role="user", id=turn, text=text),
            WrittenTurn(role="assistant", text=random.choice(ASK_BACK).format(_question(tools[call.name], argument))),
            WrittenTurn(role="user", text=answer([only], turn, random)),
        )
    return (_unchanged(brief),)


def _omissible(calls: list[Call], tools: dict[str, Tool], turn: int, random: Random) -> list[tuple[Call, Argument]]:
    cited = [(call, argument) for call in calls for argument in call.arguments if is_cited(argument, turn)]
    random.shuffle(cited)

    def awkwardness(pair: tuple[Call, Argument]) -> int:
        call, argument = pair
        optional = argument.name not in tools[call.name].required
        return 4 * optional + 2 * isinstance(argument.value, bool) + identifier_like(argument.name)

    return sorted(cited, key=awkwardness)


def _without(call: Call, left_out: Argument) -> Call:
    """The call with every mention of this value moved out of the turn."""
    arguments = tuple(
        argument.model_copy(update={"source": _elsewhere(argument)})
        if isinstance(argument.source, Said | Resolved)
        and argument.name == left_out.name
        and argument.value == left_out.value
        else argument
        for argument in call.arguments
    )
    return call.model_copy(update={"arguments": arguments})


def _elsewhere(argument: Argument) -> Said | Resolved:
    assert isinstance(argument.source, Said | Resolved)
    return argument.source.model_copy(update={"turn": -1})


def _question(tool: Tool, argument: Argument) -> str:
    schema = resolve(tool.properties.get(argument.name, {}), tool.parameters)
    label = readable(argument.name)
    if isinstance(argument.source, Resolved) or "date" in label:
        return "Which day do you have in mind?" if label in ("date", "day") else f"What should the {label} be?"
    if "time" in label.split():
        return "At what time?"
    if choices := [str(choice).replace("_", " ") for choice in schema.get("enum") or ()][:5]:
        return f"Which {label} would you like: {', '.join(choices)}?"
    if kind_of(schema) in ("integer", "number") and not identifier_like(argument.name):
        return f"What {label} should I use?" if label.split()[-1] != "minutes" else "How many minutes should it be?"
    return "Which e-mail address should I use?" if label == "email" else f"Could you tell me the {label}?"


def _tool_awareness(brief: InjectBrief, random: Random) -> tuple[WrittenTurn, ...]:
    if brief.withheld is None:
        return (_unchanged(brief),)
    name = brief.withheld.name
    return (
        _unchanged(brief),
        WrittenTurn(role="assistant", text=random.choice(DECLINES).format(imperative(brief.withheld))),
        WrittenTurn(role="user", text=random.choice(GRANTS).format(name)),
    )


def _error_simulation(brief: InjectBrief, random: Random) -> tuple[WrittenTurn, ...]:
    turn = brief.dialogue.turn(brief.turn)
    if not isinstance(turn, AssistantTurn) or not turn.calls:
        return (_unchanged(brief),)
    call = turn.calls[0]
    tool = brief.dialogue.tools_at(turn.id).get(call.name)
    if tool is None:
        return (_unchanged(brief),)
    mistake = mistaken(tool, call, f"call_{brief.dialogue.next_call_number()}", random)
    turns = [WrittenTurn(role="assistant", calls=(mistake.call,))]
    if not tool.executed:
        failure = Observation(call=mistake.call.id, content={"error": mistake.complaint}, error=True)
        turns.append(WrittenTurn(role="tool", observations=(failure,)))
    turns.append(WrittenTurn(role="assistant", id=turn.id, text=random.choice(NOTICES), calls=turn.calls))
    return tuple(turns)


def _digression(brief: InjectBrief, random: Random) -> tuple[WrittenTurn, ...]:
    exchange = exchange_for(brief.dialogue, random)
    lead = random.choice(_CHATTY)
    question = varied(exchange.question, (lead,), random) if lead.endswith((", ", ": ")) else lead + exchange.question
    return (
        _unchanged(brief),
        WrittenTurn(role="user", text=question),
        WrittenTurn(role="assistant", text=exchange.answer),
    )
