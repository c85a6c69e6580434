"""Scores of several models side by side, beside the paper's, in the folder of an experiment: JSON, CSV, Markdown."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

import orjson
from pydantic import TypeAdapter, ValidationError

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
    rows = {each.label: each for each in read_rows(folder)} | {row.label: row}
    shown = [_HEAD, *(each.cells() for each in rows.values()), *((*line, "", "", "") for line in PAPER)]
    files = {
        FILE: orjson.dumps([each.model_dump() for each in rows.values()], option=orjson.OPT_INDENT_2) + b"\n",
        "bfcl.csv": _as_csv(shown),
        "bfcl.md": "".join(_as_markdown(shown)).encode(),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        with replacing(folder / name) as file:
            file.write(content)
    return folder / "bfcl.md"


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


def _as_csv(lines: Sequence[Sequence[str]]) -> bytes:
    class Lines(list[str]):
        write = list.append

    written = Lines()
    csv.writer(written, lineterminator="\n").writerows(lines)
    return "".join(written).encode()


def _as_markdown(lines: Sequence[Sequence[str]]) -> Iterator[str]:
    head, *rest = ([cell.replace("|", "\\|").replace("<", "&lt;") for cell in line] for line in lines)
    for line in (head, ["---", *("---:" for _ in head[1:])], *rest):
        yield f"| {' | '.join(line)} |\n"
