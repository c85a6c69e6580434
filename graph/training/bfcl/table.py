"""Scores of several models side by side, beside the paper's, in the folder of an experiment: JSON, CSV, Markdown."""

from collections.abc import Sequence
from pathlib import Path

import orjson
from pydantic import TypeAdapter, ValidationError

from graph.experiments.tables import Table, csv_text, inert, markdown
from graph.folder import replacing
from graph.training.bfcl.scores import CATEGORIES, Score, overall
from state.errors import ConfigurationError
from state.frozen import Frozen

FILE = "bfcl.json"
PAPER: tuple[tuple[str, ...], ...] = (
    ("paper: LLaMA-3.1-8B", "", "", "", "", "9.25"),
    ("paper: MAS", "", "", "", "", "31.38"),
    ("paper: ToolACE-MT, neither refined nor verified", "", "", "", "", "20.88"),
    ("paper: ToolACE-MT, not verified", "", "", "", "", "32.50"),
    ("paper: ToolACE-MT", "57.50", "31.50", "34.00", "38.00", "40.25"),
)
_HEAD = ("", *CATEGORIES, "overall", "model", "mode", "cases")


class Row(Frozen):
    """What one model reached."""

    label: str
    model: str
    mode: str
    bfcl_eval: str
    scores: dict[str, Score]

    def cells(self) -> tuple[str, ...]:
        """The row as it is shown; a category that was not run stays empty."""
        percents = [self.scores[name].percent if name in self.scores else None for name in CATEGORIES]
        numbers = ("" if number is None else f"{number:.2f}" for number in (*percents, overall(self.scores)))
        cases = "; ".join(f"{name} {score}" for name, score in self.scores.items())
        return (self.label, *numbers, self.model, self.mode, cases)


_ROWS = TypeAdapter(tuple[Row, ...])


def add_row(row: Row, folder: Path) -> Path:
    """Add a row to the table in a folder, in the place of one with the same label; give the Markdown file."""
    rows = tuple(({each.label: each for each in read_rows(folder)} | {row.label: row}).values())
    shown = table(rows)
    files = {
        FILE: orjson.dumps([each.model_dump() for each in rows], option=orjson.OPT_INDENT_2) + b"\n",
        "bfcl.csv": csv_text([inert(cell) for cell in line] for line in shown).encode(),
        "bfcl.md": f"{markdown(shown)}\n".encode(),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        with replacing(folder / name) as file:
            file.write(content)
    return folder / "bfcl.md"


def table(rows: Sequence[Row]) -> Table:
    """All rows below a head, and the paper's below them."""
    return (_HEAD, *(row.cells() for row in rows), *((*line, "", "", "") for line in PAPER))


def read_rows(folder: Path) -> Sequence[Row]:
    """Read the rows that the table in a folder has."""
    path = folder / FILE
    if not path.exists():
        return ()
    try:
        return _ROWS.validate_json(path.read_bytes())
    except ValidationError as error:
        problem = error.errors()[0]
        place = ".".join(map(str, problem["loc"])) or "the file"
        raise ConfigurationError(
            f"{path}: expected scores that this command wrote; {place}: {problem['msg']}"
        ) from error
