"""A record as a row of flat columns: what is worth filtering by, and the record itself as JSON."""

from collections.abc import Iterable
from typing import Any

import pyarrow

from state.dialogue import AssistantTurn
from state.record import Record

SCHEMA = pyarrow.schema(
    [
        ("number", pyarrow.int64()),
        ("id", pyarrow.string()),
        ("status", pyarrow.string()),
        ("seed", pyarrow.int64()),
        ("reasons", pyarrow.string()),
        ("simulated", pyarrow.bool_()),
        ("writer", pyarrow.string()),
        ("turns", pyarrow.int64()),
        ("tools", pyarrow.string()),
        ("complexities", pyarrow.string()),
        ("calls", pyarrow.int64()),
        ("prompt_tokens", pyarrow.int64()),
        ("completion_tokens", pyarrow.int64()),
        ("cost", pyarrow.float64()),
        ("record", pyarrow.string()),
    ]
)


def table(rows: Iterable[dict[str, Any]]) -> pyarrow.Table:
    """Lay rows together; none at all is a table too."""
    return pyarrow.Table.from_pylist(list(rows), schema=SCHEMA)


def row(record: Record, line: bytes) -> dict[str, Any]:
    """Flatten a record whose JSON is `line`. Tools are those that the assistant called."""
    turns = record.dialogue.turns if record.dialogue else ()
    calls = (call.name for turn in turns if isinstance(turn, AssistantTurn) for call in turn.calls)
    spent = list(record.usage.values())
    return {
        "number": record.index,
        "id": record.id,
        "status": record.status,
        "seed": record.seed,
        "reasons": "\n".join(record.reasons),
        "simulated": record.simulated,
        "writer": record.models.get("writer"),
        "turns": len(turns),
        "tools": ", ".join(sorted(set(calls))),
        "complexities": ", ".join(each.complexity for each in record.injections if each.applied),
        "calls": sum(each.calls for each in spent),
        "prompt_tokens": sum(each.usage.prompt_tokens for each in spent),
        "completion_tokens": sum(each.usage.completion_tokens for each in spent),
        "cost": record.cost,
        "record": line.rstrip(b"\n").decode(),
    }
