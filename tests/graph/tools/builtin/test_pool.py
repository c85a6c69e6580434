"""The built-in pool: its tools, and the environments it opens."""

from datetime import datetime

import pytest

from graph.tools.builtin.pool import DOMAINS, BuiltinPool
from graph.tools.sampled_pool import Supply
from state.environment import Environment

POOL = BuiltinPool()
OFFER = POOL.tools[3:19]


def test_there_are_forty_tools_in_six_domains_or_more_and_no_two_share_a_name() -> None:
    names = [tool.name for tool in POOL.tools]
    assert len(names) == len(set(names)) >= 40
    assert len({tool.domain for tool in POOL.tools}) == len(DOMAINS) >= 6


def test_every_tool_and_parameter_is_described_and_can_be_asked_for_and_told() -> None:
    for tool in POOL.tools:
        assert tool.executed
        assert tool.description
        assert all("description" in schema for schema in tool.properties.values()), tool.name
        assert len(tool.asks) >= 2, tool.name
        assert tool.tells, tool.name


def test_facts_speak_of_nothing_but_tools_on_offer(now: datetime) -> None:
    names = {tool.name for tool in OFFER}
    facts = POOL.open(3, now).facts(OFFER)
    assert facts
    assert all(fact.tools and set(fact.tools) <= names for fact in facts)


def test_the_policies_of_the_domains_on_offer_are_joined(now: datetime) -> None:
    policy = POOL.open(3, now).policy(OFFER)
    offered = {tool.domain for tool in OFFER}
    assert [domain.name for domain in DOMAINS if domain.policy in policy] == [
        domain.name for domain in DOMAINS if domain.name in offered
    ]


def test_no_tools_mean_no_policy_and_no_facts(now: datetime) -> None:
    environment = POOL.open(3, now)
    assert (environment.policy(()), environment.facts(())) == ("", ())


async def test_an_unknown_tool_is_an_error_result(now: datetime) -> None:
    made = await POOL.open(3, now).execute("brew_tea", {})
    assert made == ({"error": "no tool 'brew_tea'"}, True)


@pytest.mark.parametrize("name", ["facts", "run", "policy", "_find", "__init__"])
async def test_only_tools_can_be_called(now: datetime, name: str) -> None:
    assert (await POOL.open(3, now).execute(name, {})).error


async def test_other_worlds_are_the_same_whatever_was_called_before(now: datetime) -> None:
    fresh, used = POOL.open(3, now), POOL.open(3, now)
    used.facts(POOL.tools)
    await used.execute("add_to_shopping_list", {"item": "tea", "quantity": 2})
    assert await fresh.execute("list_bills", {}) == await used.execute("list_bills", {})


async def test_two_environments_of_one_seed_do_not_share_their_worlds(now: datetime) -> None:
    first, second = POOL.open(3, now), POOL.open(3, now)
    before = await second.execute("show_shopping_list", {})
    await first.execute("add_to_shopping_list", {"item": "tea", "quantity": 2})
    assert await second.execute("show_shopping_list", {}) == before
    assert await first.execute("show_shopping_list", {}) != before


def test_the_pool_and_its_environments_keep_the_protocols(now: datetime) -> None:
    pool: Supply = POOL
    environment: Environment = pool.open(0, now)
    assert environment.facts(POOL.tools)
