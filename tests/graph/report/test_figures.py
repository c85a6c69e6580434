"""The figures that only a page shows."""

from collections import Counter

from graph.report.figures import Figures
from graph.report.glance import lines, shares
from state.history import Moment
from state.verdict import Ruling


def _ruling(refinement: int, accepted: bool, by: str = "judge") -> Ruling:
    return Ruling(refinement=refinement, masked=(4,), accepted=accepted, by=by, reason="")


def test_a_pass_counts_as_accepted_where_anything_of_it_was_taken(record) -> None:
    figures = Figures("run")
    figures.add(record(0).model_copy(update={"rulings": (_ruling(1, False, "rules"), _ruling(1, True))}))
    figures.add(record(1).model_copy(update={"rulings": (_ruling(1, False), _ruling(2, False, "writer"))}))
    assert figures.passes == {1: Counter({"accepted": 1, "refused by judge": 1}), 2: Counter({"refused by writer": 1})}
    assert figures.acceptance(1) == 0.5


def test_passes_that_repair_are_counted_apart(record) -> None:
    history = (
        Moment(event="skeleton"),
        Moment(event="ruling", number=0),
        Moment(event="verdict", reasons=("no",)),
        Moment(event="ruling", number=1),
        Moment(event="verdict"),
    )
    figures = Figures("run")
    figures.add(record(0).model_copy(update={"rulings": (_ruling(1, False), _ruling(2, True)), "history": history}))
    assert figures.passes == {1: Counter({"refused by judge": 1})}
    assert figures.repairs == Counter({"accepted": 1})


def test_coverage_is_of_the_tools_on_offer_in_kept_dialogues(record) -> None:
    figures = Figures("run")
    figures.add(record(0))
    figures.add(record(1, "rejected"))
    assert figures.spread.covered() == {"sea": (1, 1), "sky": (1, 1)}
    assert figures.spread.calls == Counter({"get_weather": 2, "get_tide": 1})
    assert (figures.spread.turns, figures.spread.steps) == (Counter({8: 1}), Counter({2: 1}))


def test_a_run_that_kept_nothing_has_figures_all_the_same(record) -> None:
    figures = Figures("run")
    figures.add(record(0, "failed"))
    told = {line.name: (line.values, line.paper) for line in lines([figures])}
    assert told["Share kept"] == (("0.0%",), "72.3%")
    assert told["Model calls per kept dialogue"] == (("–",), "23.5")
    assert [(share.status, share.length) for share in shares(figures)] == [
        ("kept", 0),
        ("rejected", 0),
        ("failed", 100),
    ]
