"""Which tools of a pool go together: one feeds the other, they are about the same, they live on one server."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from heapq import nlargest
from math import log
from operator import itemgetter
from random import Random
from typing import NamedTuple

from graph.tools.features import Features, features_of
from state.tool import Tool

NEAREST = 32
"""How many neighbours a tool has at most."""

_ABOUT, _POINTS, _NEEDS, _GIVES, _WORDS, _SERVER, _DOMAIN = "apngwsd"
_MEETINGS: tuple[tuple[str, str, float], ...] = (
    (_ABOUT, _POINTS, 2.0),
    (_POINTS, _ABOUT, 2.0),
    (_GIVES, _NEEDS, 2.0),
    (_NEEDS, _GIVES, 2.0),
    (_ABOUT, _ABOUT, 1.0),
    (_NEEDS, _NEEDS, 0.5),
    (_WORDS, _WORDS, 0.25),
)
"""What of one tool meets what of another, and what that counts for: a tool about issues, and one that points at one."""
_SAME_SERVER, _SAME_DOMAIN = 16.0, 3.0
_OTHER_SERVER, _OTHER_DOMAIN = 0.4, 0.5
"""What a common word is worth elsewhere: a flow of work is not the Flow blockchain."""

_WINDOW = 48
"""How many of those that share a word are looked at: what more share says little of each."""
_SERVER_WINDOW = 256
_TELLING = 12
"""How many words of a tool are followed, the rarest first."""
_REMEMBERED = 4096
"""Neighbourhoods kept in memory: all of most pools, and in a huge one a run seldom comes back to a tool."""


class Neighbour(NamedTuple):
    """A tool that goes with another."""

    score: float
    place: int


class _Doing(NamedTuple):
    """Tools in which this is equal do the same."""

    looks: bool
    about: frozenset[str]


_NOTHING = _Doing(looks=True, about=frozenset())


class Relations:
    """Finds neighbours by an inverted index: what a tool is compared with are only those that share a word with it."""

    def __init__(self, tools: Sequence[Tool]) -> None:
        """Index the tools."""
        self._tools = tools
        self._places: dict[str, list[int]] = defaultdict(list)
        self._doing = [_NOTHING] * len(tools)
        self._known: dict[int, list[Neighbour]] = {}
        # Where only a part of a list is looked at, it should not be the part that stands together in a file.
        for place in Random(0).sample(range(len(tools)), len(tools)):
            features = features_of(tools[place])
            self._doing[place] = _Doing(features.looks, frozenset(features.about))
            for key in _keys(tools[place], features):
                self._places[key].append(place)

    def near(self, place: int) -> list[Neighbour]:
        """The tools that go with the one in this place, the best first."""
        if place not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[place] = self._find(place)
        return self._known[place]

    def _find(self, place: int) -> list[Neighbour]:
        tool = self._tools[place]
        scores: dict[int, float] = defaultdict(float)
        for value, key, window in self._ways(tool):
            for other in self._window(key, place, window):
                scores[other] += value
        likely = nlargest(2 * NEAREST, scores.items(), key=itemgetter(1))
        found = (Neighbour(score * self._distance(tool, other), other) for other, score in likely if score > 0)
        apart = (one for one in found if not self._rivals(place, one.place))
        # By the score alone: of equals, those come first whose turn it is in the window.
        return nlargest(NEAREST, apart, key=itemgetter(0))

    def _ways(self, tool: Tool) -> Iterator[tuple[float, str, int]]:
        """Under which keys to look for others, and what it counts to be found there."""
        yield from nlargest(_TELLING, self._meetings(tool))
        if tool.domain:
            yield _SAME_DOMAIN, _DOMAIN + tool.domain, _WINDOW
        if tool.server:
            yield _SAME_SERVER, _SERVER + tool.server, _SERVER_WINDOW

    def _meetings(self, tool: Tool) -> Iterator[tuple[float, str, int]]:
        terms = _terms(features_of(tool))
        for mine, theirs, weight in _MEETINGS:
            for key in (theirs + term for term in terms[mine]):
                if found := self._places.get(key):
                    yield weight * log(len(self._tools) / len(found)), key, _WINDOW

    def _window(self, key: str, place: int, size: int) -> list[int]:
        """The places under a key; of many, a part that differs from tool to tool."""
        places = self._places[key]
        if len(places) <= size:
            return places
        start = place * size % len(places)
        return places[start : start + size] + places[: max(0, start + size - len(places))]

    def _distance(self, tool: Tool, other: int) -> float:
        fellow = self._tools[other]
        server = _OTHER_SERVER if tool.server and fellow.server and tool.server != fellow.server else 1.0
        domain = _OTHER_DOMAIN if tool.domain and fellow.domain and tool.domain != fellow.domain else 1.0
        return server * domain

    def _rivals(self, place: int, other: int) -> bool:
        """Whether both do the same to different things, so that a user could not say which of them is meant."""
        one, two = self._tools[place], self._tools[other]
        if one.name == two.name:
            return True
        if self._doing[place] != self._doing[other] or not self._doing[place].about:
            return False
        if one.server and two.server:
            return one.server != two.server
        return features_of(one).needs == features_of(two).needs


def _terms(features: Features) -> dict[str, tuple[str, ...]]:
    """What is indexed of a tool."""
    return {
        _ABOUT: features.about,
        _POINTS: features.points,
        _NEEDS: features.needs,
        _GIVES: features.gives,
        _WORDS: features.words,
    }


def _keys(tool: Tool, features: Features) -> Iterator[str]:
    for kind, terms in _terms(features).items():
        yield from (kind + term for term in dict.fromkeys(terms))
    if tool.server:
        yield _SERVER + tool.server
    if tool.domain:
        yield _DOMAIN + tool.domain
