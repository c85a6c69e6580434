"""Draws tools that can work together, so that over many draws all come up about equally often."""

from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate, chain
from random import Random

from state.tool import Tool

FEWEST, MOST = 4, 12

_TRIES = 40
"""How many random tools or servers are looked at before the next best thing is taken."""

Group = tuple[str, str]
"""A server; for tools without one, their domain."""


class Catalogue:
    """The tools of a pool by server and by domain, indexed once."""

    def __init__(self, tools: tuple[Tool, ...]) -> None:
        """Index the tools."""
        self._tools = tools
        self._groups: dict[Group, list[Tool]] = defaultdict(list)
        for tool in tools:
            self._groups[_group(tool)].append(tool)
        self._neighbours: dict[str, list[Group]] = defaultdict(list)
        for group, members in self._groups.items():
            if len(members) < MOST:
                self._neighbours[members[0].domain].append(group)
        self._shares = {domain: self._share(groups) for domain, groups in self._neighbours.items()}

    def draw(self, random: Random) -> tuple[Tool, ...]:
        """Related tools and one or two from elsewhere, in no order; no two share a name."""
        size, distractors = random.randint(FEWEST, MOST), random.randint(1, 2)
        # A random tool's server is a server drawn with the weight of its size.
        anchor = random.choice(self._tools)
        groups = self._related(random, anchor)
        drawn: dict[str, Tool] = {}
        visited: set[Group] = set()
        while len(drawn) < size - distractors and (group := next(groups, None)):
            visited.add(group)
            members = self._groups[group]
            _add(drawn, random.sample(members, len(members)), size - distractors)
        total = max(len(drawn) + distractors, FEWEST)
        _add(drawn, self._strangers(random, visited, anchor.domain), total)
        return tuple(random.sample(list(drawn.values()), len(drawn)))

    def _share(self, groups: list[Group]) -> list[int]:
        """Running weights of small servers: what a server lacks as an anchor it gets back as a neighbour."""
        return list(accumulate(MOST - len(self._groups[group]) for group in groups))

    def _related(self, random: Random, anchor: Tool) -> Iterator[Group]:
        """The anchor's server, then small ones of its domain."""
        seen = {_group(anchor)}
        yield _group(anchor)
        if neighbours := self._neighbours.get(anchor.domain):
            shares = self._shares[anchor.domain]
            for _ in range(_TRIES):
                group = neighbours[bisect(shares, random.randrange(shares[-1]))]
                if group not in seen:
                    seen.add(group)
                    yield group

    def _strangers(self, random: Random, visited: set[Group], domain: str) -> Iterator[Tool]:
        """Tools from elsewhere, the most distant first; in the end any."""
        some = random.sample(self._tools, min(_TRIES, len(self._tools)))
        some.sort(key=lambda tool: (_group(tool) in visited, tool.domain == domain))
        return chain(some, self._tools)


def _group(tool: Tool) -> Group:
    return (tool.server, "" if tool.server else tool.domain)


def _add(drawn: dict[str, Tool], tools: Iterable[Tool], total: int) -> None:
    """Take tools whose name is free until so many are drawn."""
    for tool in tools:
        if len(drawn) >= total:
            return
        drawn.setdefault(tool.name, tool)
