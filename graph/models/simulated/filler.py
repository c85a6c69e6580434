"""Writing masked turns anew, with both sides of the context in view."""

import re
from collections.abc import Sequence
from random import Random

from pydantic import JsonValue

from graph.models.simulated.asking import Piece
from graph.models.simulated.claims import cleaned
from graph.models.simulated.identities import identifier
from graph.models.simulated.mending import mend_calls
from graph.models.simulated.phrases import ASK_BACK, BEFORE_CALLS, DECLINES, GRANTS
from graph.models.simulated.request import answer, request
from graph.models.simulated.scrutiny import is_repetition
from graph.models.simulated.telling import tell
from graph.models.simulated.wording import is_cited
from graph.models.simulated.writer import invented, with_values
from state.answers import WrittenTurn, WrittenTurns
from state.brief import FillBrief
from state.dialogue import AssistantTurn, Call, Dialogue, Observation, Step, ToolTurn, UserTurn

_USER_LEADS = (
    "Thank you! One more question: ",
    "Thanks! ",
    "That's great. ",
    "By the way, ",
    "Oh, and ",
    "Just wondering: ",
    "Out of curiosity: ",
    "Before I forget: ",
)
_ASSISTANT_LEADS = ("Sure! ", "Of course. ", "Gladly. ", "Good question. ", "Happy to. ")


def write_fill(brief: FillBrief, random: Random) -> WrittenTurns:
    """The masked turns and no others, each with its id."""
    written: dict[int, WrittenTurn] = {}
    for id in (turn.id for turn in brief.dialogue.turns if turn.id in brief.masked):
        if id not in written:
            for fresh in _refilled(brief.dialogue.turn(id), brief, random):
                assert fresh.id is not None
                written[fresh.id] = fresh
                brief = brief.model_copy(update={"dialogue": _with(brief.dialogue, fresh)})
    return WrittenTurns(turns=tuple(written.values()))


def _with(dialogue: Dialogue, fresh: WrittenTurn) -> Dialogue:
    """The dialogue with new results in it, so that what is written after them tells of these."""
    turns = []
    for turn in dialogue.turns:
        if isinstance(turn, ToolTurn) and turn.id == fresh.id:
            results = {observation.call: observation for observation in fresh.observations}
            told = tuple(results.get(observation.call, observation) for observation in turn.observations)
            turn = turn.model_copy(update={"observations": told})
        elif isinstance(turn, AssistantTurn) and turn.id == fresh.id and fresh.calls:
            turn = turn.model_copy(update={"calls": fresh.calls})
        turns.append(turn)
    return dialogue.with_turns(tuple(turns))


def _refilled(turn: UserTurn | AssistantTurn | ToolTurn, brief: FillBrief, random: Random) -> list[WrittenTurn]:
    dialogue = brief.dialogue
    if isinstance(turn, UserTurn):
        return [WrittenTurn(role="user", id=turn.id, text=_user_text(turn, dialogue, random))]
    if isinstance(turn, ToolTurn):
        return _observations(turn, brief, random)
    if turn.calls:
        return _calls(turn, dialogue, random)
    return [WrittenTurn(role="assistant", id=turn.id, text=_assistant_text(turn, dialogue, random))]


def _user_text(turn: UserTurn, dialogue: Dialogue, random: Random) -> str:
    calls = intended(dialogue, turn.subtask)
    first = next(other for other in dialogue.turns if isinstance(other, UserTurn) and other.subtask == turn.subtask)
    if first.id == turn.id and calls:
        tools = dialogue.all_tools()
        pieces = [Piece(tools[call.name], call) for call in calls if call.name in tools]
        if pieces:
            return request(pieces, turn.id, said_before(dialogue, turn.id), random)
    if any(is_cited(argument, turn.id) for call in calls for argument in call.arguments):
        return answer(calls, turn.id, random)
    text = cleaned(dialogue, turn)
    return reworded(text, GRANTS, random) or varied(text, _USER_LEADS, random)


def said_before(dialogue: Dialogue, turn: int) -> list[str]:
    """What the user had said before this turn."""
    before = dialogue.turns[: dialogue.position(turn)]
    return [spoken.text for spoken in before if isinstance(spoken, UserTurn)]


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
    text = cleaned(dialogue, turn)
    for wrappers in (DECLINES, ASK_BACK):
        if fresh := reworded(text, wrappers, random):
            return fresh
    return varied(text, _ASSISTANT_LEADS, random)


def reworded(text: str, wrappers: Sequence[str], random: Random) -> str | None:
    """The same thing in another of these wrappers; None where the text is in none of them."""
    for wrapper in wrappers:
        inside = re.fullmatch("(.+)".join(re.escape(part) for part in wrapper.split("{}")), text)
        if inside:
            count = wrapper.count("{}")
            alike = [other for other in wrappers if other != wrapper and other.count("{}") == count]
            return random.choice(alike).format(*inside.groups())
    return None


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


def _calls(turn: AssistantTurn, dialogue: Dialogue, random: Random) -> list[WrittenTurn]:
    calls = mend_calls(turn, dialogue, random) if turn.learn else turn.calls
    if is_repetition(turn, calls, dialogue):
        return [WrittenTurn(role="assistant", id=turn.id)]
    text = turn.text
    if text is None and calls == turn.calls and turn.learn and random.random() < 0.4:
        said = {other.text for other in dialogue.turns if isinstance(other, AssistantTurn)}
        text = next((lead for lead in random.sample(BEFORE_CALLS, len(BEFORE_CALLS)) if lead not in said), None)
    written = [WrittenTurn(role="assistant", id=turn.id, text=text, calls=calls)]
    following = dialogue.turns[dialogue.position(turn.id) + 1 : dialogue.position(turn.id) + 2]
    if following and isinstance(following[0], ToolTurn):
        results = _results(turn, calls, following[0], dialogue, random)
        if results:
            written.append(WrittenTurn(role="tool", id=following[0].id, observations=results))
    return written


def _results(
    turn: AssistantTurn, calls: Sequence[Call], answers: ToolTurn, dialogue: Dialogue, random: Random
) -> tuple[Observation, ...]:
    """Invented results; an old one stays, because replies tell of it, unless it speaks of a value that was wrong."""
    old = {observation.call: observation for observation in answers.observations}
    before = {call.id: call for call in turn.calls}
    results = []
    for fresh in _fresh(calls, dialogue, random):
        known = old.get(fresh.call)
        call = next(call for call in calls if call.id == fresh.call)
        usable = known is not None and not known.error and known.content is not None
        keeps = usable and known is not None and not _speaks_of_wrong(known.content, before.get(call.id), call)
        results.append(known if keeps and known is not None else fresh)
    return tuple(results)


def _speaks_of_wrong(content: JsonValue, before: Call | None, after: Call) -> bool:
    if before is None:
        return True
    right = after.values()
    wrong = [value for name, value in before.values().items() if name in right and right[name] != value]
    return isinstance(content, dict) and any(value in content.values() for value in wrong)


def _observations(turn: ToolTurn, brief: FillBrief, random: Random) -> list[WrittenTurn]:
    dialogue = brief.dialogue
    position = dialogue.position(turn.id)
    caller = dialogue.turns[position - 1] if position else None
    calls = caller.calls if isinstance(caller, AssistantTurn) else ()
    told = [other.id for other in dialogue.turns[position:] if isinstance(other, AssistantTurn) and not other.calls]
    if isinstance(caller, AssistantTurn) and not caller.learn:
        results = turn.observations
    elif told and told[0] not in brief.masked and not any(o.error or o.content is None for o in turn.observations):
        results = tuple(_enriched(observation, calls, dialogue, random) for observation in turn.observations)
    else:
        results = _fresh(calls, dialogue, random)
    return [WrittenTurn(role="tool", id=turn.id, observations=results)]


def _enriched(observation: Observation, calls: Sequence[Call], dialogue: Dialogue, random: Random) -> Observation:
    """The same result with one more field, so that what was said of it stays true."""
    tools = dialogue.all_tools()
    name = next((call.name for call in calls if call.id == observation.call), "")
    free = name in tools and not tools[name].executed and tools[name].returns is None
    if not free or not isinstance(observation.content, dict):
        return observation
    extras: dict[str, JsonValue] = {
        "request_id": identifier("request_id", random),
        "retrieved_at": f"{dialogue.now:%Y-%m-%dT%H:%M}",
        "took_ms": random.randint(40, 900),
    }
    new = [extra for extra in extras if extra not in observation.content]
    added = {extra: extras[extra] for extra in random.sample(new, min(1, len(new)))}
    return observation.model_copy(update={"content": observation.content | added})


def _fresh(calls: Sequence[Call], dialogue: Dialogue, random: Random) -> tuple[Observation, ...]:
    tools = dialogue.all_tools()
    known = {step.call.id: step.observation for step in dialogue.steps() if step.observation}
    return tuple(
        invented(tools[call.name], with_values(call, known), dialogue.now, random)
        for call in calls
        if call.name in tools and not tools[call.name].executed
    )
