"""The ledger lets dialogues begin, counts them once, and says when it is enough."""

import asyncio

from graph.cluster.ledger import Finished, Ledger
from graph.settings import Settings
from graph.tally import Tally
from state.record import Spent


def _finished(number: int, calls: int = 10) -> Finished:
    return Finished(number, f"d{number:06}", "kept", (), {"fill": calls}, {"writer": Spent(calls=calls)}, None)


def _ledger(**settings: object) -> Ledger:
    return Ledger(Settings(count=100, **settings), Tally())


async def test_without_limits_every_dialogue_begins():
    ledger = _ledger()
    assert [await ledger.begin(number) for number in range(100)] == [True] * 100
    assert ledger.news().in_flight == 100


async def test_news_are_told_once_and_the_tally_is_of_the_whole_run():
    ledger = _ledger()
    await ledger.begin(3)
    ledger.finish(_finished(3))
    news = ledger.news()
    assert (news.tally.kept, news.tally.calls, news.finished) == (1, 10, [_finished(3)])
    assert (ledger.news().finished, ledger.news().tally.kept) == ([], 1)


async def test_a_dialogue_that_is_made_again_counts_once_but_is_paid_twice():
    ledger = _ledger(max_calls=45)
    assert await ledger.begin(0)
    ledger.finish(_finished(0))
    assert await ledger.begin(0)
    ledger.finish(_finished(0))
    assert ledger.news().tally.tried == 1
    # 20 calls are spent of 45; a dialogue is expected to take 10.
    assert [await ledger.begin(number) for number in (1, 2, 3, 4)] == [True, True, True, False]


async def test_under_a_limit_four_begin_and_the_others_wait_for_the_first_of_them():
    ledger = _ledger(max_calls=1000)
    begun = [asyncio.ensure_future(ledger.begin(number)) for number in range(6)]
    await asyncio.sleep(0)
    assert [each.done() for each in begun] == [True] * 4 + [False] * 2
    ledger.finish(_finished(0))
    assert all(await asyncio.gather(*begun))


async def test_those_that_begin_again_do_not_wait_for_themselves():
    ledger = _ledger(max_calls=1000)
    for number in (0, 1, 2, 3, 0):
        assert await asyncio.wait_for(ledger.begin(number), 1)


async def test_whoever_waits_hears_that_the_run_is_ending():
    ledger = _ledger(max_calls=1000)
    begun = [asyncio.ensure_future(ledger.begin(number)) for number in range(5)]
    await asyncio.sleep(0)
    ledger.drain()
    assert not await begun[-1]


async def test_an_endpoint_that_is_down_stops_all_and_its_lost_calls_are_counted():
    ledger = _ledger()
    await ledger.begin(0)
    ledger.lose(Spent(calls=3))
    ledger.give_up("down for 600 s")
    ledger.give_up("down for 601 s")
    assert (ledger.news().stopped, await ledger.begin(1)) == ("down for 600 s", False)


async def test_what_the_operator_has_to_mend_is_told_and_nothing_begins():
    ledger = _ledger()
    ledger.refuse("node 10.0.0.7: no key")
    assert (ledger.news().refused, await ledger.begin(0)) == ("node 10.0.0.7: no key", False)


async def test_where_the_first_seem_lost_one_more_begins_at_a_time():
    ledger = Ledger(Settings(count=100, max_calls=1000), Tally(), patience=0)
    assert [await ledger.begin(number) for number in range(6)] == [True] * 6
