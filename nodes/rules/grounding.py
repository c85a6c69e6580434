"""Provenance: every argument says where its value comes from, and it is true."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Literal, NamedTuple

from pydantic import JsonValue

from nodes.derivations import compute, resolve_date
from nodes.replay import find_in
from nodes.rules.evidence import KINDS, as_date, as_timestamp, class_of, holds
from nodes.rules.rule import Complaint, Complaints, rule
from state.dialogue import Argument, Call, Dialogue, Observation, Step, UserTurn
from state.remember import remembered, remembered_together
from state.source import Computed, Default, Observed, Operand, Repeated, Resolved, Said, Source, Stated, Unstated
from state.tool import Tool
from state.verdict import Severity


class Fault(NamedTuple):
    """Why a source does not bear its value."""

    message: str
    kind: str
    severity: Severity = "fatal"


Citation = tuple[Literal["turn", "result", "call"], int | str]
Cited = UserTurn | Observation | Call | None
_PENDING = Observation(call="", content=None)
"""What a call made in the same turn will return: it is not there yet."""


class View(NamedTuple):
    """What the caller could see when it made a call, as far as the sources of the call cite it."""

    system: str
    now: datetime
    tool: Tool | None
    cited: Mapping[Citation, Cited]

    def user(self, id: int) -> UserTurn | None:
        """The user turn with this id, if it came before the call."""
        turn = self.cited["turn", id]
        return turn if isinstance(turn, UserTurn) else None

    def result(self, id: str) -> Observation | None:
        """What the call with this id returned, if it was made before; pending where it is made in the same turn."""
        result = self.cited["result", id]
        return result if isinstance(result, Observation) else None

    def earlier(self, id: str) -> Call | None:
        """The call with this id, if it was made before."""
        call = self.cited["call", id]
        return call if isinstance(call, Call) else None


@rule("grounding")
def arguments_come_from_where_they_say(dialogue: Dialogue) -> Complaints:
    """The cited turn, result, text or derivation holds the value, and came before the call."""
    citable = _citable(dialogue)
    for step in dialogue.steps():
        if step.turn.learn:
            cited = (_before(citable.get(each), step.position, each) for each in _citations(step.call))
            for argument, fault in _faults(step.call, dialogue.system, dialogue.now, step.tool, *cited):
                yield _complaint(step, argument, fault)


def _citable(dialogue: Dialogue) -> dict[Citation, tuple[int, Cited]]:
    """All that can be cited, with the place of its turn."""
    found: dict[Citation, tuple[int, Cited]] = {
        ("turn", turn.id): (place, turn) for place, turn in enumerate(dialogue.turns) if turn.role == "user"
    }
    for step in dialogue.steps():
        found["call", step.call.id] = (step.position, step.call)
        found["result", step.call.id] = (step.position, step.observation)
    return found


def _before(found: tuple[int, Cited] | None, place: int, citation: Citation) -> Cited:
    """What is cited, as it is known to a call at this place."""
    if found is None or found[0] > place:
        return None
    if found[0] == place:
        return _PENDING if citation[0] == "result" else None
    return found[1]


@remembered
def _citations(call: Call) -> tuple[Citation, ...]:
    """All that the sources of a call lead to."""
    return tuple(dict.fromkeys(cited for argument in call.arguments for cited in _cited(argument.source)))


def _cited(source: Source) -> Iterator[Citation]:
    match source:
        case Said(turn=turn) | Resolved(turn=turn):
            yield "turn", turn
        case Observed(call=call):
            yield "result", call
        case Repeated(call=call):
            yield "call", call
        case Computed(operands=operands):
            for operand in operands:
                yield from _cited(operand.source)


@remembered_together
def _faults(
    call: Call, system: str, now: datetime, tool: Tool | None, *cited: Cited
) -> tuple[tuple[Argument, Fault], ...]:
    """Those of the call's arguments, given what its sources cite."""
    view = View(system, now, tool, dict(zip(_citations(call), cited, strict=True)))
    found = (
        (argument, find_fault(view, argument.source, argument.value, argument.name)) for argument in call.arguments
    )
    return tuple((argument, fault) for argument, fault in found if fault)


def _complaint(step: Step, argument: Argument, fault: Fault) -> Complaint:
    path = f"{step.call.id}.{argument.name}"
    return Complaint(step.turn.id, fault.message, path, argument.value, fault.kind, fault.severity)


def find_fault(view: View, source: Source, value: JsonValue, name: str) -> Fault | None:
    """What is wrong with a stated source, or None."""
    match source:
        case Said():
            return _said(view, source, value)
        case Resolved():
            return _resolved(view, source, value)
        case Observed():
            return _observed(view, source, value)
        case Repeated():
            return _repeated(view, source, value)
        case Computed():
            return _computed(view, source, value)
        case Stated():
            return None if holds(view.system, value) else _ungrounded(value, "the system text does not say")
        case Default():
            return _default(view, value, name)
        case Unstated():
            return _ungrounded(value, "no source is stated for")


def _ungrounded(value: JsonValue, message: str) -> Fault:
    return Fault(f"{message} {value!r}", KINDS[class_of(value)])


def _said(view: View, source: Said, value: JsonValue) -> Fault | None:
    turn = view.user(source.turn)
    if turn is None:
        return Fault(f"turn {source.turn} is no user turn before the call", KINDS[class_of(value)])
    if holds(turn.text, value):
        return None
    if source.quote and holds(turn.text, source.quote):
        return _quoted(source.quote, value)
    return _ungrounded(value, f"the user does not say in turn {source.turn}:")


def _quoted(quote: str, value: JsonValue) -> Fault | None:
    """Other words may stand for a flag or a text, never for an id, a number or a date."""
    if class_of(value) in ("flag", "text"):
        return None
    return _ungrounded(value, f"{quote!r} does not say")


def _resolved(view: View, source: Resolved, value: JsonValue) -> Fault | None:
    turn = view.user(source.turn)
    if turn is None or not holds(turn.text, source.phrase):
        return Fault(f"the user does not say {source.phrase!r} in turn {source.turn}", "wrong_date")
    day = as_date(value) or as_timestamp(value)
    meant = resolve_date(source.phrase, view.now)
    if day is None or day not in meant:
        said = ", ".join(map(str, sorted(meant))) or "no date"
        return Fault(f"{source.phrase!r} means {said}, not {value!r}", "wrong_date")
    return None


def _observed(view: View, source: Observed, value: JsonValue) -> Fault | None:
    result = view.result(source.call)
    if result is _PENDING:
        return Fault(f"{source.call} is made in the same turn: its result is not known yet", "forward_reference")
    if result is None:
        return Fault(f"no earlier call {source.call!r} was answered", "forward_reference")
    found = find_in(result, source.path)
    if found is None:
        return Fault(f"the result of {source.call} has nothing at {source.path!r}", KINDS[class_of(value)])
    return None if found == value else _ungrounded(value, f"the result of {source.call} has {found!r}, not")


def _repeated(view: View, source: Repeated, value: JsonValue) -> Fault | None:
    call = view.earlier(source.call)
    if call is None or source.name not in call.values():
        return Fault(f"no earlier call {source.call!r} has an argument {source.name!r}", "forward_reference")
    earlier = call.values()[source.name]
    return None if earlier == value else _ungrounded(value, f"{source.name} of {source.call} is {earlier!r}, not")


def _computed(view: View, source: Computed, value: JsonValue) -> Fault | None:
    for operand in source.operands:
        if fault := _operand_fault(view, operand):
            return fault
    result = compute(source.operator, [operand.value for operand in source.operands], source.separator)
    if result is None or result != value:
        return Fault(f"{source.operator} of its operands gives {result!r}, not {value!r}", KINDS[class_of(value)])
    return None


def _operand_fault(view: View, operand: Operand) -> Fault | None:
    return find_fault(view, operand.source, operand.value, "")


def _is_described_default(description: str, value: JsonValue) -> bool:
    """Whether a parameter's description names this value, or its being left empty, as a default."""
    if "default" not in description.lower():
        return False
    return holds(description, value) or (value == "" and "empty" in description.lower())


def _default(view: View, value: JsonValue, name: str) -> Fault | None:
    schema = view.tool.properties.get(name, {}) if view.tool else {}
    if "default" in schema and schema["default"] == value:
        return None
    if _is_described_default(str(schema.get("description", "")), value):
        return None
    if schema.get("const", object()) == value or schema.get("enum") == [value]:
        return None
    return _ungrounded(value, f"the schema has no default for {name!r} of")
