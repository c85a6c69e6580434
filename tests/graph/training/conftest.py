"""A Llama that fits on a palm, and exports of a few dialogues to train it on."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.export.formats import FORMATS
from graph.export.source import Kept
from state.change import change
from state.dialogue import Dialogue
from state.verdict import Ruling


@pytest.fixture(scope="session")
def tiny(tmp_path_factory) -> Path:
    """A model of some 300,000 random parameters, with its tokenizer."""
    pytest.importorskip("trl", reason="TRL is not installed: pip install -c constraints.txt -e '.[train]'")
    import torch

    from graph.training.tiny import main

    # Threads that wait for each other cost more than they bring here, most of all on busy cores.
    torch.set_num_threads(1)

    folder = tmp_path_factory.mktemp("models") / "tiny"
    assert main([str(folder), "--parameters", "100k", "--vocabulary", "1500", "--context", "4096"]) == 0
    return folder


@pytest.fixture
def export(tmp_path, record) -> Callable[[str], Path]:
    """Export six dialogues in a format, each with a ruling about its last turn."""

    def write(format: str) -> Path:
        rows = [each.row for index in range(6) for each in FORMATS[format].rows(_kept(record(index).dialogue))]
        file = tmp_path / f"{format}.jsonl"
        file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        return file

    return write


def _kept(dialogue: Dialogue) -> Kept:
    worse = dialogue.with_turns((*dialogue.turns[:-1], dialogue.turns[-1].model_copy(update={"text": "Low."})))
    ruling = Ruling(refinement=1, masked=(8,), accepted=True, by="judge", reason="fuller", lost=change(dialogue, worse))
    return Kept(index=0, status="kept", simulated=True, dialogue=dialogue, rulings=(ruling,))
