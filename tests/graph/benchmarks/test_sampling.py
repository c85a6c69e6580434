"""How soon a pool is used up."""

from graph.benchmarks.sampling import called, offered, report
from graph.tools.builtin.pool import BuiltinPool
from graph.tools.sampled_pool import sampled


def test_shares_grow_to_the_whole_pool() -> None:
    sampler = sampled(BuiltinPool()).sampler
    few, more, all = offered(sampler, (1, 5, 60))
    assert 0 < few < more < all == 1


def test_what_is_called_was_on_offer() -> None:
    pool = sampled(BuiltinPool())
    assert 0 < called(pool, 3) <= offered(pool.sampler, (3,))[0]


def test_both_ways_are_told() -> None:
    lines = [*report(None, made=0)]
    assert lines[0] == "the built-in pool: 60 tools"
    assert sum("on offer" in line for line in lines) == 2
