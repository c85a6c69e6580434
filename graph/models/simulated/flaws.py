"""Planting one flaw in a written answer, so that checks and repairs have real work."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from random import Random
from typing import NamedTuple

from graph.models.simulated.dates import as_date
from graph.models.simulated.extraction import IDENTIFIER
from graph.models.simulated.identities import identifier
from graph.models.simulated.mistakes import wrong_value
from graph.models.simulated.phrases import DRAFTS
from graph.models.simulated.schemas import identifier_like
from state.answers import WrittenTurn
from state.dialogue import Argument, Call
from state.model import Flaw
from state.source import Default, Observed, Resolved, Said
from state.tool import Tool

_CLAIMS = (
    "I've also emailed you a receipt.", "I have also informed your team.", "I've also saved a backup for you.",
    "I've also reserved a table for later.", "I have also updated your profile.",
)  # fmt: skip
_FALSEHOODS = ("The reference is RX-{}.", "It comes to ${}.75 in total.", "Your ticket number is T{}.")
_LEAKS = (" [MASK]", " {name}", " {details}")


class Answer(NamedTuple):
    """What is about to be answered: its turns, the ids they get, and what they may call."""

    turns: tuple[WrittenTurn, ...]
    ids: tuple[int | None, ...]
    tools: Mapping[str, Tool]
    said_in: int
    """The user turn that an invented value pretends to come from."""
    next_call: int
    whole_subtask: bool = False


class Planted(NamedTuple):
    """The turns with the flaw in them."""

    turns: tuple[WrittenTurn, ...]
    flaw: Flaw


class _Place(NamedTuple):
    position: int
    call: Call
    argument: Argument


def plant(answer: Answer, random: Random) -> Planted | None:
    """Put one flaw of a kind that applies into the answer."""
    kinds = list(_PLANTERS)
    random.shuffle(kinds)
    return next((planted for kind in kinds if (planted := _PLANTERS[kind](answer, kind, random))), None)


def _calls(answer: Answer) -> Iterator[tuple[int, Call]]:
    for index, turn in enumerate(answer.turns):
        if turn.id is not None or answer.whole_subtask:
            yield from ((index, call) for call in turn.calls)


def _places(answer: Answer, suits: Callable[[Argument], bool]) -> list[_Place]:
    return [
        _Place(index, call, argument)
        for index, call in _calls(answer)
        for argument in call.arguments
        if suits(argument) and call.name in answer.tools
    ]


def _is_plain(argument: Argument) -> bool:
    """Whether the value is one that a writer could find again in what was said."""
    return not isinstance(argument.value, list | dict)


def _with_call(answer: Answer, index: int, call: Call, fresh: Call) -> tuple[WrittenTurn, ...]:
    turn = answer.turns[index]
    calls = tuple(fresh if other.id == call.id else other for other in turn.calls)
    return (*answer.turns[:index], turn.model_copy(update={"calls": calls}), *answer.turns[index + 1 :])


def _with_argument(answer: Answer, place: _Place, fresh: Argument, kind: str) -> Planted:
    arguments = tuple(fresh if other.name == fresh.name else other for other in place.call.arguments)
    turns = _with_call(answer, place.position, place.call, place.call.model_copy(update={"arguments": arguments}))
    detail = f"{place.argument.value!r} became {fresh.value!r}"
    path = f"{place.call.id}.{fresh.name}"
    flaw = Flaw(kind=kind, turn=answer.ids[place.position], path=path, value=fresh.value, detail=detail)
    return Planted(turns, flaw)


def _invented_id(answer: Answer, kind: str, random: Random) -> Planted | None:
    def suits(argument: Argument) -> bool:
        if isinstance(argument.source, Observed):
            return identifier_like(argument.name)
        plain = isinstance(argument.source, Said) and isinstance(argument.value, str)
        return plain and IDENTIFIER.fullmatch(str(argument.value)) is not None

    places = _places(answer, suits)
    if not places:
        return None
    place = random.choice(places)
    old = place.argument.value
    value = _other_digits(old, random) if isinstance(old, str) else identifier(place.argument.name, random).upper()
    turn = place.argument.source.turn if isinstance(place.argument.source, Said) else answer.said_in
    return _with_argument(answer, place, Argument(name=place.argument.name, value=value, source=Said(turn=turn)), kind)


def _other_digits(text: str, random: Random) -> str:
    changed = "".join(str(random.randrange(10)) if character.isdecimal() else character for character in text)
    return changed if changed != text else f"{text}7"


def _ungrounded_number(answer: Answer, kind: str, random: Random) -> Planted | None:
    def suits(argument: Argument) -> bool:
        numeric = isinstance(argument.value, int | float) and not isinstance(argument.value, bool)
        return numeric and isinstance(argument.source, Said) and argument.source.quote is None

    places = _places(answer, suits)
    if not places:
        return None
    place = random.choice(places)
    old = place.argument.value
    assert isinstance(old, int | float)
    fresh = place.argument.model_copy(update={"value": old + random.choice((1, 2, 5, 7))})
    return _with_argument(answer, place, fresh, kind)


def _wrong_date(answer: Answer, kind: str, random: Random) -> Planted | None:
    places = _places(answer, lambda a: as_date(a.value) is not None and isinstance(a.source, Said | Resolved))
    if not places:
        return None
    place = random.choice(places)
    day = as_date(place.argument.value)
    assert day is not None
    wrong = (day + timedelta(days=random.choice((1, 2, 7)))).isoformat()
    return _with_argument(answer, place, place.argument.model_copy(update={"value": wrong}), kind)


def _wrong_type(answer: Answer, kind: str, random: Random) -> Planted | None:
    places = _places(answer, lambda argument: isinstance(argument.source, Said) and _is_plain(argument))
    random.shuffle(places)
    for place in places:
        wrong = wrong_value(answer.tools[place.call.name], place.argument)
        if wrong is not None:
            return _with_argument(answer, place, place.argument.model_copy(update={"value": wrong}), kind)
    return None


def _missing_argument(answer: Answer, kind: str, random: Random) -> Planted | None:
    places = [
        place for place in _places(answer, _is_plain) if place.argument.name in answer.tools[place.call.name].required
    ]
    if not places:
        return None
    place = random.choice(places)
    left = tuple(argument for argument in place.call.arguments if argument.name != place.argument.name)
    turns = _with_call(answer, place.position, place.call, place.call.model_copy(update={"arguments": left}))
    path = f"{place.call.id}.{place.argument.name}"
    return Planted(turns, Flaw(kind=kind, turn=answer.ids[place.position], path=path, detail="left out"))


def _unknown_parameter(answer: Answer, kind: str, random: Random) -> Planted | None:
    calls = list(_calls(answer))
    if not calls:
        return None
    index, call = random.choice(calls)
    name = random.choice(("confirm_now", "verbose_mode", "priority_level"))
    fresh = call.model_copy(update={"arguments": (*call.arguments, Argument(name=name, value=True, source=Default()))})
    path = f"{call.id}.{name}"
    return Planted(
        _with_call(answer, index, call, fresh), Flaw(kind=kind, turn=answer.ids[index], path=path, detail="added")
    )


def _unknown_tool(answer: Answer, kind: str, random: Random) -> Planted | None:
    calls = list(_calls(answer))
    if not calls:
        return None
    index, call = random.choice(calls)
    name = f"{call.name[:58]}{random.choice(('_v2', '_now', '_all'))}"
    if name in answer.tools:
        return None
    turns = _with_call(answer, index, call, call.model_copy(update={"name": name}))
    detail = f"{call.name!r} became {name!r}"
    return Planted(turns, Flaw(kind=kind, turn=answer.ids[index], path=call.id, value=name, detail=detail))


def _in_text(answer: Answer, kind: str, added: str, replies_only: bool, random: Random) -> Planted | None:
    indexes = [
        index
        for index, turn in enumerate(answer.turns)
        if turn.text and not turn.calls and turn.text not in DRAFTS and (turn.role == "assistant" or not replies_only)
    ]
    if not indexes:
        return None
    index = random.choice(indexes)
    turn = answer.turns[index]
    fresh = turn.model_copy(update={"text": f"{turn.text}{added}"})
    turns = (*answer.turns[:index], fresh, *answer.turns[index + 1 :])
    words = added.strip()
    return Planted(turns, Flaw(kind=kind, turn=answer.ids[index], value=words, detail=words))


def _false_claim(answer: Answer, kind: str, random: Random) -> Planted | None:
    text = random.choice(_FALSEHOODS).format(random.randint(10_000, 99_999))
    return _in_text(answer, kind, f" {text}", True, random)


def _unbacked_claim(answer: Answer, kind: str, random: Random) -> Planted | None:
    return _in_text(answer, kind, f" {random.choice(_CLAIMS)}", True, random)


def _leak(answer: Answer, kind: str, random: Random) -> Planted | None:
    return _in_text(answer, kind, random.choice(_LEAKS), False, random)


def _repetition(answer: Answer, kind: str, random: Random) -> Planted | None:
    steps = [index for index, turn in enumerate(answer.turns) if turn.calls]
    if not answer.whole_subtask or not steps or len(answer.turns) == 1:
        return None
    index = random.choice(steps)
    end = index + 2 if answer.turns[index + 1].role == "tool" else index + 1
    renamed = {call.id: f"call_{answer.next_call + number}" for number, call in enumerate(answer.turns[index].calls)}
    calls = tuple(call.model_copy(update={"id": renamed[call.id]}) for call in answer.turns[index].calls)
    again = [answer.turns[index].model_copy(update={"calls": calls})]
    for turn in answer.turns[index + 1 : end]:
        results = tuple(o.model_copy(update={"call": renamed[o.call]}) for o in turn.observations)
        again.append(turn.model_copy(update={"observations": results}))
    place = answer.ids[index]
    flaw = Flaw(kind=kind, turn=None if place is None else place + 2, path=calls[0].id, detail="called twice")
    return Planted((*answer.turns[:end], *again, *answer.turns[end:]), flaw)


_PLANTERS: dict[str, Callable[[Answer, str, Random], Planted | None]] = {
    "invented_id": _invented_id,
    "ungrounded_number": _ungrounded_number,
    "wrong_date": _wrong_date,
    "missing_argument": _missing_argument,
    "unknown_parameter": _unknown_parameter,
    "unknown_tool": _unknown_tool,
    "wrong_type": _wrong_type,
    "false_claim": _false_claim,
    "unbacked_claim": _unbacked_claim,
    "leak": _leak,
    "repetition": _repetition,
}
