"""Tool files and pools for the tests of this folder."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write lines to a tools file: texts as they are, anything else as JSON."""

    def lines(*entries: object) -> Path:
        path = tmp_path / "tools.jsonl"
        path.write_text("".join(f"{entry if isinstance(entry, str) else json.dumps(entry)}\n" for entry in entries))
        return path

    return lines


@pytest.fixture
def tool() -> Callable[..., dict[str, Any]]:
    """One well-formed entry."""

    def entry(name: str, parameters: object = None, **beside: object) -> dict[str, Any]:
        schema = {"type": "object", "properties": {"city": {"type": "string"}}} if parameters is None else parameters
        return {"type": "function", "function": {"name": name, "description": "D", "parameters": schema}, **beside}

    return entry
