"""What a built-in domain is: a small seeded world whose marked methods are tools."""

from collections.abc import Callable, Iterator, Mapping
from copy import copy
from datetime import date, datetime, timedelta
from random import Random
from typing import Annotated, Any, ClassVar, NamedTuple, Self, TypeVar, get_type_hints

import docstring_parser
import jsonschema_rs
from pydantic import Field, JsonValue, TypeAdapter, ValidationError, validate_call

from state.environment import Result
from state.tool import Tool

Method = TypeVar("Method", bound=Callable[..., object])

Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", examples=["14:00"])]
Money = Annotated[float, Field(gt=0, le=10_000)]
Email = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[a-z]+$")]


_HOLDERS = (dict, list, set)


class Refused(Exception):
    """The world says no: an unknown id, a slot that is taken, a state that does not allow it."""


class Phrases(NamedTuple):
    """How a tool is asked for and how its result is told. Read by the simulated model only."""

    asks: tuple[str, ...]
    tells: str


class Knowledge(NamedTuple):
    """What a user knows, whatever is on offer: most of it is of no use to a dialogue, and never becomes a fact."""

    about: str
    values: dict[str, JsonValue]
    """By the name of the parameter each value fits."""
    tools: tuple[str, ...]


class Domain:
    """One everyday world. Its state is made from a seed; its tools are its `@tool` methods."""

    name: ClassVar[str]
    policy: ClassVar[str]
    """Rules of conduct for the assistant, one or two sentences."""

    __slots__ = ("_borrowed", "_random", "now")  # apart from what a world holds, which `vars` gives

    def __init__(self, random: Random, now: datetime) -> None:
        """Set the world up. Nothing but these two decides what is in it."""
        self.now = now
        self._random, self._borrowed = random, False

    @property
    def random(self) -> Random:
        """What its tools draw from; a copied world goes on where the other one stood, and few of them ever draw."""
        if self._borrowed:
            self._random, self._borrowed = copy(self._random), False
        return self._random

    def copied(self) -> Self:
        """A world of its own, of one that draws no more."""
        fresh = copy(self)
        vars(fresh).update(self.snapshot())
        fresh._borrowed = True
        return fresh

    def snapshot(self) -> dict[str, object]:
        """What it holds at this moment: copies of what can change, everything else as it is.

        What a domain holds in dictionaries and lists never changes itself.
        """
        return {name: value.copy() if isinstance(value, _HOLDERS) else value for name, value in vars(self).items()}

    def facts(self) -> Iterator[Knowledge]:
        """What the user of this world would know, and what they may want."""
        raise NotImplementedError

    def run(self, name: str, values: Mapping[str, JsonValue]) -> Result:
        """Run one tool; wrong use is an error result and changes nothing."""
        runner = _runners(type(self))[name]
        for problem in runner.validator.iter_errors(dict(values)):
            place = ".".join(str(part) for part in problem.instance_path) or "arguments"
            return Result({"error": f"invalid {place}: {_told(problem)}"}, error=True)
        try:
            result = runner.method(self, **values)
        except ValidationError as error:
            return Result({"error": _first_problem(error)}, error=True)
        except Refused as refusal:
            return Result({"error": str(refusal)}, error=True)
        return Result(runner.returned.dump_python(result, mode="json"))

    def day(self, offset: int) -> date:
        """Count days from today: 1 is tomorrow."""
        return self.now.date() + timedelta(days=offset)


def tool(*asks: str, tells: str) -> Callable[[Method], Method]:
    """Mark a method of a domain as a tool, and say how people talk about it.

    Blanks in `asks` are parameter names: `book {flight_id|the first one}[ for {passenger}]`. The words after the
    bar stand where the value comes from an earlier result; brackets fall away without their argument.
    Blanks in `tells` are JMESPath expressions into the result, or parameter names.
    """

    def mark(method: Method) -> Method:
        method.phrases = Phrases(asks, tells)  # type: ignore[attr-defined]  # a mark on a function
        return method

    return mark


def known(about: str, *tools: str, **values: JsonValue) -> Knowledge:
    """Write down what a user knows: in words, what it is for, and the values by parameter."""
    return Knowledge(about, values, tools)


def tools_of(domain: type[Domain]) -> tuple[Tool, ...]:
    """The tools of a domain, with schemas from their signatures and docstrings."""
    return tuple(runner.tool for runner in _runners(domain).values())


class _Runner(NamedTuple):
    """What it takes to describe and run one tool; made once, because schemas take a while."""

    tool: Tool
    validator: jsonschema_rs.Validator
    """Holds calls to the schema that was offered: pydantic alone would take "45" for 45."""
    method: Callable[..., object]
    returned: TypeAdapter[object]


_RUNNERS: dict[type[Domain], dict[str, _Runner]] = {}


def _runners(domain: type[Domain]) -> dict[str, _Runner]:
    if domain not in _RUNNERS:
        blank = domain(Random(0), datetime(2025, 1, 1, 9))
        marked = (name for name, method in vars(domain).items() if hasattr(method, "phrases"))
        _RUNNERS[domain] = {name: _runner(blank, name) for name in marked}
    return _RUNNERS[domain]


def _runner(blank: Domain, name: str) -> _Runner:
    method = getattr(type(blank), name)
    returned: TypeAdapter[object] = TypeAdapter(get_type_hints(method)["return"])
    described = _describe(blank, name, returned.json_schema())
    validator = jsonschema_rs.validator_for(described.parameters, validate_formats=True)
    return _Runner(described, validator, validate_call(method), returned)


def _describe(blank: Domain, name: str, returns: dict[str, Any]) -> Tool:
    method = getattr(blank, name)
    documentation = docstring_parser.parse(method.__doc__ or "")
    parameters = TypeAdapter(method).json_schema()
    for described in documentation.params:
        parameters["properties"][described.arg_name]["description"] = described.description
    phrases: Phrases = method.phrases
    return Tool(
        name=name,
        description=" ".join((documentation.description or "").split()),
        parameters=_plain(parameters),
        returns=_plain(returns),
        server=blank.name,
        domain=blank.name,
        executed=True,
        asks=phrases.asks,
        tells=phrases.tells,
    )


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """Put definitions in their place, and drop the titles pydantic adds, which only repeat the names."""
    definitions = schema.get("$defs", {})

    def placed(part: object) -> object:
        if isinstance(part, list):
            return [placed(item) for item in part]
        return fields(part) if isinstance(part, dict) else part

    def fields(part: dict[str, Any]) -> dict[str, Any]:
        if "$ref" in part:
            return fields(definitions[part["$ref"].rpartition("/")[2]])
        return {
            key: placed(value)
            for key, value in part.items()
            if key != "$defs" and not (key == "title" and isinstance(value, str))
        }

    return fields(schema)


def _told(problem: jsonschema_rs.ValidationError) -> str:
    """What is wrong with an argument, as such a service would say it: patterns are its own business."""
    if problem.schema_path[-1] == "pattern":
        return f"{problem.instance!r} does not have the expected form"
    return problem.message


def _first_problem(error: ValidationError) -> str:
    problem = error.errors()[0]
    place = ".".join(str(part) for part in problem["loc"]) or "arguments"
    return f"invalid {place}: {problem['msg']}"


def spoken_date(day: date) -> str:
    """A date as people write it: `Tuesday, 3 June`."""
    return day.strftime(f"%A, {day.day} %B")
