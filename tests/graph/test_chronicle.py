"""What a record tells of the history of its dialogue is what the nodes did."""

from itertools import pairwise
from pathlib import Path

import pytest

from graph.run import main
from prompts.views import view_place
from state.history import versions
from state.record import Record


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> list[Record]:
    folder = tmp_path_factory.mktemp("chronicle") / "run"
    main(["--count", "8", "--seed", "3", "--flaw-rate", "0.4", "--out", str(folder)])
    return _read(folder / "records.jsonl")


def _read(path: Path) -> list[Record]:
    return [Record.model_validate_json(line) for line in path.read_bytes().splitlines()]


def test_every_injection_and_every_ruling_has_its_moment(records) -> None:
    for record in records:
        events = [(moment.event, moment.number) for moment in record.history]
        assert events[0] == ("skeleton", 0)
        assert [n for event, n in events if event == "injection"] == list(range(len(record.injections)))
        assert [n for event, n in events if event == "ruling"] == list(range(len(record.rulings)))
        assert len([event for event, _ in events if event == "verdict"]) == record.repairs + 1


def test_rulings_speak_of_the_versions_before_and_after_them(records) -> None:
    seen = 0
    for record in records:
        stands = versions(record.dialogue, record.history)
        assert stands[-1] == record.dialogue
        for (before, after), moment in zip(pairwise(stands), record.history[1:], strict=True):
            if moment.event == "ruling":
                ruling = record.rulings[moment.number]
                assert ruling.before == tuple(view_place(before, id) for id in ruling.masked)
                assert ruling.accepted == (moment.change is not None)
                if ruling.accepted:
                    seen += 1
                    assert ruling.after == tuple(view_place(after, id) for id in ruling.masked)
    assert seen > 0


def test_injected_turns_are_there_from_their_moment_on(records) -> None:
    seen = 0
    for record in records:
        stands = versions(record.dialogue, record.history)
        for number, moment in enumerate(record.history):
            if moment.event == "injection" and record.injections[moment.number].applied:
                seen += 1
                added = set(record.injections[moment.number].added)
                assert not added <= {turn.id for turn in stands[number - 1].turns}
                assert added <= {turn.id for turn in stands[number].turns}
    assert seen > 0


def test_a_repaired_dialogue_tells_why_it_was_sent_back(records) -> None:
    for record in records:
        verdicts = [moment for moment in record.history if moment.event == "verdict"]
        assert all(moment.reasons for moment in verdicts[: record.repairs])
        assert verdicts[-1].reasons == record.verdict.reasons
