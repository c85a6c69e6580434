"""Swap nodes by dotted path, as in `--node judge=my_judges:MyJudge`."""

import inspect
from collections.abc import Mapping
from dataclasses import fields, replace
from pkgutil import resolve_name
from typing import TypeVar

from nodes.node import Actors, Node, Nodes
from state.errors import ConfigurationError

Cast = TypeVar("Cast", Nodes, Actors)


def swap(nodes: Cast, paths: Mapping[str, str]) -> Cast:
    """Replace nodes by what their paths name: an async function, a node, or a class that makes one.

    A class whose fields are those of the node it replaces gets that node's values, so that a subclass or a
    look-alike of `Judge` finds its model. A path imports and runs code: it may come from the operator only.
    """
    named = {field_of(nodes, name): path for name, path in paths.items()}
    return replace(nodes, **{field: _node(nodes, field, path) for field, path in named.items()})


def field_of(nodes: Nodes | Actors, name: str) -> str:
    """The field for a node's name in the graph (`rule-check` or `rule_check`)."""
    known = [field.name for field in fields(nodes)]
    if name.replace("-", "_") not in known:
        names = ", ".join(field.replace("_", "-") for field in known)
        raise ConfigurationError(f"there is no node {name!r}; the seven are {names}")
    return name.replace("-", "_")


def _node(nodes: Nodes | Actors, field: str, path: str) -> Node:
    found = _resolved(field, path)
    node = _made(found, getattr(nodes, field), path) if inspect.isclass(found) else found
    call = node if inspect.isfunction(node) else getattr(node, "__call__", None)  # noqa: B004 - it is looked at
    if not inspect.iscoroutinefunction(call):
        name = field.replace("_", "-")
        raise ConfigurationError(f"--node {name}={path}: not a node; it needs an async function or async __call__")
    return node  # type: ignore[return-value]  # it was just looked at


def _resolved(field: str, path: str) -> object:
    if ":" not in path:
        raise ConfigurationError(f"--node {field.replace('_', '-')}={path}: write it as module:name")
    try:
        return resolve_name(path)
    except (ImportError, AttributeError, ValueError) as error:
        name = field.replace("_", "-")
        raise ConfigurationError(f"--node {name}={path}: cannot be imported: {error}") from error


def _made(kind: type, old: Node, path: str) -> object:
    """An instance, with the values of the old node's fields for parameters of the same names."""
    parameters = inspect.signature(kind).parameters
    values = {name: getattr(old, name) for name in parameters if hasattr(old, name)}
    try:
        return kind(**values)
    except TypeError as error:
        raise ConfigurationError(f"{path} cannot be made from {sorted(values)}: {error}") from error
