"""The failure taxonomy."""

from collections import Counter

import pytest

from graph.taxonomy import Taxonomy, rows
from state.dialogue_state import Stage
from state.verdict import Label, Verdict

STAGES = (
    Stage(
        stage="initialize", findings={"invented_id": 2, "repetition": 1, "leak": 1}, fatal={"invented_id": 2, "leak": 1}
    ),
    Stage(stage="fill 1", findings={"leak": 1}, fatal={"leak": 1}),
    Stage(stage="fill 2", findings={}),
    Stage(stage="end", findings={"leak": 1}, fatal={"leak": 1}),
    Stage(stage="experts", findings={"argument_hallucination": 1, "dialogue_flow": 2}),
    Stage(stage="fill 3", findings={}),
    Stage(stage="end after repair 1", findings={}),
    Stage(stage="experts after repair 1", findings={"dialogue_flow": 1}),
)
LABELLED = Verdict(accepted=True, labels=(Label(turn=4, reasons=("x",)), Label(turn=8, reasons=("y",))))


@pytest.fixture
def counted(record):
    """The taxonomy of these records, each made from its status and what differs in it."""

    def count(*records):
        taxonomy = Taxonomy()
        for index, (status, changes) in enumerate(records):
            taxonomy.add(record(index, status).model_copy(update=changes))
        return taxonomy

    return count


def test_fatal_findings_are_counted_by_stage_and_kind_and_objections_by_question(counted):
    taxonomy = counted(("kept", {"stages": STAGES}), ("rejected", {"stages": STAGES[:1]}))
    assert taxonomy.faults["initialize"] == Counter(invented_id=4, leak=2)
    assert taxonomy.faults["end"] == Counter(leak=1)
    assert taxonomy.objections == Counter(dialogue_flow=3, argument_hallucination=1)


def test_repaired_dialogues_are_saved_labelled_or_lost(counted):
    taxonomy = counted(
        ("kept", {"repairs": 1}),
        ("kept", {"repairs": 2}),
        ("kept", {"repairs": 1, "verdict": LABELLED}),
        ("kept", {"verdict": LABELLED}),
        ("rejected", {"repairs": 1}),
        ("failed", {"repairs": 1}),
        ("kept", {}),
    )
    assert taxonomy.repairs == Counter(saved=2, labelled=1, lost=2)
    assert (taxonomy.labelled, taxonomy.labels) == (2, 4)


def test_the_lines_stand_beside_the_papers_shares(counted):
    assert dict(rows(counted(("kept", {"stages": STAGES, "repairs": 1, "verdict": LABELLED})))) == {
        "faults": "after initialize: 3 (invented_id 2, leak 1)\nafter passes 1 to 3: 1, 0, 0\nat the end: 1 (leak 1)\n"
        "after repair 1: none",
        "invented": "67% of faults after initialize, 0% of faults at the end (paper 51% of rule failures)",
        "objections": "dialogue_flow 3, argument_hallucination 1; "
        "25% argument_hallucination (paper 23% parameter extraction)",
        "repaired": "0 saved, 1 labelled, 0 lost",
        "labelled": "turns not to be learned: 2, in 1 kept dialogues",
    }


def test_where_nothing_was_found_nothing_is_said(counted):
    assert dict(rows(counted(("kept", {})))) == {}
    assert dict(rows(counted(("kept", {"stages": (Stage(stage="end", findings={}),)})))) == {
        "faults": "at the end: none"
    }
