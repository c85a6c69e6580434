"""What tokens cost."""

import pytest

from graph.costs import Price, prices_of
from graph.settings import Settings
from state.model import Usage

pytestmark = pytest.mark.usefixtures("empty_place")


def test_cached_tokens_have_a_price_of_their_own_and_reasoning_tokens_that_of_completions():
    usage = Usage(prompt_tokens=1000, cached_tokens=400, completion_tokens=100, reasoning_tokens=60)
    assert Price(prompt=2, completion=10, cached=1).of(usage) == pytest.approx((600 * 2 + 400 * 1 + 100 * 10) / 1e6)


def test_only_roles_whose_prices_are_known_have_one():
    settings = Settings(prompt_price=2, completion_price=8, judge_model="openai:x", expert_cached_price=0.5)
    assert prices_of(settings) == {"writer": Price(2, 8, 2), "expert": Price(2, 8, 0.5)}
