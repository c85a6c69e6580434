"""A run folder to export."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def run(tmp_path, record) -> Path:
    """Seven records in no order: five kept, one with a twin, one rejected, one failed."""
    folder = tmp_path / "first"
    folder.mkdir()
    statuses = {0: "kept", 3: "rejected", 1: "kept", 6: "failed", 2: "kept", 4: "kept", 5: "kept"}
    records = [record(index, status) for index, status in statuses.items()]
    records[0] = records[0].model_copy(update={"twin": records[2].dialogue})
    lines = "".join(each.model_dump_json() + "\n" for each in records)
    (folder / "records.jsonl").write_text(lines, encoding="utf-8")
    return folder


@pytest.fixture
def read_rows() -> Callable[[Path], list]:
    """Read JSON lines."""
    return lambda path: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
