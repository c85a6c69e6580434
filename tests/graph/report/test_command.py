"""The command `python -m graph.report`: its files, and what it says where something is wrong."""

import subprocess
import sys
from pathlib import Path

import pytest

from graph.report.__main__ import main, names
from state.errors import ConfigurationError


def test_the_page_lies_in_the_run_folder_and_its_charts_beside_it(page: Path) -> None:
    charts = {path.name for path in (page.parent / "report-charts").iterdir()}
    assert {"acceptance.svg", "acceptance.png", "faults-1.svg", "reasons.png", "tools.svg", "money.svg"} <= charts
    assert (page.parent / "report-charts" / "acceptance.png").read_bytes().startswith(b"\x89PNG")
    assert "var(--" not in (page.parent / "report-charts" / "acceptance.svg").read_text(encoding="utf-8")


def test_the_same_run_gives_the_same_page(page: Path, folder: Path, tmp_path: Path) -> None:
    assert main([str(folder), "--to", str(tmp_path / "again" / "report.html")]) == 0
    assert (tmp_path / "again" / "report.html").read_bytes() == page.read_bytes()


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        (None, "records.jsonl is not there; expected a run folder"),
        ("", "holds no record: no dialogue has finished yet"),
        ('{"id": "d000000"}\n', "records.jsonl, line 1: expected a record of graph.run; index: Field required"),
        ("nonsense\n", "records.jsonl, line 1: expected a record of graph.run; the line: Invalid JSON"),
    ],
)
def test_what_is_no_run_is_refused_in_one_line(lines, complaint, tmp_path, capsys) -> None:
    if lines is not None:
        (tmp_path / "records.jsonl").write_text(lines)
    assert main([str(tmp_path)]) == 2
    error = capsys.readouterr().err
    assert complaint in error
    assert len(error.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], "the following arguments are required: RUN"),
        (["runs/first", "--dialogues", "-3"], "'-3' is not a whole number"),
        (["runs/first", "--theme", "dark"], "unrecognized arguments: --theme dark"),
    ],
)
def test_a_wrong_argument_is_named_in_one_line(arguments, complaint, capsys) -> None:
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert complaint in error
    assert len(error.splitlines()) == 1


def test_a_line_that_is_still_being_written_is_passed_over(folder: Path, page: Path, tmp_path: Path) -> None:
    whole = (folder / "records.jsonl").read_bytes()
    torn = tmp_path / folder.name
    torn.mkdir()
    (torn / "records.jsonl").write_bytes(whole + whole[:400])
    assert main([str(torn)]) == 0
    assert (torn / "report.html").read_bytes() == page.read_bytes()


def test_the_missing_extra_is_named(folder: Path, monkeypatch, capsys) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    assert main([str(folder)]) == 2
    assert "pip install -e '.[report]'" in capsys.readouterr().err


HELP = """
import sys
from graph.report.__main__ import main
try:
    main(["--help"])
except SystemExit:
    print([name for name in ("jinja2", "vl_convert", "langgraph", "pydantic") if name in sys.modules])
"""


def test_help_needs_none_of_the_libraries() -> None:
    said = subprocess.run([sys.executable, "-c", HELP], capture_output=True, text=True, check=True).stdout
    assert said.splitlines()[-1] == "[]"


def test_runs_are_called_by_as_much_of_their_path_as_tells_them_apart(tmp_path: Path) -> None:
    assert names([tmp_path / "a", tmp_path / "b"]) == ["a", "b"]
    assert names([tmp_path / "x" / "a", tmp_path / "y" / "a"]) == ["x/a", "y/a"]
    with pytest.raises(ConfigurationError, match="named twice"):
        names([tmp_path / "a", tmp_path / "." / "a"])
