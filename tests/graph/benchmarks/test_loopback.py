"""Everything that endpoints do wrong, over real HTTP."""

import asyncio
import gc
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import aiohttp
import pytest

from graph.benchmarks.loopback import Loopback, serving, serving_apart
from graph.benchmarks.mischief import KINDS
from graph.models.connection import Connection
from graph.models.endpoint import Endpoint, ModelSpec
from graph.models.faults import Fault
from graph.models.openai import OpenAIModel
from nodes.asking import Asker
from prompts.wording import JUDGE
from state.answers import WrittenRuling
from state.brief import JudgeBrief
from state.dialogue_state import DialogueState
from state.errors import CutOffAnswer, EndpointDown, EndpointError, GenerationError, RefusedAnswer, UnusableAnswer

RULING = json.dumps({"turns": [{"turn": 1, "reason": "clear", "better": "B"}]})
HARMLESS_ONCE = {
    "429", "429 retry-after", "500", "502 page", "503", "200 page", "reset", "endless", "silence", "truncated body",
    "no choices", "error in 200",
}  # fmt: skip
"""Asked again by the client, so that one of them costs nothing."""
FOR_GOOD = {
    "invalid json": UnusableAnswer,
    "wrong shape": UnusableAnswer,
    "empty": UnusableAnswer,
    "null": UnusableAnswer,
    "refusal": RefusedAnswer,
    "filtered": RefusedAnswer,
    "cut off": CutOffAnswer,
    "unclosed thought": CutOffAnswer,
    "401": EndpointDown,
    "404": EndpointDown,
    "context": EndpointError,
    "no json_schema": EndpointDown,
}


@pytest.fixture
def judged(sound) -> Callable[[Loopback], AbstractAsyncContextManager[Callable[[], object]]]:
    """Give a judge's question to be asked at an endpoint like this."""

    @asynccontextmanager
    async def open_judge(loopback: Loopback) -> AsyncIterator[Callable[[], object]]:
        async with serving(loopback) as url:
            endpoint = Endpoint(base_url=url, timeout=0.3, first_wait=0.0, attempts=3)
            model = OpenAIModel(ModelSpec(model="openai:m", endpoint=endpoint), Connection(endpoint))
            asker = Asker("judge", "judge", model, JUDGE)
            brief = JudgeBrief(dialogue=sound, other=sound, masked=(6,), judged=(6,), swapped=False)
            try:
                yield lambda: asker.ask(DialogueState(), brief, WrittenRuling, lambda ruling: ruling.turns[0].better)
            finally:
                await model.close()

    return open_judge


class Once(Loopback):
    """Misbehaves at the first request only."""

    async def _serve(self, request: object, body: bytes) -> object:
        try:
            return await super()._serve(request, body)
        finally:
            self.fault_share = 0.0


def test_every_kind_of_mischief_is_expected_to_end_in_some_way() -> None:
    assert HARMLESS_ONCE | FOR_GOOD.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", sorted(HARMLESS_ONCE))
async def test_what_passes_costs_nothing(judged, kind: str) -> None:
    loopback = Once(lambda body: RULING, fault_share=1.0, faults=[kind])
    async with judged(loopback) as ask:
        assert (await ask()).value == "B"
    assert loopback.done == {kind: 1, "served": 1}


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - {"429", "429 retry-after"}))
async def test_what_does_not_pass_ends_as_the_right_error_with_one_line(judged, kind: str) -> None:
    loopback = Loopback(lambda body: RULING, fault_share=1.0, faults=[kind])
    async with judged(loopback) as ask:
        with pytest.raises(GenerationError) as caught:
            await ask()
    assert type(caught.value) is FOR_GOOD.get(kind, EndpointError)
    assert str(caught.value)
    assert "\n" not in str(caught.value)


async def test_above_its_capacity_it_refuses_and_all_are_served_in_the_end() -> None:
    loopback = Loopback(lambda body: RULING, latency=0.01, capacity=4)
    async with serving(loopback) as url:
        line = Connection(Endpoint(base_url=url, first_wait=0.01))
        async with asyncio.TaskGroup() as group:
            for number in range(64):
                group.create_task(line.ask({"model": "m", "messages": [{"role": "user", "content": str(number)}]}))
        await line.close()
    assert loopback.done["served"] == 64
    assert loopback.done["refused"] > 0
    assert loopback.most_in_flight <= 4


def _open_files() -> int:
    gc.collect()
    return len([*Path("/proc/self/fd").iterdir()])


async def test_nothing_is_left_over_when_it_is_closed(judged) -> None:
    before = _open_files()
    faults = [*HARMLESS_ONCE - {"silence", "endless"}, *FOR_GOOD]
    async with judged(Loopback(lambda body: RULING, fault_share=0.5, faults=faults)) as ask:
        async with asyncio.TaskGroup() as group:
            asking = [group.create_task(_outcome(ask)) for _ in range(64)]
        assert any(task.result() is None for task in asking)
    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert _open_files() <= before


async def _outcome(ask: Callable[[], object]) -> GenerationError | None:
    try:
        await ask()
    except GenerationError as error:
        return error
    return None


async def test_what_was_not_recorded_is_said_to_be_missing() -> None:
    async with serving(Loopback(lambda body: None)) as url:
        line = Connection(Endpoint(base_url=url))
        with pytest.raises(Fault, match="400: nothing is recorded for this request"):
            await line.ask({"model": "m", "messages": [{"role": "user", "content": "unknown"}]})
        await line.close()


async def test_faults_begin_as_often_as_their_weights_say_and_bursts_meet_everybody_for_a_while() -> None:
    heard: list[str] = []
    loopback = Loopback(
        lambda body: RULING,
        fault_share=1.0,
        faults={"503": 1.0, "500": 0.0},
        bursts={"503": 3600.0},
        note=lambda body, kind: heard.append(kind),
    )
    async with serving(loopback) as url, aiohttp.ClientSession() as session:
        for share in (1.0, 0.0, 0.0):
            loopback.fault_share = share
            async with session.post(f"{url}/chat/completions", json={}) as reply:
                assert reply.status == 503
        assert loopback.connections() == 1
    assert heard == ["503"] * 3


def test_an_endpoint_in_a_thread_of_its_own_is_gone_with_its_context() -> None:
    loopback = Loopback(lambda body: RULING)
    with serving_apart(loopback) as url:
        address = url.removesuffix("/v1") + "/report"
        with urlopen(address) as reply:
            assert json.load(reply) == {"most_in_flight": 0}
    with pytest.raises(URLError):
        urlopen(address)
