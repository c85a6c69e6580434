"""Making a dialogue harder: a missing detail, a missing tool, a mistake, a digression."""

import re
from random import Random

from graph.models.simulated.asking import Mentions, Piece, from_templates
from graph.models.simulated.descriptions import imperative
from graph.models.simulated.filler import intended, said_before, varied
from graph.models.simulated.manners import manner_of, own_question
from graph.models.simulated.mistakes import mistaken
from graph.models.simulated.phrases import ASK_BACK, DECLINES, FORGOTTEN, GRANTS, MISTAKEN
from graph.models.simulated.purposes import service_of
from graph.models.simulated.request import answer, request
from graph.models.simulated.schemas import identifier_like, kind_of, readable, resolve
from graph.models.simulated.smalltalk import exchange_for
from graph.models.simulated.verbs import to_you
from graph.models.simulated.wild import from_descriptions
from graph.models.simulated.wording import is_cited, joined, words
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
        text = request(pieces, turn, said_before(dialogue, turn), random)
        if said.lower() in text.lower():
            continue
        only = call.model_copy(update={"arguments": (argument,)})
        return (
            WrittenTurn(role="user", id=turn, text=text),
            WrittenTurn(role="assistant", text=random.choice(ASK_BACK).format(question(tools[call.name], argument))),
            WrittenTurn(role="user", text=answer([only], turn, random)),
        )
    return (_unchanged(brief),)


def _omissible(calls: list[Call], tools: dict[str, Tool], turn: int, random: Random) -> list[tuple[Call, Argument]]:
    once = [call for call in calls if sum(other.name == call.name for other in calls) == 1]
    cited = [(call, argument) for call in once for argument in call.arguments if is_cited(argument, turn)]
    cited = [(call, argument) for call, argument in cited if not isinstance(argument.value, list | dict)]
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


def question(tool: Tool, argument: Argument) -> str:
    """How the assistant asks for what was left out."""
    if tool.executed and (known := own_question(tool.name, argument.name)):
        return known
    schema = resolve(tool.properties.get(argument.name, {}), tool.parameters)
    label = readable(argument.name)
    last = label.split()[-1].lower()
    if choices := [str(choice).replace("_", " ") for choice in schema.get("enum") or ()][:5]:
        return f"Which {label} would you like: {joined(choices).replace(' and ', ' or ')}?"
    for words_asked, asked in _ASKED:
        if re.search(words_asked, label, re.IGNORECASE):
            return asked
    if kind_of(schema) in ("integer", "number") and not identifier_like(argument.name):
        return f"What should the {label} be?"
    thing = label.removesuffix(" ID").removesuffix(" name").removesuffix(" key")
    many = last.endswith("s") and not last.endswith(("ss", "us", "is"))
    return f"Which {thing} do you mean?" if not many else f"Which {thing} should it be?"


_ASKED = (
    (r"\b(query|search|keywords?|topic|term|q)$", "What should I look for?"),
    (r"\b(URL|URI|link|website)$", "What is the address?"),
    (r"\b(text|content|message|body|description|comment|note|prompt)$", "What exactly should the text be?"),
    (r"\b(start|from|since|after|begin)\b", "From when on?"), (r"\b(end|until|before)\b", "Until when?"),
    (r"\b(date|day)$", "Which day do you have in mind?"), (r"\btime$", "At what time?"),
    (r"\b(city|location|place|address)$", "Which place do you mean?"), (r"\byear|season$", "Which year do you mean?"),
    (r"\be-?mail|recipient|^to$", "Which e-mail address should I use?"),
    (r"\b(path|file|filename|file name)$", "Which file do you mean?"),
    (r"\b(directory|folder)$", "Which folder do you mean?"), (r"\b(title|subject|headline)$", "What is the title?"),
    (r"\b(symbol|ticker)$", "Which symbol do you mean?"), (r"^name$|\bname$", "What is the name?"),
)  # fmt: skip


def _tool_awareness(brief: InjectBrief, random: Random) -> tuple[WrittenTurn, ...]:
    if brief.withheld is None:
        return (_unchanged(brief),)
    tool, dialogue = brief.withheld, brief.dialogue
    calls = intended(dialogue, dialogue.turn(brief.turn).subtask)
    call = next((call for call in calls if call.name == tool.name), None)
    wish = to_you(_wish(tool, call, brief.turn, random))
    service = service_of(tool)
    return (
        _unchanged(brief),
        WrittenTurn(role="assistant", text=random.choice(DECLINES).format(wish, service)),
        WrittenTurn(role="user", text=random.choice(GRANTS).format(service)),
    )


def _wish(tool: Tool, call: Call | None, turn: int, random: Random) -> str:
    """What was asked for, in the words of the request."""
    if call is None:
        return imperative(tool)
    write = from_templates if tool.asks else from_descriptions
    return write([Piece(tool, call)], Mentions(turn), random).text


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
    notices = FORGOTTEN if mistake.missing else MISTAKEN
    noun = f"the {readable(mistake.parameter)}"
    if tool.executed:
        noun = manner_of(mistake.parameter).noun if mistake.parameter in tool.properties else "what to send along"
    turns.append(WrittenTurn(role="assistant", id=turn.id, text=random.choice(notices).format(noun), calls=turn.calls))
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
