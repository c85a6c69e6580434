"""The offers of a run."""

from collections import Counter
from contextlib import suppress
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.tools.drawing import FEWEST, MOST, MOST_DISTRACTORS
from graph.tools.sampled_pool import sampled
from graph.tools.sampling import Sampler, Sampling
from graph.tools.uses import UsedUp
from state.errors import ConfigurationError
from state.tool import Tool

NOUNS = ("order", "flight", "room", "song", "tree", "city", "match", "card", "file", "door", "boat", "week")
VERBS = ("get", "list", "create", "delete", "move")


def _tool(name, server, domain, parameters):
    properties = {parameter: {"type": "string"} for parameter in parameters}
    schema = {"type": "object", "properties": properties}
    return Tool(name=name, description="", parameters=schema, server=server, domain=domain)


def _pool(count):
    """Tools of small servers, each about one thing; some names occur on several servers."""
    return tuple(
        _tool(f"{VERBS[n % 5]}_{NOUNS[n // 5 % 12]}", f"S{n // 5}", f"D{n // 25}", (f"{NOUNS[n // 5 % 12]}_id",))
        for n in range(count)
    )


words = st.sampled_from(NOUNS)
tools = st.builds(
    _tool,
    st.builds("_".join, st.tuples(st.sampled_from(VERBS), words, words)),
    st.sampled_from(("", "S", "T", "U")),
    st.sampled_from(("", "D", "E")),
    st.lists(words.map("{}_id".format), max_size=3),
)
pools = st.lists(tools, min_size=2, max_size=40).filter(lambda pool: len({tool.name for tool in pool}) > 1)
samplings = st.builds(
    Sampling,
    st.sampled_from(("related", "uniform")),
    st.none() | st.integers(0, MOST_DISTRACTORS),
    st.none(),
    st.none(),
)


@given(pools, samplings, st.integers())
@settings(max_examples=60, deadline=None)
def test_every_offer_has_a_fitting_size_and_no_name_twice(pool, sampling, seed):
    sampler, names = Sampler(pool, sampling, seed), len({tool.name for tool in pool})
    for number in range(5):
        offer = sampler.offer(number)
        assert min(FEWEST, names) <= len(offer) == len({tool.name for tool in offer}) <= MOST


@given(pools, samplings, st.integers(), st.permutations(range(12)))
@settings(max_examples=60, deadline=None)
def test_an_offer_depends_on_seed_and_number_and_not_on_what_was_asked_for_before(pool, sampling, seed, order):
    in_order, as_it_comes = Sampler(pool, sampling, seed), Sampler(pool, sampling, seed)
    expected = [in_order.offer(number) for number in range(12)]
    assert {number: as_it_comes.offer(number) for number in order} == dict(enumerate(expected))


@given(pools, st.integers())
@settings(max_examples=60, deadline=None)
def test_after_as_many_dialogues_as_there_are_tools_each_was_offered(pool, seed):
    sampler = Sampler(pool, seed=seed)
    offered = [tool for number in range(len(pool)) for tool in sampler.offer(number)]
    assert all(tool in offered for tool in pool)


@given(pools, st.integers(), st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_no_tool_is_offered_more_often_than_the_limit_allows(pool, seed, most):
    sampler = Sampler(pool, Sampling(most_per_tool=most), seed)
    offered = Counter()
    with suppress(UsedUp):
        for number in range(most * len(pool) + 1):
            offered.update(id(tool) for tool in sampler.offer(number))
        pytest.fail("the limit never held")
    assert all(count <= most for count in offered.values())


def test_other_seeds_give_other_offers():
    pool = _pool(300)
    offers = [Sampler(pool, seed=seed).offer(0) for seed in range(20)]
    assert len({tuple((tool.server, tool.name) for tool in offer) for offer in offers}) == 20


def test_related_tools_cover_a_pool_faster_than_tools_drawn_at_random():
    pool = _pool(1000)

    def covered(kind):
        sampler = Sampler(pool, Sampling(kind), seed=3)
        return len({(tool.server, tool.name) for number in range(200) for tool in sampler.offer(number)})

    assert covered("related") > 1.1 * covered("uniform")


def test_all_tools_are_used_about_equally_often_in_the_long_run():
    pool = _pool(200)
    sampler = Sampler(pool, Sampling(distractors=0), seed=1)
    used = Counter((tool.server, tool.name) for number in range(500) for tool in sampler.offer(number))
    assert len(used) == len(pool)
    assert max(used.values()) <= 2 * min(used.values())


def test_most_of_an_offer_is_of_one_domain_and_the_distractors_are_from_elsewhere():
    sampler = Sampler(_pool(500), Sampling(distractors=3), seed=1)
    for number in range(100):
        (_, most), *others = Counter(tool.domain for tool in sampler.offer(number)).most_common()
        assert sum(count for _, count in others) == 3
        assert most >= 3


def test_without_distractors_nothing_comes_from_elsewhere():
    sampler = Sampler(_pool(500), Sampling(distractors=0), seed=1)
    assert all(len({tool.domain for tool in sampler.offer(number)}) == 1 for number in range(100))


def test_no_more_dialogues_begin_in_a_domain_than_the_limit_allows():
    sampler = Sampler(_pool(100), Sampling(distractors=0, most_per_domain=3), seed=1)
    domains = Counter(sampler.offer(number)[0].domain for number in range(12))
    assert domains == {"D0": 3, "D1": 3, "D2": 3, "D3": 3}
    with pytest.raises(ConfigurationError, match="leaves no tools for another dialogue"):
        sampler.offer(12)


def test_limits_that_do_not_last_are_told_beforehand():
    Sampler(_pool(100), Sampling(most_per_domain=3)).check(12)
    with pytest.raises(ConfigurationError, match="leaves tools for 12 dialogues, and 13 may be tried"):
        Sampler(_pool(100), Sampling(most_per_domain=3)).check(13)


def test_a_dialogue_of_no_run_takes_what_its_random_numbers_say():
    pool = sampled(_Supply(_pool(200)))
    assert pool.offer(Random(5), None) == pool.offer(Random(5), None) != pool.offer(Random(6), None)
    assert pool.offer(Random(5), 3) == pool.offer(Random(6), 3)


class _Supply:
    def __init__(self, tools):
        self.tools = tools

    def open(self, seed, now):
        raise NotImplementedError
