"""The cases of a category with the calls that solve them, as bfcl-eval has them, and which one a conversation is."""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from pydantic import JsonValue

from graph.training.bfcl.scores import CATEGORIES

DONE = "Done."
"""What is said when all calls of a turn were made. It shows where one turn ends and the next begins."""


class Said(NamedTuple):
    """One message of a conversation, however it was sent."""

    role: str
    text: str


class Solution(NamedTuple):
    """One call that a turn asks for."""

    name: str
    arguments: dict[str, JsonValue]

    def __str__(self) -> str:
        """Write it as Python."""
        return f"{self.name}({', '.join(f'{name}={value!r}' for name, value in self.arguments.items())})"


class Case(NamedTuple):
    """A conversation of the benchmark."""

    id: str
    questions: tuple[str | None, ...]
    """What the user says, turn by turn; None where it is the benchmark that speaks, to add a function."""
    solutions: tuple[tuple[Solution, ...], ...]
    """The calls of each turn; none where something is missing for them."""

    def begins(self, asked: Sequence[str]) -> bool:
        """Whether a user who said this may be the one of this case."""
        pairs = zip(self.questions, asked, strict=False)
        return len(asked) <= len(self.questions) and all(own in (None, other) for own, other in pairs)


@dataclass(frozen=True, slots=True)
class Cases:
    """All cases of a category."""

    cases: tuple[Case, ...]

    def solution(self, conversation: Sequence[Said]) -> tuple[Solution, ...] | None:
        """The calls to make now: none where this turn has had its calls; None where no case begins like this."""
        asked = _asked(conversation)
        case = next((case for case in self.cases if case.begins(asked)), None)
        if case is None or not asked:
            return None
        return () if _has_called(conversation) else case.solutions[len(asked) - 1]


def read_cases(data: Path, column: str) -> Cases:
    """Read a category from the data of an installed bfcl-eval."""
    name = f"BFCL_v4_{CATEGORIES[column]}.json"
    parameters = _parameters(data)
    solved = {line["id"]: line["ground_truth"] for line in _lines(data / "possible_answer" / name)}
    return Cases(
        tuple(
            Case(
                id=line["id"],
                questions=tuple(turn[0]["content"].strip() if turn else None for turn in line["question"]),
                solutions=tuple(tuple(_call(text, parameters) for text in turn) for turn in solved[line["id"]]),
            )
            for line in _lines(data / name)
        )
    )


def _asked(conversation: Sequence[Said]) -> list[str]:
    """What the user said at the beginning of each turn; later messages of a turn are results, whoever brings them."""
    asked: list[str] = []
    begins = True
    for said in conversation:
        if said.role == "user" and begins:
            asked.append(said.text.strip())
            begins = False
        elif said.role == "assistant" and said.text == DONE:
            begins = True
    return asked


def _has_called(conversation: Sequence[Said]) -> bool:
    """Whether the last message brings results: calls are all that an assistant says before one, except for the end."""
    last = next((said for said in reversed(conversation) if said.role == "assistant"), None)
    return last is not None and last.text != DONE


def _parameters(data: Path) -> dict[str, list[str]]:
    """The names of each function's parameters, in order: some solutions give values without them."""
    files = sorted((data / "multi_turn_func_doc").glob("*.json"))
    return {line["name"]: list(line["parameters"]["properties"]) for file in files for line in _lines(file)}


def _call(text: str, parameters: Mapping[str, Sequence[str]]) -> Solution:
    node = ast.parse(text.strip(), mode="eval").body
    assert isinstance(node, ast.Call)
    name = ast.unparse(node.func)
    named = zip(parameters.get(name, ()), node.args, strict=False)
    values = {**dict(named), **{str(each.arg): each.value for each in node.keywords}}
    return Solution(name, {key: ast.literal_eval(value) for key, value in values.items()})


def _lines(file: Path) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in file.read_bytes().splitlines() if line.strip()]
