"""What shape a row has: OpenAI messages, a ShareGPT conversation, or a record of our own."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from graph.verify.openai_shape import kind, openai_row, row_id
from graph.verify.row import RawObject, Row
from graph.verify.sharegpt_shape import sharegpt_row
from state.dialogue import Dialogue
from state.task import Task

Format = Literal["auto", "openai", "sharegpt"]
FORMATS: tuple[Format, ...] = ("auto", "openai", "sharegpt")


class Recorded(BaseModel):
    """What is read of a line of `records.jsonl`; the rest is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    dialogue: Dialogue
    task: Task | None = None


def shape_of(value: object, format: Format = "auto") -> Row | Recorded:
    """The row in a shape that can be checked; what cannot be read is among its problems."""
    if not isinstance(value, dict):
        problem = f"the row is {kind(value)}, not an object with `messages` or `conversations`"
        return Row(id=None, messages=(), tools=None, problems=((None, problem),))
    if format == "sharegpt" or (format == "auto" and "messages" not in value and _is_sharegpt(value)):
        return sharegpt_row(value)
    if format == "auto" and "messages" not in value and "turns" in _object(value.get("dialogue")):
        return _recorded(value)
    return openai_row(value)


def _is_sharegpt(value: RawObject) -> bool:
    return "conversations" in value or "conversation" in value


def _object(value: object) -> RawObject:
    return value if isinstance(value, dict) else {}


def _recorded(value: RawObject) -> Row | Recorded:
    try:
        return Recorded.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        problem = f"no record of ours: {'.'.join(map(str, first['loc']))}: {first['msg']}"
        return Row(id=row_id(value), messages=(), tools=None, problems=((None, problem),))
