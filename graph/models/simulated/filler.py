"""Writing masked turns anew, with both sides of the context in view."""

from collections.abc import Sequence
from random import Random

from graph.models.simulated.asking import Piece
from graph.models.simulated.mending import mend_calls
from graph.models.simulated.phrases import ASK_BACK, DECLINES
from graph.models.simulated.request import answer, request
from graph.models.simulated.telling import tell
from graph.models.simulated.wording import is_cited
from graph.models.simulated.writer import invented, with_values
from state.answers import WrittenTurn, WrittenTurns
from state.brief import FillBrief
from state.dialogue import AssistantTurn, Call, Dialogue, Observation, Step, ToolTurn, UserTurn

_USER_LEADS = ("By the way, ", "Oh, and ", "Just wondering: ", "Out of curiosity: ", "Before I forget: ")
_ASSISTANT_LEADS = ("Sure! ", "Of course. ", "Gladly. ", "Good question. ", "Happy to. ")


def write_fill(brief: FillBrief, random: Random) -> WrittenTurns:
    """The masked turns and no others, each with its id."""
    written: dict[int, WrittenTurn] = {}
    for turn in brief.dialogue.turns:
        if turn.id in brief.masked and turn.id not in written:
            for fresh in _refilled(turn, brief, random):
                assert fresh.id is not None
                written[fresh.id] = fresh
    return WrittenTurns(turns=tuple(written.values()))


def _refilled(turn: UserTurn | AssistantTurn | ToolTurn, brief: FillBrief, random: Random) -> list[WrittenTurn]:
    dialogue = brief.dialogue
    if isinstance(turn, UserTurn):
        return [WrittenTurn(role="user", id=turn.id, text=_user_text(turn, dialogue, random))]
    if isinstance(turn, ToolTurn):
        return _observations(turn, dialogue, random)
    if turn.calls:
        return _calls(turn, dialogue, brief.reasons, random)
    return [WrittenTurn(role="assistant", id=turn.id, text=_assistant_text(turn, dialogue, random))]


def _user_text(turn: UserTurn, dialogue: Dialogue, random: Random) -> str:
    calls = intended(dialogue, turn.subtask)
    first = next(other for other in dialogue.turns if isinstance(other, UserTurn) and other.subtask == turn.subtask)
    if first.id == turn.id and calls:
        tools = dialogue.all_tools()
        pieces = [Piece(tools[call.name], call) for call in calls if call.name in tools]
        if pieces:
            return request(pieces, turn.id, continues=dialogue.position(turn.id) > 0, random=random)
    if any(is_cited(argument, turn.id) for call in calls for argument in call.arguments):
        return answer(calls, turn.id, random)
    return varied(turn.text, _USER_LEADS, random)


def intended(dialogue: Dialogue, subtask: int) -> list[Call]:
    """The calls that a request was meant to lead to: no mistakes made on purpose, nothing twice."""
    calls: list[Call] = []
    seen: list[object] = []
    for step in dialogue.steps():
        content = (step.call.name, step.call.values())
        if step.turn.subtask == subtask and step.turn.learn and content not in seen:
            seen.append(content)
            calls.append(step.call)
    return calls


def _assistant_text(turn: AssistantTurn, dialogue: Dialogue, random: Random) -> str:
    steps = steps_before(turn, dialogue)
    if steps:
        return tell(steps, dialogue.all_tools(), random)
    text = turn.text or ""
    for wrapper in ASK_BACK:
        lead = wrapper.removesuffix("{}")
        if text.startswith(lead):
            return random.choice([w for w in ASK_BACK if w != wrapper]).format(text.removeprefix(lead))
    for wrapper in DECLINES:
        lead, tail = wrapper.split("{}")
        if text.startswith(lead) and text.endswith(tail):
            wish = text.removeprefix(lead).removesuffix(tail)
            return random.choice([w for w in DECLINES if w != wrapper]).format(wish)
    return varied(text, _ASSISTANT_LEADS, random)


def steps_before(turn: AssistantTurn, dialogue: Dialogue) -> list[Step]:
    """The steps that a closing reply reports: those since the assistant last spoke without calling."""
    spoken_at = -1
    position = dialogue.position(turn.id)
    for index, other in enumerate(dialogue.turns[:position]):
        if isinstance(other, AssistantTurn) and not other.calls:
            spoken_at = index
    return list(dialogue.with_turns(dialogue.turns[spoken_at + 1 : position]).steps())


def varied(text: str, leads: Sequence[str], random: Random) -> str:
    """The same text with another beginning."""
    for lead in leads:
        if text.startswith(lead):
            rest = text.removeprefix(lead)
            return f"{rest[0].upper()}{rest[1:]}" if rest else text
    lead = random.choice(leads)
    lower = lead.endswith((": ", ", ")) and text[:2] not in ("I ", "I'") and not text[:2].isupper()
    return f"{lead}{text[0].lower()}{text[1:]}" if text and lower else f"{lead}{text}"


def _calls(turn: AssistantTurn, dialogue: Dialogue, reasons: Sequence[str], random: Random) -> list[WrittenTurn]:
    calls = mend_calls(turn, dialogue, random) if turn.learn else turn.calls
    written = [WrittenTurn(role="assistant", id=turn.id, text=turn.text, calls=calls)]
    following = dialogue.turns[dialogue.position(turn.id) + 1 : dialogue.position(turn.id) + 2]
    if following and isinstance(following[0], ToolTurn):
        old = {observation.call: observation for observation in following[0].observations}
        before = {call.id: call for call in turn.calls}
        kept = {call.id for call in calls if before.get(call.id) == call and not reasons}
        fresh = _fresh(calls, dialogue, random)
        results = tuple(old[o.call] if o.call in kept and o.call in old else o for o in fresh)
        if results:
            written.append(WrittenTurn(role="tool", id=following[0].id, observations=results))
    return written


def _observations(turn: ToolTurn, dialogue: Dialogue, random: Random) -> list[WrittenTurn]:
    position = dialogue.position(turn.id)
    caller = dialogue.turns[position - 1] if position else None
    calls = caller.calls if isinstance(caller, AssistantTurn) else ()
    deliberate = isinstance(caller, AssistantTurn) and not caller.learn
    results = turn.observations if deliberate else _fresh(calls, dialogue, random)
    return [WrittenTurn(role="tool", id=turn.id, observations=results)]


def _fresh(calls: Sequence[Call], dialogue: Dialogue, random: Random) -> tuple[Observation, ...]:
    tools = dialogue.all_tools()
    known = {step.call.id: step.observation for step in dialogue.steps() if step.observation}
    return tuple(
        invented(tools[call.name], with_values(call, known), dialogue.now, random)
        for call in calls
        if call.name in tools and not tools[call.name].executed
    )
