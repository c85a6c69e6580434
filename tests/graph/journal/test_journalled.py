"""Models and tools before which a journal stands."""

from datetime import datetime
from random import Random

import pytest

from graph.costs import Price
from graph.journal.journal import Journal
from graph.journal.journalled import Journalled, JournalledPool, JournalledResults
from graph.spending import Meter, Watched
from state.environment import Result
from state.errors import EndpointError
from state.record import Spent

PRICES = {"writer": Price(prompt=1, completion=2, cached=1)}


def with_journal(model, journal, meter):
    return Journalled(Watched(model, meter), journal, meter)


async def test_what_was_answered_is_not_asked_again(scripted, request_of, opened):
    first, second = scripted(lambda request: request.messages[-1].content), scripted(lambda _: "new")
    with opened(journal := Journal()):
        given = await with_journal(first, journal, Meter()).complete(request_of("one"))
    with opened(journal := Journal()):
        again = with_journal(second, journal, Meter())
        assert await again.complete(request_of("one")) == given
        assert (await again.complete(request_of("two"))).text == "new"
    assert len(second.requests) == 1


async def test_the_same_words_are_asked_as_often_as_they_were(scripted, request_of, opened):
    replies = iter(["first", "second", "third"])
    with opened(journal := Journal()):
        model = with_journal(scripted(lambda _: next(replies)), journal, Meter())
        for _ in range(2):
            await model.complete(request_of())
    with opened(journal := Journal()):
        model = with_journal(scripted(lambda _: next(replies)), journal, Meter())
        assert [(await model.complete(request_of())).text for _ in range(3)] == ["first", "second", "third"]


async def test_an_account_is_the_same_whether_answers_are_new_or_not_and_only_new_ones_are_spent(
    scripted, request_of, opened
):
    accounts, totals = [], []
    for texts in (("one", "one more"), ("one", "one more", "two")):
        with opened(journal := Journal()):
            meter = Meter(PRICES)
            model = with_journal(scripted(lambda _: "{}"), journal, meter)
            for text in texts:
                await model.complete(request_of(text * 100))
            totals.append((meter.priced(journal.carried), meter.total.calls))
            accounts.append(meter.close("d000000", ()).total)
    undisturbed = Meter(PRICES)
    for text in ("one", "one more", "two"):
        await Watched(scripted(lambda _: "{}"), undisturbed).complete(request_of(text * 100))
    assert accounts[1] == undisturbed.close("d000000", ()).total
    assert [calls for _, calls in totals] == [2, 1]
    assert totals[1][0] == Spent(calls=2, usage=accounts[0].usage, cost=accounts[0].cost)


async def test_a_failure_is_not_kept(scripted, request_of, opened):
    def fails(_):
        raise EndpointError("503")

    with opened(journal := Journal()), pytest.raises(EndpointError):
        await with_journal(scripted(fails), journal, Meter()).complete(request_of())
    with opened(journal := Journal()):
        assert (await with_journal(scripted(lambda _: "{}"), journal, Meter()).complete(request_of())).text == "{}"


async def test_without_an_open_journal_the_model_is_asked(scripted, request_of):
    model = scripted(lambda _: "{}")
    for _ in range(2):
        await with_journal(model, Journal(), Meter()).complete(request_of())
    assert len(model.requests) == 2


class Dice:
    """An environment that never answers twice alike."""

    repeatable = False
    rolls = 0

    def policy(self, tools):
        return "roll fairly"

    def facts(self, tools):
        return ()

    async def execute(self, name, values):
        type(self).rolls += 1
        return Result({"rolled": type(self).rolls})

    async def close(self):
        type(self).rolls = 0


class Casino:
    """A pool whose only environment is a die, or one that is repeatable."""

    def __init__(self, environment):
        self.environment = environment

    def offer(self, random, number):
        return ()

    def open(self, seed, now):
        return self.environment

    async def close(self, seed):
        await self.environment.close()


async def roll(journal, environment, times=3):
    pool = JournalledPool(Casino(environment), journal)
    journal.begin("d000004", 99)
    opened = pool.open(99, datetime(2025, 1, 1))
    assert (pool.offer(Random(0), 4), opened.policy(()), opened.facts(())) == ((), "roll fairly", ())
    return [(await opened.execute("roll", {"sides": 6})).content["rolled"] for _ in range(times)]


async def test_results_of_tools_that_may_differ_come_back_as_they_were(opened, monkeypatch):
    monkeypatch.setattr(Dice, "rolls", 0)
    with opened(journal := Journal()):
        assert await roll(journal, Dice()) == [1, 2, 3]
    with opened(journal := Journal()):
        assert (await roll(journal, Dice()), Dice.rolls) == ([1, 2, 3], 3)


async def test_before_anything_new_a_world_lives_through_what_it_was_told(opened, monkeypatch):
    monkeypatch.setattr(Dice, "rolls", 0)
    with opened(journal := Journal()):
        await roll(journal, Dice(), 2)
    monkeypatch.setattr(Dice, "rolls", 10)
    with opened(journal := Journal()):
        assert await roll(journal, Dice(), 4) == [1, 2, 13, 14]


async def test_what_an_environment_holds_is_given_back(monkeypatch):
    monkeypatch.setattr(Dice, "rolls", 5)
    journal = Journal()
    journal.begin("d000004", 99)
    pool = JournalledPool(Casino(Dice()), journal)
    await pool.open(99, datetime(2025, 1, 1)).close()
    assert Dice.rolls == 0
    monkeypatch.setattr(Dice, "rolls", 5)
    await pool.close(99)
    assert Dice.rolls == 0


async def test_results_of_repeatable_tools_are_not_kept(opened, two_tools, tmp_path):
    with opened(journal := Journal()):
        journal.begin("d000004", 99)
        environment = two_tools()
        assert JournalledPool(Casino(environment), journal).open(99, datetime(2025, 1, 1)) is environment
    assert not (tmp_path / "journal.jsonl").exists()


async def test_a_result_that_must_not_be_made_twice_comes_back_in_the_next_session(opened) -> None:
    first, second, result = Journal(), Journal(), Result({"sent": True})
    with opened(first):
        first.begin("d000001", 7)
        assert JournalledResults(first).recall(7, "send-1") is None
        JournalledResults(first).keep(7, "send-1", result)
    with opened(second):
        second.begin("d000001", 7)
        assert JournalledResults(second).recall(7, "send-1") == result
        assert JournalledResults(second).recall(7, "send-2") is None
        assert JournalledResults(second).recall(8, "send-1") is None
