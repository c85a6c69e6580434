"""Planning: forward chaining from what the user knows to what results will say."""

from random import Random

from graph.models.simulated.planner import write_task
from state.brief import TaskBrief


def test_a_booking_is_planned_only_after_the_search_that_makes_it_possible(empty, facts):
    for seed in range(30):
        (subtask,) = write_task(TaskBrief(dialogue=empty, facts=facts, steps=(2,)), Random(seed)).subtasks
        assert subtask.tools[0] == "search_flights"


def test_no_fact_is_used_twice_with_one_tool(empty, facts):
    subtasks = write_task(TaskBrief(dialogue=empty, facts=facts, steps=(2, 2, 2)), Random(3)).subtasks
    tools = [tool for subtask in subtasks for tool in subtask.tools]

    assert tools.count("search_flights") <= 3
    assert tools.count("book_flight") <= 3


def test_a_wild_tool_can_be_planned_without_any_fact(empty, wild):
    dialogue = empty.model_copy(update={"tools": (wild,)})
    (subtask,) = write_task(TaskBrief(dialogue=dialogue, facts=(), steps=(1,)), Random(1)).subtasks

    assert (subtask.tools, subtask.steps) == (("delete_dashboard",), 1)
    assert subtask.goal == "The user wants to delete a dashboard."
