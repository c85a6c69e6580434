"""Many callers on one line: limits, retries, outages, in virtual time and against an endpoint made of coroutines."""

import asyncio
from collections.abc import Callable
from random import Random

import orjson
import pytest

from graph.models.connection import Line
from graph.models.endpoint import Endpoint
from graph.models.faults import Fault
from graph.models.notices import Notice
from graph.models.outage import DENIALS_IN_A_ROW, FAILURES_IN_A_ROW, Outage
from graph.models.pace import Pace
from graph.models.window import Window
from state.errors import EndpointDown
from tests.graph.models.virtual_time import run_virtually

DONE = orjson.dumps({"choices": [{"message": {"content": "{}"}}], "usage": {"completion_tokens": 50}})
MESSAGES = [{"role": "user", "content": "Is it so?"}]
BUSY = Fault("overloaded", "429: busy", 429, counts=False)


def _now() -> float:
    return asyncio.get_running_loop().time()


class Fake:
    """Takes about `latency` seconds; what it says is up to `say`, which may raise."""

    def __init__(self, say: Callable[["Fake", bytes], None], latency: float = 0.2) -> None:
        self.say = say
        self.latency = latency
        self.in_flight = self.refused = 0
        self.sent: list[float] = []
        self.random = Random(1)

    async def send(self, body: bytes) -> bytes:
        self.sent.append(_now())
        self.in_flight += 1
        try:
            self.say(self, body)
            await asyncio.sleep(self.latency * self.random.uniform(0.9, 1.1))
            return DONE
        finally:
            self.in_flight -= 1

    async def close(self) -> None:
        """Nothing was opened."""


def _line(fake: Fake, notices: list[Notice] | None = None, **options: object) -> Line:
    endpoint = Endpoint(base_url="http://here/v1", **options)
    window = Window(min(endpoint.first_in_flight, endpoint.in_flight), endpoint.in_flight)
    told = [] if notices is None else notices
    pace = Pace(endpoint.requests_per_minute, endpoint.tokens_per_minute)
    return Line(endpoint, fake, Outage(endpoint, told.append), pace, window)


async def _ask(line: Line, many: int, callers: int) -> list[object]:
    """So many calls from so many callers; what each came to."""
    left, came_to = iter(range(many)), []

    async def call() -> None:
        for number in left:
            try:
                came_to.append(await line.ask({"model": "m", "messages": MESSAGES, "number": number}))
            except (Fault, EndpointDown) as error:
                came_to.append(error)

    async with asyncio.TaskGroup() as group:
        for _ in range(callers):
            group.create_task(call())
    return came_to


def _capacity(many: int, retry_after: float | None) -> Callable[[Fake, bytes], None]:
    def say(fake: Fake, body: bytes) -> None:
        if fake.in_flight > many:
            fake.refused += 1
            raise Fault("overloaded", "429: busy", 429, retry_after, counts=False)

    return say


def _served(came_to: list[object]) -> int:
    return sum(isinstance(each, dict) for each in came_to)


@pytest.mark.parametrize("retry_after", [None, 0.5, 1.0])
def test_in_a_storm_of_refusals_every_call_is_served_in_nearly_the_ideal_time(retry_after):
    async def work() -> tuple[int, float, Fake]:
        fake = Fake(_capacity(64, retry_after))
        came_to = await _ask(_line(fake), many=2000, callers=256)
        return _served(came_to), _now(), fake

    served, seconds, fake = run_virtually(work())
    assert served == 2000
    assert seconds <= 1.3 * 2000 / 64 * 0.2
    assert fake.refused < 200


def test_refusals_use_up_no_attempts():
    async def work() -> int:
        def say(fake: Fake, body: bytes) -> None:
            if len(fake.sent) < 20:
                raise BUSY

        return _served(await _ask(_line(Fake(say), attempts=1), many=1, callers=1))

    assert run_virtually(work()) == 1


def test_nobody_sends_before_a_retry_after_has_passed():
    async def work() -> list[float]:
        def say(fake: Fake, body: bytes) -> None:
            if len(fake.sent) == 10:
                raise Fault("overloaded", "429", 429, retry_after=30.0, counts=False)

        fake = Fake(say, latency=1.0)
        await _ask(_line(fake, first_in_flight=4), many=40, callers=8)
        return fake.sent

    sent = run_virtually(work())
    refused = sent[9]
    assert [time for time in sent[10:] if refused < time < refused + 30.0] == []
    assert len(sent) == 41


def test_passing_failures_are_asked_again_so_many_times_with_growing_waits():
    async def work() -> tuple[list[object], list[float]]:
        def say(fake: Fake, body: bytes) -> None:
            raise Fault("passing", "409: not now", 409)

        fake = Fake(say)
        return await _ask(_line(fake, attempts=4), many=1, callers=1), fake.sent

    [fault], sent = run_virtually(work())
    assert str(fault) == "409: not now"
    assert len(sent) == 4
    assert sent[-1] <= 1 + 2 + 4


@pytest.mark.parametrize("kind", ["lasting", "denied"])
def test_lasting_failures_are_not_asked_again(kind):
    async def work() -> int:
        def say(fake: Fake, body: bytes) -> None:
            raise Fault(kind, "400: no", 400)

        fake = Fake(say)
        await _ask(_line(fake), many=1, callers=1)
        return len(fake.sent)

    assert run_virtually(work()) == 1


def _gone(until: float) -> Callable[[Fake, bytes], None]:
    def say(fake: Fake, body: bytes) -> None:
        if 10.0 <= _now() < until:
            raise Fault("unreachable", "Connection refused")

    return say


def test_while_an_endpoint_is_down_everybody_waits_and_one_asks():
    async def work() -> tuple[int, list[float], list[Notice]]:
        notices: list[Notice] = []
        fake = Fake(_gone(until=200.0), latency=1.0)
        came_to = await _ask(_line(fake, notices, first_in_flight=32), many=3000, callers=32)
        return _served(came_to), [time for time in fake.sent if 12.0 < time < 200.0], notices

    served, probes, notices = run_virtually(work())
    assert served == 3000
    assert len(probes) < 10
    assert [(notice.kind, notice.endpoint) for notice in notices] == [
        ("down", "http://here/v1"),
        ("back", "http://here/v1"),
    ]
    assert notices[0].words == "Connection refused; the run waits for it, at most 600 s"


def test_an_endpoint_that_stays_down_is_given_up_by_all_and_said_once():
    async def work() -> tuple[list[object], float, list[Notice]]:
        notices: list[Notice] = []
        line = _line(Fake(_gone(until=1e9), latency=1.0), notices, give_up_after=300.0)
        return await _ask(line, many=1000, callers=16), _now(), notices

    came_to, seconds, notices = run_virtually(work())
    lost = [each for each in came_to if not isinstance(each, dict)]
    assert all(isinstance(each, EndpointDown) for each in lost)
    assert 310 <= seconds <= 330
    assert [notice.kind for notice in notices] == ["down", "given_up"]
    assert "http://here/v1 is given up: down for 300 s: Connection refused" in str(lost[0])


def test_a_single_caller_waits_for_an_endpoint_that_is_down():
    async def work() -> int:
        return _served(await _ask(_line(Fake(_gone(until=200.0))), many=100, callers=1))

    assert run_virtually(work()) == 100


@pytest.mark.parametrize("kind", ["broken", "silent"])
def test_one_request_that_is_too_much_for_an_endpoint_does_not_bring_it_down(kind):
    async def work() -> tuple[list[object], list[Notice]]:
        notices: list[Notice] = []

        def say(fake: Fake, body: bytes) -> None:
            if orjson.loads(body)["number"] == 3:
                raise Fault(kind, "500", 500)

        return await _ask(_line(Fake(say), notices, attempts=8), many=6, callers=1), notices

    came_to, notices = run_virtually(work())
    assert _served(came_to) == 5
    assert notices == []


def test_a_burst_of_failures_costs_nobody_an_answer():
    async def work() -> int:
        def say(fake: Fake, body: bytes) -> None:
            if 100 <= len(fake.sent) < 140:
                raise Fault("unreachable", "503", 503)

        return _served(await _ask(_line(Fake(say)), many=500, callers=64))

    assert run_virtually(work()) == 500


@pytest.mark.parametrize(("callers", "most"), [(1, 1), (4, 4), (16, 16)])
def test_a_key_that_never_worked_is_given_up_at_once_and_costs_no_dialogue(callers, most):
    async def work() -> tuple[list[object], int]:
        def say(fake: Fake, body: bytes) -> None:
            raise Fault("denied", "401: bad key", 401)

        fake = Fake(say)
        return await _ask(_line(fake), many=50, callers=callers), len(fake.sent)

    came_to, sent = run_virtually(work())
    assert [type(each) for each in came_to] == [EndpointDown] * 50
    assert sent <= most
    assert str(came_to[-1]) == "http://here/v1 is given up: m is denied to everybody: 401: bad key"


@pytest.mark.parametrize("callers", [1, 8])
def test_a_key_that_works_no_more_is_given_up_and_costs_no_dialogue(callers):
    async def work() -> tuple[list[object], int]:
        def say(fake: Fake, body: bytes) -> None:
            if _now() > 10.0:
                raise Fault("denied", "401: bad key", 401)

        fake = Fake(say)
        came_to = await _ask(_line(fake), many=1000, callers=callers)
        return came_to, sum(time > 10.0 for time in fake.sent)

    came_to, denied = run_virtually(work())
    assert {type(each) for each in came_to} == {dict, EndpointDown}
    assert DENIALS_IN_A_ROW <= denied <= 2 * callers + DENIALS_IN_A_ROW


@pytest.mark.parametrize("callers", [4, 64])
def test_a_key_that_is_denied_now_and_then_is_tried_again(callers):
    async def work() -> int:
        chance = Random(2)

        def say(fake: Fake, body: bytes) -> None:
            if chance.random() < 0.1:
                raise Fault("denied", "401: bad key", 401)

        return _served(await _ask(_line(Fake(say)), many=1000, callers=callers))

    assert run_virtually(work()) == 1000


def test_what_is_denied_to_one_question_is_not_asked_again():
    async def work() -> tuple[list[object], int]:
        def say(fake: Fake, body: bytes) -> None:
            if orjson.loads(body)["number"] % 4 == 3:
                raise Fault("denied", "403: flagged", 403)

        fake = Fake(say)
        line = _line(fake)
        await _outcome(line, "m")
        return await _ask(line, many=200, callers=8), len(fake.sent)

    came_to, sent = run_virtually(work())
    assert (_served(came_to), sent) == (150, 1 + 200)
    assert {str(each) for each in came_to if not isinstance(each, dict)} == {"403: flagged"}


def test_a_model_that_is_denied_ends_what_another_one_could_go_on_with():
    async def work() -> list[object]:
        def say(fake: Fake, body: bytes) -> None:
            if orjson.loads(body)["model"] == "absent":
                raise Fault("denied", "404: no such model", 404)

        line = _line(Fake(say))
        await _ask(line, many=20, callers=4)
        return [await _outcome(line, model) for model in ("m", "absent", "m")]

    fine, absent, after = run_virtually(work())
    assert isinstance(fine, dict)
    assert "absent is denied to everybody" in str(absent)
    assert isinstance(after, EndpointDown)


async def _outcome(line: Line, model: str) -> object:
    try:
        return await line.ask({"model": model, "messages": MESSAGES, "number": 0})
    except EndpointDown as error:
        return error


def _by_chance(share: float, capacity: int, retry_after: float | None) -> Callable[[Fake, bytes], None]:
    chance, busy = Random(2), _capacity(capacity, retry_after)

    def say(fake: Fake, body: bytes) -> None:
        busy(fake, body)
        if chance.random() < share:
            raise Fault("overloaded", "429: busy", 429, retry_after, counts=False)

    return say


@pytest.mark.parametrize("capacity", [64, 1000])
def test_refusals_by_chance_do_not_keep_the_window_small(capacity):
    async def work() -> tuple[int, float]:
        line = _line(Fake(_by_chance(0.01, capacity, None)))
        return _served(await _ask(line, many=4000, callers=256)), line.window.limit

    served, limit = run_virtually(work())
    assert served == 4000
    assert limit > 0.75 * min(256, capacity)


@pytest.mark.parametrize("retry_after", [None, 90_000.0])
def test_an_endpoint_that_only_says_later_is_given_up_in_the_end(retry_after):
    async def work() -> tuple[list[object], float]:
        def say(fake: Fake, body: bytes) -> None:
            raise Fault("overloaded", "429: come tomorrow", 429, retry_after, counts=False)

        return await _ask(_line(Fake(say), give_up_after=600.0), many=4, callers=4), _now()

    came_to, seconds = run_virtually(work())
    assert [type(each) for each in came_to] == [EndpointDown] * 4
    assert seconds <= 700


def test_requests_per_minute_are_kept():
    async def work() -> list[float]:
        fake = Fake(lambda fake, body: None)
        await _ask(_line(fake, requests_per_minute=120), many=240, callers=64)
        return fake.sent

    sent = run_virtually(work())
    assert max(sum(start <= time < start + 60 for time in sent) for start in sent) <= 133


def test_an_endpoint_that_slows_down_gets_fewer_requests():
    async def work() -> float:
        line = _line(fake := Fake(lambda fake, body: None, latency=1.0), in_flight=100, first_in_flight=100)
        await _ask(line, many=1000, callers=100)
        fake.latency = 5.0
        await _ask(line, many=300, callers=100)
        return line.window.limit

    assert run_virtually(work()) < 90


def test_failures_in_a_row_are_more_than_one_caller_can_bring_about_alone():
    assert Endpoint().attempts > FAILURES_IN_A_ROW
