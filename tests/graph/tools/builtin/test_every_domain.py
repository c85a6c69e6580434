"""Promises that every built-in domain keeps, whatever it is about."""

import json
import re
from random import Random

import jmespath
import jsonschema_rs
import pytest

from graph.tools.builtin.domain import Domain, tools_of
from graph.tools.builtin.pool import DOMAINS

SEEDS = range(8)


@pytest.mark.parametrize("domain", DOMAINS, ids=lambda domain: domain.name)
class TestEveryDomain:
    """One class, so that each promise is checked for each domain."""

    def test_every_tool_works_with_what_the_user_knows_and_earlier_results(self, domain, world, walk) -> None:
        for seed in SEEDS:
            made = walk(world(domain, seed), Random(seed))
            assert [(call.tool.name, call.values, call.result) for call in made if call.result.error] == []
            assert {call.tool.name for call in made} == {tool.name for tool in tools_of(domain)}

    def test_results_are_as_described(self, domain, world, walk) -> None:
        for call in walk(world(domain), Random(0)):
            jsonschema_rs.validate(call.tool.returns, call.result.content)

    def test_the_same_seed_makes_the_same_world(self, domain, world, walk) -> None:
        assert list(world(domain, 4).facts()) == list(world(domain, 4).facts())
        assert walk(world(domain, 4), Random(1)) == walk(world(domain, 4), Random(1))

    def test_another_seed_makes_another_world(self, domain, world) -> None:
        assert list(world(domain, 4).facts()) != list(world(domain, 5).facts())

    def test_facts_do_not_change_with_what_is_done(self, domain, world, walk) -> None:
        opened = world(domain)
        before = list(opened.facts())
        walk(opened, Random(0))
        assert list(opened.facts()) == before

    def test_facts_name_tools_and_parameters_of_the_domain(self, domain, world) -> None:
        tools = {tool.name: tool for tool in tools_of(domain)}
        for fact in world(domain).facts():
            known = {name for tool in fact.tools for name in tools[tool].properties}
            assert set(fact.values) <= known
            json.dumps(fact.values, allow_nan=False)

    def test_requests_have_a_blank_for_every_required_parameter_and_no_other(self, domain: type[Domain]) -> None:
        for tool in tools_of(domain):
            for ask in tool.asks:
                always = set(re.findall(r"\{(\w+)", re.sub(r"\[[^\]]*\]", "", ask)))
                assert always == set(tool.required), (tool.name, ask)
                assert set(re.findall(r"\{(\w+)", ask)) <= set(tool.properties), (tool.name, ask)

    def test_blanks_that_no_fact_fills_have_words_to_stand_in(self, domain, world) -> None:
        facts = list(world(domain).facts())
        for tool in tools_of(domain):
            filled = {name for fact in facts if tool.name in fact.tools for name in fact.values}
            for ask in tool.asks:
                bare = set(re.findall(r"\{(\w+)\}", ask))
                assert bare <= filled, (tool.name, ask)

    def test_what_is_told_can_be_found_in_the_result_or_the_call(self, domain, world, walk) -> None:
        for call in walk(world(domain), Random(2)):
            for blank in re.findall(r"\{([^}]*)\}", call.tool.tells):
                found = jmespath.search(blank, call.result.content)
                assert (call.values.get(blank) if found is None else found) is not None, (call.tool.name, blank)

    def test_an_id_that_nobody_has_is_refused_and_changes_nothing(self, domain, world, walk) -> None:
        for call in walk(world(domain), Random(0)):
            strings = [name for name, value in call.values.items() if _looks_like_an_id(value)]
            touched, untouched = world(domain), world(domain)
            for name in strings:
                assert touched.run(call.tool.name, call.values | {name: "ZZ-99999-none"}).error, call
            assert walk(touched, Random(3)) == walk(untouched, Random(3))


def _looks_like_an_id(value: object) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[\w./-]*\d[\w./-]*", value)) and value[:4] != "2025"
