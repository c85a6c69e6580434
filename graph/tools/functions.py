"""Describes Python functions of the operator as tools, by their signatures and docstrings.

A class stands for its public methods; every dialogue has an instance of its own, so that state does not leak from one
into the other. Functions are called as they are: what they keep elsewhere is shared by all dialogues.
"""

import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_type_hints

import docstring_parser
from pydantic import TypeAdapter
from pydantic.errors import PydanticUserError

from graph.tools.definition import Definition, Found, Rejected
from graph.tools.loose_schema import Schema, with_children
from state.errors import ConfigurationError

Function = Callable[..., object]


@dataclass(frozen=True, slots=True)
class Functions:
    """What `module:attribute` names: a function, several, or a class."""

    named: str
    """As the operator wrote it; the server of its tools."""
    holder: object

    def opened(self) -> Mapping[str, Function]:
        """The functions by name; of a class, the methods of a new instance."""
        return dict(_functions(self.holder))

    def definitions(self) -> Iterator[Found]:
        """A definition for each function, unless its parameters cannot be written in JSON."""
        for name, function in self.opened().items():
            yield _definition(self.named, name, function)


def find_functions(named: str) -> Functions:
    """What the operator named; this imports and runs code. `ConfigurationError` where there is nothing of use."""
    expected = (
        "expected module:attribute, a function, a list of functions or a class that can be made without arguments"
    )
    try:
        functions = Functions(named, pkgutil.resolve_name(named))
        found = functions.opened()
    except Exception as error:
        # The operator's code is being run, which may raise anything.
        raise ConfigurationError(f"{named}: {type(error).__name__}: {error}; {expected}") from error
    if not found:
        raise ConfigurationError(f"{named}: there is no function in it; {expected}")
    return functions


def _functions(holder: object) -> Iterator[tuple[str, Function]]:
    if inspect.isclass(holder):
        made = holder()
        names = (name for name in dir(holder) if not name.startswith("_"))
        yield from ((name, getattr(made, name)) for name in names if inspect.isroutine(getattr(holder, name)))
    elif isinstance(holder, Iterable):
        yield from ((one.__name__, one) for one in holder if inspect.isroutine(one))
    elif inspect.isroutine(holder):
        yield holder.__name__, holder


def _definition(named: str, name: str, function: Function) -> Found:
    code = getattr(inspect.unwrap(function), "__code__", None)
    file, line = (code.co_filename, code.co_firstlineno) if code else (named, 1)
    documentation = docstring_parser.parse(inspect.getdoc(function) or "")
    try:
        parameters = _untitled(_adapter(function).json_schema())
        returns = _returned(function)
    except (PydanticUserError, NameError, TypeError, ValueError) as error:
        return Rejected(file, line, name, f"its parameters cannot be written in JSON: {str(error).splitlines()[0]}")
    for each in documentation.params:
        if isinstance(argument := parameters.get("properties", {}).get(each.arg_name), dict) and each.description:
            argument.setdefault("description", " ".join(each.description.split()))
    words = f"{documentation.short_description or ''} {documentation.long_description or ''}"
    return Definition(
        file, line, name, " ".join(words.split()), parameters, returns=returns, server=named, executed=True
    )


def _adapter(function: Function) -> TypeAdapter[object]:
    return TypeAdapter(function)  # type: ignore[arg-type]  # pydantic takes functions too, and says so in words only


def _returned(function: Function) -> Schema | None:
    returned = get_type_hints(function).get("return", Any)
    adapter: TypeAdapter[object] = TypeAdapter(returned)
    return None if returned is Any else _untitled(adapter.json_schema(mode="serialization"))


def _untitled(schema: Any) -> Schema:  # noqa: ANN401 - any part of a schema
    """Without the titles that pydantic adds, which only repeat the names."""
    if not isinstance(schema, dict):
        return schema  # type: ignore[no-any-return]  # `true` and `false` are schemas
    return {key: value for key, value in with_children(schema, _untitled).items() if key != "title"}
