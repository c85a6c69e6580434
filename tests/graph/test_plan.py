"""Numbers, ids and seeds."""

from itertools import count, islice

import pytest

from graph.plan import dialogue_id, dialogue_number, dialogue_seed, plan
from state.budget import DEFAULT


def test_ids_are_padded_to_six_digits_and_grow_beyond():
    assert [dialogue_id(12), dialogue_id(1_234_567)] == ["d000012", "d1234567"]


@pytest.mark.parametrize("number", [0, 12, 999_999, 1_234_567])
def test_an_id_tells_its_number(number):
    assert dialogue_number(dialogue_id(number)) == number


@pytest.mark.parametrize("id", ["", "d", "d12", "x000012", "d-00012", "000012", "d000012 ", "d٠٠٠٠١٢"])
def test_what_is_no_id_of_ours_has_no_number(id):
    with pytest.raises(ValueError):
        dialogue_number(id)


def test_seeds_never_change_between_versions_machines_and_runs():
    assert dialogue_seed(7, 12) == 482196398016225468


def test_seeds_fit_63_bits_and_differ_by_dialogue_and_by_run():
    seeds = [dialogue_seed(run, number) for run in range(20) for number in range(50)]
    assert len(set(seeds)) == 1000
    assert 0 <= min(seeds) <= max(seeds) < 2**63


def test_a_plan_is_read_no_further_than_asked():
    first, second = islice(plan(7, DEFAULT, count(12)), 2)
    assert (first.number, first.seed.id, first.seed.seed) == (12, "d000012", dialogue_seed(7, 12))
    assert second.seed.id == "d000013"
