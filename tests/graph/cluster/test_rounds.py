"""How far a cluster goes."""

from collections import Counter

import pytest

from graph.cluster.rounds import Past, target
from graph.settings import Settings
from graph.tally import Tally


def _tally(kept: int, rejected: int = 0) -> Tally:
    return Tally(statuses=Counter(kept=kept, rejected=rejected))


@pytest.mark.parametrize(
    ("settings", "tally", "fresh", "expected"),
    [
        (Settings(count=50), _tally(0), 0, 50),
        (Settings(count=50), _tally(60), 60, 50),
        (Settings(accept=10), _tally(0), 0, 10),
        (Settings(accept=10), _tally(5, 5), 10, 20),
        (Settings(accept=10), _tally(0, 10), 10, 50),
        (Settings(accept=10, max_tries=12), _tally(5, 5), 10, 12),
        (Settings(accept=10), _tally(12, 3), 15, 15),
    ],
)
def test_a_cluster_goes_as_far_as_it_seems_to_take(settings, tally, fresh, expected):
    assert target(settings, tally, fresh) == expected


def test_gaps_are_work_even_where_enough_are_kept():
    settings, tally = Settings(accept=10), _tally(12, 2)
    assert Past(fresh=15, has_gaps=True).leaves_work(settings, tally)
    assert not Past(fresh=15, has_gaps=False).leaves_work(settings, tally)
