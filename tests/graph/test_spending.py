"""What calls take."""

import pytest

from graph.costs import Price
from graph.spending import Meter, Watched
from state.brief import ExpertBrief
from state.errors import EndpointError
from state.model import Asked, Message, Request, Usage
from state.record import Spent

PRICES = {"writer": Price(prompt=1, completion=2, cached=1)}


@pytest.fixture
def request_of(sound):
    """Make a request of a role in a dialogue."""

    def make(role="writer", node="fill", dialogue="d1", text="x" * 640):
        brief = ExpertBrief(dialogue=sound, task=(), question="dialogue_flow")
        messages = (Message(role="user", content=text),)
        return Request(dialogue_id=dialogue, role=role, node=node, seed=1, brief=brief, messages=messages, answer={})

    return make


async def test_every_call_is_counted_by_dialogue_role_and_node(scripted, request_of):
    meter = Meter(PRICES)
    model = Watched(scripted(lambda _: "{}"), meter)
    for role, node in (("writer", "fill"), ("writer", "inject"), ("judge", "judge")):
        await model.complete(request_of(role, node))
    await model.complete(request_of(dialogue="d2"))
    account = meter.close("d1", ())
    assert {role: spent.calls for role, spent in account.by_role.items()} == {"writer": 2, "judge": 1}
    assert {node: spent.calls for node, spent in account.by_node.items()} == {"fill": 1, "inject": 1, "judge": 1}
    assert account.by_role["writer"].cost == pytest.approx(2 * (10 * 1 + 5 * 2) / 1e6)
    assert account.by_role["judge"].cost is None
    assert account.total.usage == Usage(prompt_tokens=30, completion_tokens=15)
    assert (meter.total.calls, meter.unfinished().calls) == (4, 1)


async def test_prompts_repeat_within_a_dialogue_and_a_model_only(scripted, request_of):
    meter = Meter(names={"writer": "large", "expert": "large", "judge": "small"})
    model = Watched(scripted(lambda _: "{}"), meter)
    for role, dialogue in (("writer", "d1"), ("expert", "d1"), ("judge", "d1"), ("writer", "d2")):
        await model.complete(request_of(role, dialogue=dialogue))
    spent = meter.close("d1", ()).by_role
    assert {role: each.repeated > 0 for role, each in spent.items()} == {
        "writer": False,
        "expert": True,
        "judge": False,
    }
    assert meter.close("d2", ()).total.repeated == 0


async def test_a_call_that_fails_is_counted_too(scripted, request_of):
    def answer(_):
        raise EndpointError("503")

    meter = Meter()
    with pytest.raises(EndpointError):
        await Watched(scripted(answer), meter).complete(request_of())
    assert meter.close("d1", ()).total.calls == 1


def test_nodes_that_ask_models_of_their_own_are_counted_by_what_they_say():
    asked = Asked(node="judge", role="judge", prompt="mine", model="mine", usage=Usage(prompt_tokens=3))
    assert Meter().close("d1", (asked, asked)).by_node == {"judge": Spent(calls=2, usage=Usage(prompt_tokens=6))}
