"""A run against an endpoint that often fails."""

from collections import Counter

import pytest

from graph.benchmarks.faults import Result, Trial, attempt, report
from graph.benchmarks.whisper import SERVED, Stories

KEPT = {"id": "d000000", "status": "kept", "reasons": []}
FAILED = {"id": "d000001", "status": "failed", "reasons": ["503: nobody there"]}


@pytest.fixture
def result():
    """What came of two dialogues, one of which failed."""

    def make(*records: dict[str, object], left_over: tuple[str, ...] = ()) -> Result:
        stories = Stories(asked_again=Counter({"503": 5}), ended=Counter({"503": 1}))
        replies = Counter({SERVED: 18, "503": 6})
        return Result(Trial(count=2), list(records), replies, stories, list(left_over), 1.5)

    return make


def test_with_a_fifth_of_all_replies_faulty_every_dialogue_has_one_record_and_nothing_is_left_over(tmp_path) -> None:
    result = attempt(Trial(count=60, passes=1, concurrency=60, timeout=1.0), tmp_path / "run")
    assert [*result.problems()] == []
    statuses = Counter(record["status"] for record in result.records)
    assert statuses.keys() >= {"kept", "failed"}
    assert result.replies[SERVED] < 0.9 * result.replies.total()


def test_what_should_not_be_is_named(result) -> None:
    two_lines = FAILED | {"reasons": ["503:\nnobody there"]}
    assert [*result(KEPT, FAILED).problems()] == []
    assert [*result(KEPT, KEPT, left_over=("thread x",)).problems()] == [
        "d000000 has 2 records",
        "1 dialogues have no record",
        "left over: thread x",
    ]
    for wrong in (two_lines, FAILED | {"reasons": []}, FAILED | {"reasons": ["a", "b"]}):
        [problem] = result(KEPT, wrong).problems()
        assert problem.startswith("d000001 does not say in one line why it failed")


def test_the_report_tells_what_became_of_records_replies_and_failures(result) -> None:
    assert [*report(result(KEPT, FAILED))] == [
        "records   2 of 2 dialogues: 1 kept, 0 rejected, 1 failed",
        "replies   24, of which 25.0% were faulty",
        "  fault             replies  asked again   ended it  handed on  dropped",
        "  503                     6            5          1          0        0",
        "  served                 18            0          0          0        0",
        "failed",
        "      1  503: nobody there",
        "seconds   1.5",
        "fine      one record each, one line for each failure; no task, thread, file or socket left over",
    ]
