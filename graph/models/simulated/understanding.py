"""What somebody wants of the tools on offer, read off their words. Nobody says how many steps it is going to take."""

import math
import re
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from graph.models.simulated.descriptions import imperative
from graph.models.simulated.labels import label_of
from graph.models.simulated.schemas import identifier_like, words_of
from graph.models.simulated.steps import ACTING, stage
from graph.models.simulated.stories import STORIES, Story
from state.tool import Tool

_WORD = re.compile(r"[a-z]{3,}")
_EMPTY = frozenset(("the", "and", "for", "you", "would", "could", "please", "like", "with", "from", "that", "this"))


class Wish(NamedTuple):
    """A tool that seems to be wanted."""

    tool: Tool
    optional: bool = False
    """It is good to have where it can be had; nobody is asked anything for its sake."""


def wishes(said: str, labels: Collection[str], tools: Mapping[str, Tool]) -> tuple[Wish, ...]:
    """The tools that somebody who speaks like this wants, in order."""
    found = tuple(_told(said, labels, tools)) or tuple(_named(said, tools)) or tuple(_likely(said, labels, tools))
    return found + tuple(_left_over(found, labels, tools))


def meant_by(goal: str, tools: Mapping[str, Tool]) -> frozenset[str]:
    """The names of the tools without which this goal is not reached, so far as its words tell."""
    told = [story for story in STORIES if _is_told(story, goal)]
    if told:
        return frozenset(max(told, key=lambda story: len(story.goal)).needed)
    return frozenset(wish.tool.name for wish in _named(goal, tools))


def _told(said: str, labels: Collection[str], tools: Mapping[str, Tool]) -> Iterator[Wish]:
    """An errand that everybody knows, as far as it can be run with these tools."""
    stories = [story for story in STORIES if _is_told(story, said) and set(story.needed) <= tools.keys()]
    if not stories:
        return
    story = max(stories, key=lambda each: len(each.goal))
    needed = {label_of(name) for each in story.needed for name in tools[each].required}
    for word in dict.fromkeys(story.calls.split()):
        tool = tools.get(word.removesuffix("?"))
        if tool is None:
            continue
        own = {label_of(name) for name in tool.properties if not identifier_like(name)}
        if not word.endswith("?"):
            yield Wish(tool)
        elif own & set(labels) - needed or stage(tool) < ACTING:
            yield Wish(tool, optional=True)


def _is_told(story: Story, said: str) -> bool:
    pattern = re.sub(r"\\\{\w+\\\}", ".+?", re.escape(story.goal))
    return re.search(pattern, said, re.IGNORECASE) is not None


def _named(said: str, tools: Mapping[str, Tool]) -> Iterator[Wish]:
    """What is asked for in the words that the tools have for it; the longest first, so that none is part of another."""
    left = said.lower()
    found: dict[int, Tool] = {}
    for tool in sorted(tools.values(), key=lambda tool: -len(imperative(tool))):
        words = imperative(tool).lower()
        if len(words) > 3 and (place := left.find(words)) >= 0:
            found[place] = tool
            left = f"{left[:place]}{' ' * len(words)}{left[place + len(words) :]}"
    yield from (Wish(found[place]) for place in sorted(found))


def _likely(said: str, labels: Collection[str], tools: Mapping[str, Tool]) -> Iterator[Wish]:
    """The tool that shares most with what was said, if any shares enough."""
    spoken = set(_WORD.findall(said.lower())) - _EMPTY

    def likeness(tool: Tool) -> float:
        words = {*words_of(tool.name), *_WORD.findall(" ".join(tool.asks).lower())} - _EMPTY
        known = sum(label_of(name) in labels for name in tool.properties)
        return known + len(words & spoken) / math.sqrt(1 + len(words))

    best = max(tools.values(), key=likeness, default=None)
    if best is not None and likeness(best) >= 1:
        yield Wish(best)


def _left_over(found: Collection[Wish], labels: Collection[str], tools: Mapping[str, Tool]) -> Iterator[Wish]:
    """Tools that alone can take something that was said and that none of the others takes."""
    taken = {label_of(name) for wish in found for name in wish.tool.properties}
    servers = {wish.tool.server for wish in found}
    for label in sorted(set(labels) - taken):
        able = [tool for tool in tools.values() if tool.server in servers and label in map(label_of, tool.properties)]
        if len(able) == 1:
            yield Wish(able[0], optional=True)
