"""What bfcl-eval's scorer found, read from the files that it leaves."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import shorten

import orjson
from pydantic import BaseModel, ConfigDict

from graph.training.bfcl.inside import NAME
from state.frozen import Frozen

CATEGORIES: Mapping[str, str] = {
    "base": "multi_turn_base",
    "miss_func": "multi_turn_miss_func",
    "miss_param": "multi_turn_miss_param",
    "long_context": "multi_turn_long_context",
}
"""The columns of the table, and what bfcl-eval calls them."""
_LONGEST_ERROR = 300


class Score(Frozen):
    """What a model reached in one category."""

    correct: int
    scored: int
    cases: int
    """How many the category has."""
    unanswered: int = 0
    """Scored as wrong because the endpoint gave no answer."""
    error: str | None = None
    """Of the first of these."""

    @property
    def percent(self) -> float:
        """Of the cases that were scored."""
        return 100 * self.correct / self.scored

    def __str__(self) -> str:
        """How much was scored."""
        silent = f", {self.unanswered} without an answer" if self.unanswered else ""
        return f"{self.scored}/{self.cases}{silent}"

    @property
    def is_whole(self) -> bool:
        """Whether every case was scored."""
        return self.scored == self.cases


Scores = Mapping[str, Score]


class _Head(BaseModel):
    """The first line of a file of scores; those after it are the cases that failed."""

    model_config = ConfigDict(frozen=True)

    correct_count: int
    total_count: int


def read_scores(project: Path, data: Path) -> dict[str, Score]:
    """The scores of all categories that were measured in this folder, by column."""
    found = {}
    for column, category in CATEGORIES.items():
        file = project / "score" / NAME / "multi_turn" / f"BFCL_v4_{category}_score.json"
        if file.exists():
            with file.open("rb") as lines:
                head = _Head.model_validate_json(next(lines))
            errors = list(_errors(project / "result" / NAME / "multi_turn" / f"BFCL_v4_{category}_result.json"))
            found[column] = Score(
                correct=head.correct_count,
                scored=head.total_count,
                cases=len((data / f"BFCL_v4_{category}.json").read_bytes().splitlines()),
                unanswered=len(errors),
                error=errors[0] if errors else None,
            )
    return found


def overall(scores: Scores) -> float | None:
    """The mean over the categories; None unless all four are whole."""
    if scores.keys() != CATEGORIES.keys() or not all(score.is_whole for score in scores.values()):
        return None
    return sum(score.percent for score in scores.values()) / len(CATEGORIES)


def counted_by_bfcl(scores: Scores) -> float:
    """The mean as bfcl-eval gives it: a category that was not run counts as zero."""
    return sum(score.percent for score in scores.values()) / len(CATEGORIES)


def _errors(results: Path) -> Iterator[str]:
    """What stands in the place of answers that never came."""
    with results.open("rb") as lines:
        for line in lines:
            result = orjson.loads(line)["result"]
            if isinstance(result, str):
                yield shorten(result, _LONGEST_ERROR)
