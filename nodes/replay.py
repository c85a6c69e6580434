"""Run a dialogue's calls again from the start: look references up, take observations from execution."""

from collections.abc import Sequence
from functools import lru_cache
from operator import is_

import jmespath
from jmespath.exceptions import JMESPathError
from jmespath.parser import ParsedResult
from pydantic import JsonValue

from nodes.derivations import compute
from state.dialogue import Argument, AssistantTurn, Call, Dialogue, Observation, ToolTurn, Turn, UserTurn
from state.environment import Environment
from state.remember import remembered
from state.source import Computed, Observed, Operand, Repeated, Source
from state.tool import Tool


class Past:
    """What a call can refer to: earlier observations and earlier calls, by call id."""

    def __init__(self) -> None:
        """Nothing has happened yet."""
        self.observations: dict[str, Observation] = {}
        self.calls: dict[str, Call] = {}

    def look_up(self, source: Source, written: JsonValue) -> JsonValue:
        """The value that a source leads to; what was written where it leads nowhere but to a text."""
        match source:
            case Observed(call=call, path=path):
                return find_in(self.observations[call], path) if call in self.observations else None
            case Repeated(call=call, name=name):
                return self.calls[call].values().get(name, written) if call in self.calls else written
            case Computed(operator=operator, operands=operands, separator=separator):
                return compute(operator, [self.look_up(o.source, o.value) for o in operands], separator)
            case _:
                return written


async def replay(dialogue: Dialogue, environment: Environment) -> Dialogue:
    """The same dialogue with references looked up and executed calls run, in order, in a fresh environment.

    Turns that come out as they were stay the same objects.
    """
    past = Past()
    on_offer = {tool.name: tool for tool in dialogue.tools}
    turns: list[Turn] = []
    calls: dict[str, Call] = {}
    for turn in dialogue.turns:
        if isinstance(turn, UserTurn):
            on_offer |= {tool.name: tool for tool in turn.offers}
        elif isinstance(turn, AssistantTurn):
            turn = _with_values(turn, past)
            calls = {call.id: call for call in turn.calls}
            past.calls |= calls
        else:
            turn = await _answered(turn, calls, on_offer, environment)
            past.observations |= {observation.call: observation for observation in turn.observations}
        turns.append(turn)
    return dialogue.with_turns(tuple(turns))


async def _answered(
    turn: ToolTurn, calls: dict[str, Call], tools: dict[str, Tool], environment: Environment
) -> ToolTurn:
    found = []
    for observation in turn.observations:
        call = calls.get(observation.call)
        if call and call.name in tools and tools[call.name].executed:
            result = await environment.execute(call.name, call.values())
            if result.content != observation.content or result.error != observation.error:
                observation = Observation(call=call.id, content=result.content, error=result.error)
        found.append(observation)
    return turn if _same(found, turn.observations) else turn.model_copy(update={"observations": tuple(found)})


def _with_values(turn: AssistantTurn, past: Past) -> AssistantTurn:
    if not _refers(turn):
        return turn
    calls = tuple(_resolved(call, past) for call in turn.calls)
    return turn if _same(calls, turn.calls) else turn.model_copy(update={"calls": calls})


@remembered
def _refers(turn: AssistantTurn) -> bool:
    """Whether anything in it is taken from what came before."""
    return any(isinstance(argument.source, _TAKEN) for call in turn.calls for argument in call.arguments)


def _resolved(call: Call, past: Past) -> Call:
    arguments = tuple(_argument(argument, past) for argument in call.arguments)
    return call if _same(arguments, call.arguments) else call.model_copy(update={"arguments": arguments})


def _argument(argument: Argument, past: Past) -> Argument:
    if not isinstance(argument.source, _TAKEN):
        return argument
    source = _source(argument.source, past)
    value = past.look_up(source, argument.value)
    if source is argument.source and _is_alike(argument.value, value):
        return argument
    return argument.model_copy(update={"value": value, "source": source})


def _source(source: Source, past: Past) -> Source:
    if not isinstance(source, Computed):
        return source
    operands = tuple(_operand(operand, past) for operand in source.operands)
    return source if _same(operands, source.operands) else source.model_copy(update={"operands": operands})


def _operand(operand: Operand, past: Past) -> Operand:
    value = past.look_up(operand.source, operand.value)
    return operand if _is_alike(operand.value, value) else operand.model_copy(update={"value": value})


_TAKEN = (Observed, Repeated, Computed)
"""The sources that lead to what came before."""


def _same(new: Sequence[object], old: Sequence[object]) -> bool:
    """Whether these are the very same things: to compare what they hold would cost more than the replay."""
    return all(map(is_, new, old))


def _is_alike(old: JsonValue, new: JsonValue) -> bool:
    """Whether nothing is new. Equal is not enough: 1, 1.0 and true are told apart."""
    return old is new or repr(old) == repr(new)


@remembered
def find_in(observation: Observation, path: str) -> JsonValue:
    """What a JMESPath expression finds in an observation, which is looked into again in every replay."""
    return find(path, observation.content)


def find(path: str, content: JsonValue) -> JsonValue:
    """What a JMESPath expression finds; None where it finds nothing or is none."""
    expression = _compiled(path)
    try:
        return expression.search(content) if expression else None
    except (JMESPathError, TypeError):  # jmespath compares values of unlike types without a check
        return None


@lru_cache(maxsize=4096)
def _compiled(path: str) -> ParsedResult | None:
    try:
        return jmespath.compile(path)
    except JMESPathError:
        return None
