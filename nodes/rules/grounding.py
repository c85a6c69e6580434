"""Provenance: every argument says where its value comes from, and it is true."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pydantic import JsonValue

from nodes.derivations import compute, resolve_date
from nodes.replay import find_in
from nodes.rules.evidence import KINDS, as_date, as_timestamp, class_of, holds
from nodes.rules.rule import Complaint, Complaints, rule
from state.dialogue import Argument, Dialogue, Step, UserTurn
from state.source import Computed, Default, Observed, Operand, Repeated, Resolved, Said, Source, Stated, Unstated
from state.verdict import Severity


class Fault(NamedTuple):
    """Why a source does not bear its value."""

    message: str
    kind: str
    severity: Severity = "fatal"


class View(NamedTuple):
    """What the caller could see when it made a call: everything in earlier turns."""

    dialogue: Dialogue
    step: Step
    places: Mapping[int, int]
    """Where each turn stands."""
    calls: Mapping[str, Step]
    """Every call of the dialogue, by its id."""

    def user(self, id: int) -> UserTurn | None:
        """The user turn with this id, if it came before the call."""
        place = self.places.get(id)
        if place is None or place >= self.places[self.step.turn.id]:
            return None
        turn = self.dialogue.turns[place]
        return turn if isinstance(turn, UserTurn) else None

    def earlier(self, id: str) -> Step | None:
        """The call with this id, if it was made before."""
        step = self.calls.get(id)
        return step if step and self.places[step.turn.id] < self.places[self.step.turn.id] else None

    def in_batch(self, id: str) -> bool:
        """Whether this call is made in the same turn: its result is not there yet."""
        return any(call.id == id for call in self.step.turn.calls)


@rule("grounding")
def arguments_come_from_where_they_say(dialogue: Dialogue) -> Complaints:
    """The cited turn, result, text or derivation holds the value, and came before the call."""
    for view in _views(dialogue):
        for argument in view.step.call.arguments:
            fault = find_fault(view, argument.source, argument.value, argument.name)
            if fault and view.step.turn.learn:
                yield _complaint(view.step, argument, fault)


def _complaint(step: Step, argument: Argument, fault: Fault) -> Complaint:
    path = f"{step.call.id}.{argument.name}"
    return Complaint(step.turn.id, fault.message, path, argument.value, fault.kind, fault.severity)


def _views(dialogue: Dialogue) -> Iterator[View]:
    places = {turn.id: place for place, turn in enumerate(dialogue.turns)}
    calls = {step.call.id: step for step in dialogue.steps()}
    return (View(dialogue, step, places, calls) for step in dialogue.steps())


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
            return None if holds(view.dialogue.system, value) else _ungrounded(value, "the system text does not say")
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
    meant = resolve_date(source.phrase, view.dialogue.now)
    if day is None or day not in meant:
        said = ", ".join(map(str, sorted(meant))) or "no date"
        return Fault(f"{source.phrase!r} means {said}, not {value!r}", "wrong_date")
    return None


def _observed(view: View, source: Observed, value: JsonValue) -> Fault | None:
    if view.in_batch(source.call):
        return Fault(f"{source.call} is made in the same turn: its result is not known yet", "forward_reference")
    step = view.earlier(source.call)
    if step is None or step.observation is None:
        return Fault(f"no earlier call {source.call!r} was answered", "forward_reference")
    found = find_in(step.observation, source.path)
    if found is None:
        return Fault(f"the result of {source.call} has nothing at {source.path!r}", KINDS[class_of(value)])
    return None if found == value else _ungrounded(value, f"the result of {source.call} has {found!r}, not")


def _repeated(view: View, source: Repeated, value: JsonValue) -> Fault | None:
    step = view.earlier(source.call)
    if step is None or source.name not in step.call.values():
        return Fault(f"no earlier call {source.call!r} has an argument {source.name!r}", "forward_reference")
    earlier = step.call.values()[source.name]
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
    schema = view.step.tool.properties.get(name, {}) if view.step.tool else {}
    if "default" in schema and schema["default"] == value:
        return None
    if _is_described_default(str(schema.get("description", "")), value):
        return None
    if schema.get("const", object()) == value or schema.get("enum") == [value]:
        return None
    return _ungrounded(value, f"the schema has no default for {name!r} of")
