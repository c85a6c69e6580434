"""What one shard may take."""

from pathlib import Path

from graph.settings import Settings
from graph.shards.division import Span
from graph.shards.share import share_of

PRICED = {"prompt_price": 1, "completion_price": 1}
PART = Span(first=0, end=40, shards=4).part(2)


def test_limits_are_divided_among_all_shards_and_rates_among_those_at_once():
    judge = {"model": "openai:other", "base_url": "http://localhost:1/v1", "requests_per_minute": 60}
    settings = Settings(
        shard="2/4",
        out="run",
        max_cost=10,
        max_calls=1002,
        requests_per_minute=600,
        shards_at_once=2,
        roles={"judge": judge | PRICED},
        **PRICED,
    )
    own = share_of(settings, PART, Path("scratch"))
    assert (own.max_cost, own.max_calls) == (2.5, 250)
    assert own.options("writer").requests_per_minute == 300
    assert own.options("judge").requests_per_minute == 30
    assert own.tokens_per_minute is None
    assert (own.count, own.out) == (30, Path("scratch/part-00002-of-00004"))


def test_without_a_word_all_shards_run_at_once():
    own = share_of(Settings(shard="2/4", out="run", tokens_per_minute=1000), PART, Path("scratch"))
    assert own.tokens_per_minute == 250


def test_a_role_without_a_rate_has_none_afterwards():
    settings = Settings(shard="2/4", out="run", roles={"judge": {"temperature": 0.5}})
    assert share_of(settings, PART, Path("scratch")).roles["judge"].said() == {"temperature": 0.5}
