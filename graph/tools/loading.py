"""Loads a pool from whatever the operator names: files, folders, Python functions, several of each."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from graph.tools.definition import Found, Rejected
from graph.tools.describing import describe
from graph.tools.fingerprints import benchmark_of
from graph.tools.functions import Functions, find_functions
from graph.tools.reading import read_definitions
from state.tool import Tool

_ATTRIBUTE = re.compile(r"[^\W\d][\w.]*:[^\W\d][\w.]*")


class Loaded(NamedTuple):
    """Everything that was named, as tools."""

    tools: tuple[Tool, ...]
    rejected: tuple[Rejected, ...]
    notes: Mapping[str, int]
    """How often each kind of change was made to fit the tools."""
    benchmarks: Mapping[str, int]
    """How many of the tools belong to evaluation sets."""
    functions: Mapping[str, Functions]
    """What runs the tools of a server, where something does."""


def load(named: Sequence[str], *, exclude_benchmarks: bool = False) -> Loaded:
    """Load what was named, one after the other; of tools with one name on one server the first is taken."""
    functions = {one: find_functions(one) for one in named if is_attribute(one)}
    tools, rejected, notes = describe(_found(named, functions), _refused if exclude_benchmarks else lambda _: "")
    benchmarks = Counter(name for tool in tools if (name := benchmark_of(tool)))
    told = {f"tool of the evaluation set {name}": count for name, count in benchmarks.items()}
    return Loaded(tools, rejected, {**notes, **told}, benchmarks, functions)


def is_attribute(named: str) -> bool:
    """Whether this names something in a module, and no file."""
    return _ATTRIBUTE.fullmatch(named) is not None and not Path(named).exists()


def _found(named: Sequence[str], functions: Mapping[str, Functions]) -> Iterator[Found]:
    for one in named:
        yield from functions[one].definitions() if one in functions else read_definitions(Path(one))


def _refused(tool: Tool) -> str:
    name = benchmark_of(tool)
    return f"a tool of the evaluation set {name}" if name else ""
