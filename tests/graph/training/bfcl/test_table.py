"""Scores side by side."""

import csv

from graph.training.bfcl.scores import CATEGORIES, Score, counted_by_bfcl, overall
from graph.training.bfcl.table import PAPER, Row, add_row

WHOLE = {name: Score(correct=20 * number, scored=200, cases=200) for number, name in enumerate(CATEGORIES, 1)}


def _row(label: str, scores=WHOLE) -> Row:
    return Row(label=label, model="mine", mode="fc", bfcl_eval="1", scores=scores)


def test_the_mean_is_that_of_four_whole_categories():
    assert overall(WHOLE) == 25.0
    assert overall({name: WHOLE[name] for name in ("base", "miss_func", "miss_param")}) is None
    assert overall(WHOLE | {"base": Score(correct=10, scored=10, cases=200)}) is None
    assert counted_by_bfcl({"miss_func": WHOLE["miss_func"]}) == 5.0


def test_the_papers_columns_come_to_the_papers_mean():
    *_, numbers = PAPER
    assert sum(map(float, numbers[1:5])) / 4 == float(numbers[5])


def test_a_label_has_one_row_and_cannot_break_the_table(tmp_path):
    add_row(_row("a | b"), tmp_path)
    add_row(_row("other", {"base": WHOLE["base"]}), tmp_path)
    table = add_row(_row("a | b", WHOLE | {"base": Score(correct=200, scored=200, cases=200)}), tmp_path)
    lines = table.read_text().splitlines()
    assert lines[2] == (
        "| a \\| b | 100.00 | 20.00 | 30.00 | 40.00 | 47.50 | mine | fc | "
        "base 200/200; miss_func 200/200; miss_param 200/200; long_context 200/200 |"
    )
    assert lines[3] == "| other | 10.00 |  |  |  |  | mine | fc | base 200/200 |"
    assert len(lines) == 4 + len(PAPER)


def test_a_label_is_one_line_and_no_formula(tmp_path):
    table = add_row(_row("=cmd()\n| two"), tmp_path)
    assert "| =cmd() \\| two | 10.00 |" in table.read_text()
    [_, line, *_] = csv.reader((tmp_path / "bfcl.csv").read_text().splitlines(keepends=True))
    assert line[:2] == ["'=cmd()\n| two", "10.00"]
