"""Turns definitions into tools: legal names, valid schemas, and an account of what was changed."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from graph.tools.definition import Definition, Found, Rejected
from graph.tools.loose_schema import Notes, Schema
from graph.tools.naming import legal_names
from graph.tools.normalise import Unfit, normalised_parameters, normalised_result
from state.tool import Tool


class Described(NamedTuple):
    """What became of everything that was found."""

    tools: tuple[Tool, ...]
    rejected: tuple[Rejected, ...] = ()
    notes: Mapping[str, int] = {}
    """How often each kind of change was made."""


def describe(found: Iterable[Found], refuse: Callable[[Tool], str] = lambda _: "") -> Described:
    """A tool for every definition that can be one, unless there is a reason to refuse it."""
    describing = _Describing(refuse)
    for one in found:
        describing.take(one)
    return describing.done()


@dataclass(slots=True)
class _Describing:
    refuse: Callable[[Tool], str]
    tools: list[Tool] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    notes: Notes = field(default_factory=Counter)
    first: dict[tuple[str, str], tuple[str, int, Tool]] = field(default_factory=dict)
    """Where a server's name was first used, and for what."""

    def take(self, found: Found) -> None:
        if isinstance(found, Rejected):
            self.rejected.append(found)
            return
        changes: Notes = Counter(found.notes)
        try:
            tool = _tool(found, changes)
            self._check(found, tool)
        except Unfit as error:
            self.rejected.append(Rejected(found.file, found.line, found.name, str(error)))
            return
        self.first[found.server, found.name] = (found.file, found.line, tool)
        self.tools.append(tool)
        self.notes.update(changes)

    def _check(self, found: Definition, tool: Tool) -> None:
        if reason := self.refuse(tool):
            raise Unfit(reason)
        if earlier := self.first.get((found.server, found.name)):
            file, line, first = earlier
            place = f"line {line}" if file == found.file else f"{file}:{line}"
            if first == tool:
                raise Unfit(f"repeats {place}")
            whose = f" of {found.server!r}" if found.server else ""
            raise Unfit(f"the name{whose} is taken by {place}, which defines another tool")

    def done(self) -> Described:
        names = legal_names([(tool.server, tool.name) for tool in self.tools])
        tools = tuple(map(_named, self.tools, names))
        self.notes["renamed"] += sum(bool(tool.original_name) for tool in tools)
        return Described(tools, tuple(self.rejected), dict(sorted((+self.notes).items())))


def _named(tool: Tool, name: str) -> Tool:
    return tool if name == tool.name else tool.model_copy(update={"name": name, "original_name": tool.name})


def _tool(definition: Definition, notes: Notes) -> Tool:
    parameters = normalised_parameters(definition.parameters, definition.required, notes)
    notes["no description"] += not definition.description
    return Tool(
        name=definition.name,
        description=definition.description,
        parameters=parameters,
        returns=_returns(definition.returns, notes),
        server=definition.server,
        domain=definition.domain,
        executed=definition.executed,
    )


def _returns(raw: object, notes: Notes) -> Schema | None:
    if not isinstance(raw, dict) or not raw:
        return None
    changes: Notes = Counter()
    try:
        schema = normalised_result(raw, changes)
    except Unfit:
        notes["output schema of no use left out"] += 1
        return None
    notes.update(changes)
    return schema
