"""A dialogue as a training row: OpenAI chat messages and tools. What a trainer must not see is left behind here."""

from pydantic import BaseModel, ConfigDict

from graph.export.openai import row
from graph.export.parts import Row, as_text
from graph.export.passage import whole
from state.dialogue import Dialogue
from state.record import Record


class _Kept(BaseModel):
    """What a row needs of a record; the rest of the line is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    simulated: bool
    dialogue: Dialogue


def to_chat(dialogue: Dialogue) -> Row:
    """Give the messages and tools of a dialogue, without provenance and with calls numbered in order.

    The tools are all that are on offer in the end. What was said under a shorter list has weight 0; an export has a
    row of its own for it.
    """
    return row(whole(dialogue))


def chat_line(record: bytes) -> bytes:
    """Turn one line of `records.jsonl` into one line of `dialogues.jsonl`."""
    kept = _Kept.model_validate_json(record)
    return row_line(kept.id, kept.simulated, kept.dialogue)


def chat_line_of(record: Record, line: bytes) -> bytes:
    """Do the same for a record that is still in memory, at half the price."""
    assert record.dialogue is not None
    row = row_line(record.id, record.simulated, record.dialogue)
    # In the line they became null.
    return chat_line(line) if b"NaN" in row or b"Infinity" in row else row


def row_line(id: str, simulated: bool, dialogue: Dialogue) -> bytes:
    """Write one line of `dialogues.jsonl`."""
    row: Row = {"id": id, **({"simulated": True} if simulated else {}), **to_chat(dialogue)}
    return as_text(row).encode() + b"\n"
