"""Makes a dialogue of a row, so that the same rules can check it: sources unstated, subtasks by user turn.

What a dialogue cannot hold (a result without its call, arguments that are no JSON) is for the row's own rules.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from pydantic import JsonValue

from graph.verify.openai_shape import parsed
from graph.verify.pairing import Pairs
from graph.verify.row import Message, Row
from state.dialogue import Argument, AssistantTurn, Call, Dialogue, Observation, ToolTurn, Turn, UserTurn
from state.source import Unstated
from state.task import Subtask, Task
from state.tool import Tool

CallIds = dict[tuple[int, str], str]
"""The id of each call, by its message and its path there."""

UNSTATED = Unstated()
_JSON = tuple('{["-0123456789tfn')
"""What JSON begins with: most other texts need not be tried."""
_FAILURE = re.compile(r"\s*(?:error|exception|traceback|failed|invalid)\b", re.IGNORECASE)
_FINE = ("ok", "success")
"""A result that says so has not failed, whatever else it has."""
_FAULTS = ("error", "exception", "errors", "error_message")


class Imported(NamedTuple):
    """A row as a dialogue. The id of a turn is the index of its (first) message."""

    dialogue: Dialogue
    paths: dict[str, str]
    """Where the row has each call, by the call's id in the dialogue."""


def imported(row: Row, tools: tuple[Tool, ...], pairs: Pairs) -> Imported:
    """The dialogue that a row holds."""
    opening = len(row.messages) - len(_after_system(row.messages))
    system = "\n".join(message.text for message in row.messages[:opening])
    ids = _call_ids(row)
    turns: list[Turn] = []
    subtask = 0
    rest = [*enumerate(row.messages)][opening:]
    for is_result, group in groupby(rest, lambda entry: entry[1].role == "tool"):
        if is_result:
            turns.append(_results(tuple(group), subtask, pairs, ids))
            continue
        for _, message in group:
            subtask += message.role == "user" and bool(turns)
            turns.append(_spoken(message, subtask, ids))
    dialogue = Dialogue(system=system, now=datetime.min, tools=tools, turns=tuple(turns))
    paths = {id: place[1] for place, id in ids.items()}
    return Imported(dialogue, paths)


def task_of(dialogue: Dialogue) -> Task:
    """What users of imported dialogues want stands in their turns and nowhere else."""
    turns = ", ".join(str(turn.id) for turn in dialogue.turns if isinstance(turn, UserTurn))
    goal = f"what the user asks for in the dialogue itself (turns {turns})"
    return Task(subtasks=(Subtask(goal=goal, tools=(), steps=0),))


def _after_system(messages: tuple[Message, ...]) -> tuple[Message, ...]:
    first = next((n for n, message in enumerate(messages) if message.role != "system"), len(messages))
    return messages[first:]


def _call_ids(row: Row) -> CallIds:
    """An id for each call of the row, which may have none or use one twice."""
    places = [(message.index, call.path) for message in row.messages for call in message.calls]
    return {place: f"call_{number}" for number, place in enumerate(places, start=1)}


def _spoken(message: Message, subtask: int, ids: CallIds) -> Turn:
    # A system message in the middle is read by the assistant as a user's is.
    if message.role != "assistant":
        return UserTurn(id=message.index, subtask=subtask, text=message.text)
    calls = tuple(
        Call(
            id=ids[message.index, call.path],
            name=call.name,
            arguments=tuple(Argument(name=n, value=v, source=UNSTATED) for n, v in call.arguments.items()),
        )
        for call in message.calls
        if call.arguments is not None
    )
    return AssistantTurn(id=message.index, subtask=subtask, text=message.text or None, calls=calls, learn=message.learn)


def _results(entries: Iterable[tuple[int, Message]], subtask: int, pairs: Pairs, ids: CallIds) -> ToolTurn:
    held = tuple(entries)
    observations = tuple(_observation(position, message, pairs, ids) for position, message in held)
    return ToolTurn(id=held[0][1].index, subtask=subtask, observations=observations)


def _observation(position: int, message: Message, pairs: Pairs, ids: CallIds) -> Observation:
    place = pairs.answered.get(position)
    content = parsed(message.text) if message.text[:1] in _JSON else message.text
    id = ids[place.message, place.call.path] if place else f"result_{position}"
    # Not validated: it was parsed just now, and results are what is long in a row.
    return Observation.model_construct(call=id, content=content, error=is_failure(content))


def is_failure(content: JsonValue) -> bool:
    """Whether a result says that its call failed."""
    if isinstance(content, str):
        return _FAILURE.match(content) is not None
    if not isinstance(content, dict) or content.get("status") in _FINE:
        return False
    return any(_says_something(content.get(name)) for name in _FAULTS)


def _says_something(value: JsonValue) -> bool:
    return bool(value) if not isinstance(value, Iterable) or isinstance(value, str) else len(list(value)) > 0
