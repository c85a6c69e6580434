"""References are looked up and calls are run, from the start."""

from nodes.replay import find, replay
from state.dialogue import Argument
from state.source import Computed, Observed, Operand, Repeated


def _with_argument(dialogue, argument):
    turn = dialogue.turns[3]
    call = turn.calls[0]
    kept = tuple(each for each in call.arguments if each.name != argument.name)
    call = call.model_copy(update={"arguments": (*kept, argument)})
    turns = list(dialogue.turns)
    turns[3] = turn.model_copy(update={"calls": (call,)})
    return dialogue.with_turns(tuple(turns))


async def test_a_reference_gets_the_value_that_was_observed(sound, two_tools) -> None:
    blank = _with_argument(sound, Argument(name="report_id", source=Observed(call="call_1", path="report_id")))
    assert blank.turns[3].calls[0].values()["report_id"] is None
    played = await replay(blank, two_tools())
    assert played.turns[3].calls[0].values()["report_id"] == "R-7731"


async def test_executed_observations_come_from_execution(sound, two_tools) -> None:
    pool = two_tools(executed=True)
    lies = sound.model_copy(update={"tools": pool.tools}).with_turns(
        tuple(
            turn.model_copy(update={"observations": (turn.observations[0].model_copy(update={"content": "a lie"}),)})
            if turn.role == "tool"
            else turn
            for turn in sound.turns
        )
    )
    played = await replay(lies, pool)
    assert [step.observation.content for step in played.steps()] == [
        {"report_id": "R-7731", "degrees": 21.5},
        {"sent": True},
    ]
    assert pool.calls == ["get_weather", "send_report"]


async def test_invented_observations_are_left_alone(sound, two_tools) -> None:
    pool = two_tools()
    assert await replay(sound, pool) == sound
    assert pool.calls == []


async def test_derivations_are_worked_out_from_their_operands(sound, two_tools) -> None:
    source = Computed(
        operator="join",
        operands=(
            Operand(value="?", source=Observed(call="call_1", path="report_id")),
            Operand(value="?", source=Repeated(call="call_1", name="city")),
        ),
    )
    played = await replay(_with_argument(sound, Argument(name="report_id", source=source)), two_tools())
    assert played.turns[3].calls[0].values()["report_id"] == "R-7731 Ghent"


def test_a_path_that_is_none_finds_nothing() -> None:
    assert find("flights[", {"flights": []}) is None
    assert find("max_by(flights, &price).id", {"flights": [{"id": "a", "price": "?"}, {"id": "b", "price": 1}]}) is None
    assert find("min_by(flights, &price).id", {"flights": [{"id": "a", "price": 2}, {"id": "b", "price": 1}]}) == "b"
