"""Turns definitions into tools: legal names, valid schemas, and an account of what was changed."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from graph.tools.loose_schema import Notes, Schema
from graph.tools.naming import legal_names
from graph.tools.normalise import Unfit, normalised, normalised_parameters
from graph.tools.reading import Definition
from state.errors import ConfigurationError
from state.tool import Tool


class Rejected(NamedTuple):
    """A tool of the file that is left out."""

    line: int
    name: str
    reason: str


class Described(NamedTuple):
    """What became of the definitions of one file."""

    tools: tuple[Tool, ...]
    rejected: tuple[Rejected, ...]
    notes: dict[str, int]
    """How often each kind of change was made."""


def describe(path: Path, definitions: Sequence[Definition]) -> Described:
    """A tool for every definition that can be one."""
    notes: Notes = Counter()
    distinct = _distinct(path, definitions, notes)
    tools, rejected = [], []
    for definition, name in zip(distinct, legal_names(distinct), strict=True):
        changes: Notes = Counter()
        try:
            tools.append(_tool(definition, name, changes))
        except Unfit as error:
            rejected.append(Rejected(definition.line, definition.name, str(error)))
        else:
            notes += changes
    return Described(tuple(tools), tuple(rejected), dict(sorted(notes.items())))


def _distinct(path: Path, definitions: Sequence[Definition], notes: Notes) -> list[Definition]:
    first: dict[tuple[str, str], Definition] = {}
    clashes = []
    for one in definitions:
        earlier = first.setdefault((one.server, one.name), one)
        if earlier is not one:
            notes["second definition of a server's tool left out"] += 1
            if not one.server:
                clashes.append((earlier, one))
    if clashes:
        earlier, later = clashes[0]
        raise ConfigurationError(
            f"{path}:{later.line}: the name {later.name!r} is taken by line {earlier.line} "
            f"(lines that repeat a name: {len(clashes)}); expected names that differ: "
            'rename one, remove one, or say which "server" each belongs to'
        )
    return list(first.values())


def _tool(definition: Definition, name: str, notes: Notes) -> Tool:
    parameters = normalised_parameters(definition.parameters, definition.required, notes)
    renamed = name != definition.name
    notes["renamed"] += renamed
    notes["no description"] += not definition.description
    return Tool(
        name=name,
        description=definition.description,
        parameters=parameters,
        returns=_returns(definition.returns, notes),
        server=definition.server,
        domain=definition.domain,
        original_name=definition.name if renamed else "",
    )


def _returns(raw: object, notes: Notes) -> Schema | None:
    if not isinstance(raw, dict) or not raw:
        return None
    changes: Notes = Counter()
    try:
        schema = normalised(raw, changes)
    except Unfit:
        notes["output schema of no use left out"] += 1
        return None
    notes.update(changes)
    return schema
