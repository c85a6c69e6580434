"""The last replay."""

from nodes.proof import prove
from state.environment import Evidence
from state.world import World


def _executed(dialogue, *live):
    marks = {tool.name: {"executed": True, "live": tool.name in live} for tool in dialogue.tools}
    return dialogue.model_copy(update={"tools": tuple(t.model_copy(update=marks[t.name]) for t in dialogue.tools)})


async def test_a_dialogue_that_gives_the_same_once_more_is_replayed(sound, two_tools) -> None:
    world = await prove(_executed(sound, "get_weather"), two_tools(executed=True))
    assert world == World(replayed=True, changes=("call_1", "call_2"), remembered=("call_1",))


async def test_without_executed_tools_there_is_no_world(sound, two_tools) -> None:
    assert await prove(sound, two_tools()) is None


async def test_another_observation_is_told_with_both(sound, two_tools) -> None:
    turns = list(sound.turns)
    turns[4] = turns[4].model_copy(
        update={"observations": (turns[4].observations[0].model_copy(update={"content": "sent at 10:31"}),)}
    )
    world = await prove(_executed(sound.with_turns(tuple(turns))), two_tools(executed=True))
    assert not world.replayed
    assert world.differences == ("send_report gave 'sent at 10:31' (call_2) and, in the last replay, {'sent': True}",)


async def test_what_changed_the_world_is_told_and_how_it_stands(sound, two_tools) -> None:
    class Witnessed(two_tools):
        async def execute(self, name, values):
            return (await super().execute(name, values))._replace(changed=name == "send_report")

        async def evidence(self):
            return Evidence({"sent": 1}, ("something else was done",))

    world = await prove(_executed(sound), Witnessed(executed=True))
    assert (world.changes, world.state) == (("call_2",), {"sent": 1})
    assert (world.replayed, world.differences) == (False, ("something else was done",))
