"""Which faults a bad endpoint has."""

import pytest

from graph.benchmarks.mischief import KINDS
from graph.benchmarks.mixes import BURSTS, LASTING, MIXES, weights


@pytest.mark.parametrize("mix", MIXES)
def test_a_mix_is_made_of_known_faults_and_a_burst_begins_less_often_than_it_strikes(mix: str) -> None:
    assert MIXES[mix].keys() <= KINDS.keys()
    begins = weights(mix)
    assert {kind for kind in begins if begins[kind] < MIXES[mix][kind]} == set(BURSTS)


def test_in_life_all_kinds_occur_and_what_lasts_is_rare() -> None:
    life = MIXES["life"]
    assert life.keys() == KINDS.keys() > LASTING
    assert max(life[kind] for kind in LASTING) < 0.1 * min(life[kind] for kind in KINDS.keys() - LASTING)
