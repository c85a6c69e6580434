"""Stories: each can be told with the tools there are, and none says more than it knows."""

import re
from collections import Counter

import pytest

from graph.models.simulated.manners import is_familiar, manner_of, own_question
from graph.models.simulated.purposes import service_of
from graph.models.simulated.stories import STORIES, story_of
from graph.tools.builtin.pool import BuiltinPool

TOOLS = {tool.name: tool for tool in BuiltinPool().tools}


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.goal)
def test_a_story_is_about_one_world_and_gives_only_blanks_that_its_calls_fill(story):
    assert len({TOOLS[name].server for name in story.names}) == 1
    known = {parameter for name in story.needed for parameter in TOOLS[name].properties}
    for text in (story.goal, *story.motives):
        assert set(re.findall(r"\{(\w+)\}", text)) <= known


def test_every_tool_of_the_built_in_worlds_comes_up_in_a_story():
    assert {name for story in STORIES for name in story.names} == TOOLS.keys()


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.goal)
def test_a_story_is_known_by_its_calls(story):
    found = story_of(story.needed)

    assert found is not None
    assert Counter(found.needed) == Counter(story.needed)


def test_every_parameter_of_the_built_in_worlds_can_be_asked_for_in_plain_words():
    for tool in TOOLS.values():
        for name in tool.properties:
            assert is_familiar(name), name
            assert own_question(tool.name, name).endswith(("?", "."))
            assert "_" not in manner_of(name).noun


def test_services_are_called_by_other_names_than_tools():
    for tool in TOOLS.values():
        assert service_of(tool).startswith("the ")
        assert tool.name not in service_of(tool)
