"""Planning: forward chaining from what the user knows to what results will say."""

from datetime import datetime
from random import Random

from graph.models.simulated.planner import write_task
from graph.tools.builtin.pool import BuiltinPool
from graph.tools.sampled_pool import sampled
from state.brief import TaskBrief
from state.dialogue import Dialogue


def test_a_booking_is_planned_only_after_the_search_that_makes_it_possible(empty, facts):
    for seed in range(30):
        (subtask,) = write_task(TaskBrief(dialogue=empty, facts=facts, steps=(2,)), Random(seed)).subtasks
        assert subtask.tools[0] == "search_flights"


def test_no_fact_is_used_twice_with_one_tool(empty, facts):
    subtasks = write_task(TaskBrief(dialogue=empty, facts=facts, steps=(2, 2, 2)), Random(3)).subtasks
    tools = [tool for subtask in subtasks for tool in subtask.tools]

    assert tools.count("search_flights") <= 4
    assert tools.count("book_flight") <= 3


def test_a_wild_tool_can_be_planned_without_any_fact(empty, wild):
    dialogue = empty.model_copy(update={"tools": (wild,)})
    (subtask,) = write_task(TaskBrief(dialogue=dialogue, facts=(), steps=(1,)), Random(1)).subtasks

    assert (subtask.tools, subtask.steps) == (("delete_dashboard",), 1)
    assert subtask.goal.endswith(": delete a dashboard")


def test_a_subtask_of_the_built_in_worlds_stays_in_one_of_them():
    pool = sampled(BuiltinPool())
    for seed in range(40):
        tools = pool.offer(Random(seed), seed)
        now = datetime(2025, 6, 3, 9, 30)
        dialogue = Dialogue(system="", now=now, tools=tools)
        facts = BuiltinPool().open(seed, now).facts(tools)
        for subtask in write_task(TaskBrief(dialogue=dialogue, facts=facts, steps=(2, 4, 6)), Random(seed)).subtasks:
            servers = {tool.server for tool in tools if tool.name in subtask.tools}
            assert len(servers) == 1
            assert len(subtask.goal.split()) <= 25
            assert "{" not in subtask.goal
