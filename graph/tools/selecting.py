"""Leaves those tools of a pool that the operator named by domain or server."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence

from graph.settings import nearest
from state.errors import ConfigurationError
from state.tool import Tool

_SHOWN = 8


def select(tools: Sequence[Tool], domains: Collection[str] | None, servers: Collection[str] | None) -> tuple[Tool, ...]:
    """The tools of one of these domains and one of these servers, whatever the case; None lets all pass."""
    chosen = _of(tools, "domain", domains, lambda tool: tool.domain)
    chosen = _of(chosen, "server", servers, lambda tool: tool.server)
    if len({tool.name for tool in chosen}) < 2:
        raise ConfigurationError(
            f"{len(chosen)} tools are of the domains and servers named; expected at least 2 of different names"
        )
    return chosen


def _of(
    tools: Sequence[Tool], kind: str, names: Collection[str] | None, name_of: Callable[[Tool], str]
) -> tuple[Tool, ...]:
    if names is None:
        return tuple(tools)
    known = Counter(name for tool in tools if (name := name_of(tool)))
    folded = {name.casefold() for name in known}
    for name in names:
        if name.casefold() not in folded:
            raise ConfigurationError(
                f"--{kind} {name!r}: no tool is of this {kind}{nearest(name, known)}; {_list(known)}"
            )
    wanted = {name.casefold() for name in names}
    return tuple(tool for tool in tools if name_of(tool).casefold() in wanted)


def _list(known: Counter[str]) -> str:
    if not known:
        return "the tools of this pool name none"
    shown = ", ".join(f"{name!r} ({count})" for name, count in known.most_common(_SHOWN))
    rest = len(known) - _SHOWN
    return f"there are {shown}" + (f" and {rest} more" if rest > 0 else "")
