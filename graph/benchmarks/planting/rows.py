"""Rows of OpenAI chat messages as planters see them: anyone's dialogues, where no source is stated."""

import copy
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from random import Random
from typing import Any

from pydantic import JsonValue

from graph.benchmarks.planting.changes import written_date
from graph.benchmarks.planting.specimen import Arguments, Heard, Made
from graph.tools.normalise import Unfit, normalised_parameters
from graph.verify.checking import check_row
from graph.verify.profiles import Profile
from state.remember import remembered
from state.verdict import Finding

Message = dict[str, Any]
_TODAY = re.compile(
    r"(?:current|today|now)\b[^\n]{0,60}?"
    r"(\d{4}-\d{2}-\d{2}|\d{1,2} [A-Z][a-z]+ \d{4}|[A-Z][a-z]+ \d{1,2}, \d{4})",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class RowSpecimen:
    """One row of a file."""

    source: str
    row: dict[str, Any]
    profile: Profile

    @property
    def id(self) -> str:
        """The row's own id."""
        return str(self.row.get("id", ""))

    @property
    def messages(self) -> list[Message]:
        """The messages, with text for content."""
        return [message for message in self.row["messages"] if isinstance(message, dict)]

    @cached_property
    def today(self) -> date | None:
        """What the first message that says so calls today."""
        for message in self.messages[:2]:
            if found := _TODAY.search(_text(message)):
                written = written_date(found[1])
                return written.day if written else None
        return None

    @remembered
    def check(self) -> tuple[Finding, ...]:
        """What `graph.verify` finds."""
        return tuple(check_row(self.row, self.profile))

    @remembered
    def heard(self) -> Sequence[Heard]:
        """All messages."""
        return [
            Heard(index, str(message.get("role")), _everything(message), bool(_calls(message)))
            for index, message in enumerate(self.messages)
        ]

    @remembered
    def definitions(self) -> str:
        """The tools as they stand."""
        return json.dumps(self.row.get("tools") or [], ensure_ascii=False)

    def tool_names(self) -> frozenset[str]:
        """Their names."""
        return frozenset(self._schemas)

    @cached_property
    def _schemas(self) -> dict[str, dict[str, Any]]:
        return {str(function.get("name")): _schema(function) for function in self._functions}

    @cached_property
    def _descriptions(self) -> dict[str, str]:
        return {str(function.get("name")): str(function.get("description", "")) for function in self._functions}

    @property
    def _functions(self) -> list[dict[str, Any]]:
        return [tool.get("function", tool) for tool in self.row.get("tools") or [] if isinstance(tool, dict)]

    @remembered
    def made(self) -> Sequence[Made]:
        """All calls whose arguments are an object."""
        found = []
        for turn, message in enumerate(self.messages):
            for number, call in enumerate(_calls(message)):
                arguments = _arguments(call)
                if arguments is not None:
                    found.append(self._made(turn, number, call, arguments))
        return found

    def _made(self, turn: int, number: int, call: dict[str, Any], arguments: Arguments) -> Made:
        name, id = str(call["function"].get("name")), str(call.get("id", ""))
        answer = self._answer(turn, number, id)
        result = None if answer is None else _text(self.messages[answer])
        failed = result is not None and re.search(r"error|fail|not found|invalid", result[:200], re.I) is not None
        return Made(
            turn, number, id, name, arguments, self._schemas.get(name, {}), message_learnt(self.messages[turn]),
            answer, result, failed, does=self._descriptions.get(name, ""),
        )  # fmt: skip

    def _answer(self, turn: int, number: int, id: str) -> int | None:
        """Where the call's result stands: by its id among the results that follow at once, else by its place."""
        following = []
        for index in range(turn + 1, len(self.messages)):
            if self.messages[index].get("role") not in ("tool", "function"):
                break
            following.append(index)
        named = [index for index in following if id and str(self.messages[index].get("tool_call_id", "")) == id]
        if named:
            return named[0]
        unnamed = [index for index in following if not self.messages[index].get("tool_call_id")]
        return unnamed[number] if number < len(unnamed) else None

    def _edited(self) -> tuple["RowSpecimen", list[Message]]:
        """A copy, and its messages to be changed before anybody else sees them."""
        row = {**self.row, "messages": copy.deepcopy(self.messages)}
        return replace(self, row=row), row["messages"]

    def with_arguments(self, made: Made, arguments: Arguments, random: Random) -> "RowSpecimen":
        """Written as JSON."""
        return self.with_raw_arguments(made, json.dumps(arguments, ensure_ascii=False))

    def with_raw_arguments(self, made: Made, text: str) -> "RowSpecimen":
        """Written like this."""
        fresh, messages = self._edited()
        _calls(messages[made.turn])[made.number]["function"]["arguments"] = text
        return fresh

    def with_tool(self, made: Made, name: str) -> "RowSpecimen":
        """In the call, and in its result where that is named too."""
        fresh, messages = self._edited()
        _calls(messages[made.turn])[made.number]["function"]["name"] = name
        if made.answered_in is not None and "name" in messages[made.answered_in]:
            messages[made.answered_in]["name"] = name
        return fresh

    def with_text(self, turn: int, text: str) -> "RowSpecimen":
        """In the place of the content."""
        fresh, messages = self._edited()
        messages[turn]["content"] = text
        return fresh

    def with_result(self, made: Made, result: JsonValue) -> "RowSpecimen":
        """As text."""
        assert made.answered_in is not None
        text = result if isinstance(result, str) else json.dumps(result, ensure_ascii=False)
        return self.with_text(made.answered_in, text)

    def without_result(self, made: Made) -> "RowSpecimen":
        """The message is taken out."""
        fresh, messages = self._edited()
        assert made.answered_in is not None
        del messages[made.answered_in]
        return fresh

    def with_orphan(self, made: Made) -> "RowSpecimen":
        """A message with an id that no call has."""
        fresh, messages = self._edited()
        assert made.answered_in is not None
        orphan = copy.deepcopy(messages[made.answered_in]) | {"tool_call_id": "call_unasked"}
        messages.insert(made.answered_in + 1, orphan)
        return fresh

    def without_value(self, value: str, before: int, instead: str) -> "RowSpecimen":
        """In contents and in the arguments of calls."""
        fresh, messages = self._edited()
        pattern = re.compile(re.escape(value), re.IGNORECASE)
        for message in messages[:before]:
            message["content"] = pattern.sub(instead, _text(message))
        return fresh

    def without_call(self, made: Made) -> tuple["RowSpecimen", int]:
        """With its message, where that says nothing else."""
        fresh, messages = self._edited()
        message, gone = messages[made.turn], 0
        if made.answered_in is not None:
            del messages[made.answered_in]
            gone += 1
        del message["tool_calls"][made.number]
        if not message["tool_calls"]:
            del message["tool_calls"]
            if not _text(message).strip():
                del messages[made.turn]
                gone += 1
        return fresh, gone

    def with_call_again(self, made: Made) -> tuple["RowSpecimen", int]:
        """A message of its own, with an id of its own."""
        fresh, messages = self._edited()
        assert made.answered_in is not None
        last = made.answered_in
        while last + 1 < len(messages) and messages[last + 1].get("role") in ("tool", "function"):
            last += 1
        call = copy.deepcopy(_calls(messages[made.turn])[made.number]) | {"id": f"{made.id}_again"}
        result = copy.deepcopy(messages[made.answered_in]) | {"tool_call_id": f"{made.id}_again"}
        again = {"role": "assistant", "content": None, "tool_calls": [call]}
        messages[last + 1 : last + 1] = [again, result]
        return fresh, last + 1

    def joined(self, first: Made, second: Made) -> "RowSpecimen | None":
        """Calls first, then results."""
        if first.turn >= second.turn:
            return None
        message = self.messages[second.turn]
        between = range(first.turn + 1, second.turn)
        roles = {self.messages[index].get("role") for index in between}
        if roles - {"tool", "function"} or len(_calls(message)) != 1 or second.answered_in is None:
            return None
        fresh, messages = self._edited()
        messages[first.turn]["tool_calls"] += messages[second.turn]["tool_calls"]
        del messages[second.turn]
        return fresh

    def with_offers_later(self) -> None:
        """A row lists its tools once."""


def message_learnt(message: Message) -> bool:
    """Whether a message is to be imitated."""
    return message.get("weight") != 0


def _text(message: Message) -> str:
    content = message.get("content")
    if isinstance(content, list):
        return "\n".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    return content if isinstance(content, str) else ""


def _everything(message: Message) -> str:
    return "\n".join((_text(message), *(str(call["function"].get("arguments")) for call in _calls(message))))


def _calls(message: Message) -> list[dict[str, Any]]:
    return [call for call in message.get("tool_calls") or [] if isinstance(call, dict) and "function" in call]


def _arguments(call: dict[str, Any]) -> Arguments | None:
    raw = call["function"].get("arguments")
    try:
        found = json.loads(raw) if isinstance(raw, str) else raw
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _schema(function: dict[str, Any]) -> dict[str, Any]:
    try:
        return normalised_parameters(function.get("parameters"), function.get("required"), Counter())
    except Unfit:
        return {}
