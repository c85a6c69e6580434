"""What a training is made of, made ready before any weights are read: rows as tokens, and what is told of them."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.folder import explained
from graph.training.encoding import Encoded, Encoding
from graph.training.extra import versions
from graph.training.model import Device, as_adapter_says, find_device, find_model, load_tokenizer, longest
from graph.training.recipe import Recipe
from graph.training.report import Report, read_report, refuse_other
from graph.training.rows import Export, read_export
from graph.training.template import set_template
from state.errors import ConfigurationError

Tell = Callable[[str], None]
CHECKPOINTS = "checkpoints"


@dataclass(frozen=True, slots=True)
class Material:
    """Everything but the weights."""

    recipe: Recipe
    format: str
    folder: Path
    model: Path
    """Where it lies on this machine."""
    device: Device
    micro_batch: int
    tokenizer: Any
    rows: list[Encoded]
    report: Report

    @property
    def checkpoint(self) -> Path | None:
        """The last whole one, where this goes on from one: its state is what is written last."""
        states = (self.folder / CHECKPOINTS).glob("checkpoint-*/trainer_state.json") if self.recipe.resume else ()
        found = [state.parent for state in states]
        return max(found, key=lambda path: int(path.name.rpartition("-")[2]), default=None)


def make_ready(recipe: Recipe, tell: Tell) -> Material:
    """Read the export and the tokenizer, and write nothing; `ConfigurationError` where one of them does not do."""
    device = find_device()
    recipe = as_adapter_says(recipe)
    micro_batch = recipe.micro(gpu=device.gpu)
    export = read_export(recipe.export, recipe.method)
    folder = recipe.out or export.file.with_name(f"{export.file.stem}-{recipe.method}")
    if not recipe.resume:
        _refuse_taken(folder)
    model = find_model(recipe.model)
    tokenizer = load_tokenizer(model)
    set_template(tokenizer, export.format, recipe.model)
    encoding = Encoding(tokenizer, longest(model, recipe))
    tell(f"{export.format:<9} {export.file}: {len(export.rows):,} rows")
    rows = encoding.encode(export.rows)
    report = _report(recipe, export, encoding, rows, device)
    tell(f"read      {_counted(report, len(rows))}")
    if recipe.resume:
        before = read_report(folder)
        refuse_other(before, report)
        report = before if before.finished else report
    return Material(recipe, export.format, folder, model, device, micro_batch, tokenizer, rows, report)


def _refuse_taken(folder: Path) -> None:
    with explained(folder):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise ConfigurationError(f"{folder} is not empty; go on there with --resume, or choose another --out")


def _report(recipe: Recipe, export: Export, encoding: Encoding, rows: list[Encoded], device: Device) -> Report:
    return Report(
        method=recipe.method,
        settings=recipe.model_dump(mode="json"),
        export={
            "file": str(export.file),
            "format": export.format,
            "sha256": hashlib.sha256(export.file.read_bytes()).hexdigest(),
            "rows": len(export.rows),
            "trained_on": len(rows),
            "left_out": dict(encoding.left_out),
        },
        tokens={
            "all": sum(row.tokens for row in rows),
            "learned": sum(row.learned for row in rows),
            "longest_row": max(row.tokens for row in rows),
        },
        device=device.name,
        versions=versions(),
    )


def _counted(report: Report, rows: int) -> str:
    left_out = report.export["left_out"]
    assert isinstance(left_out, dict)
    without = "".join(f", {count:,} left out ({reason.replace('_', ' ')})" for reason, count in left_out.items())
    tokens = report.tokens
    return f"{rows:,} rows{without}, {tokens['all']:,} tokens, {tokens['learned']:,} of them learned"
