"""Faults of form: tools and parameters that do not exist, arguments that do not fit, results that go astray."""

import json
from random import Random
from typing import Any

import jsonschema_rs
from pydantic import JsonValue

from graph.benchmarks.planting.specimen import Arguments, Made, Planted, Specimen, fault

_SUFFIXES = ("s", "_v2", "_details", "_by_id", "_info", "Tool")
_PREFIXES = ("get_", "functions.", "my_", "do_")
_PARAMETERS: tuple[tuple[str, JsonValue], ...] = (
    ("confirm", True), ("language", "en"), ("format", "json"), ("verbose", True), ("notes", "as requested"),
    ("max_results", 5), ("user_confirmed", True), ("reason", "requested by the user"),
)  # fmt: skip


def calls(specimen: Specimen, random: Random) -> list[Made]:
    """The calls that are to be learned, in random order."""
    found = [made for made in specimen.made() if made.learn and made.tool in specimen.tool_names()]
    return random.sample(found, len(found))


def answered(specimen: Specimen, random: Random) -> list[Made]:
    """Those among them that have a result."""
    return [made for made in calls(specimen, random) if made.answered_in is not None]


def fits(made: Made, arguments: Arguments) -> bool:
    """Whether the schema accepts these arguments."""
    try:
        return jsonschema_rs.is_valid(made.schema, arguments)
    except ValueError:
        return True


def _argument(specimen: Specimen, made: Made, name: str, value: JsonValue, random: Random) -> Planted:
    fresh = specimen.with_arguments(made, made.arguments | {name: value}, random)
    return Planted(fresh, frozenset({made.turn}), name, f"{name}: {made.arguments.get(name)!r} became {value!r}")


@fault("unknown_tool")
def unknown_tool(specimen: Specimen, random: Random) -> Planted | None:
    """A tool is called by a name that looks right and is not on offer."""
    for made in calls(specimen, random):
        names = [made.tool + random.choice(_SUFFIXES), random.choice(_PREFIXES) + made.tool, _other_case(made.tool)]
        name = random.choice(names)
        if name not in specimen.tool_names():
            fresh = specimen.with_tool(made, name)
            return Planted(fresh, frozenset({made.turn}), detail=f"{made.tool} became {name}")
    return None


def _other_case(name: str) -> str:
    first, *rest = name.split("_")
    return "".join((first, *(word.capitalize() for word in rest))) if rest else f"{name.lower()}_tool"


@fault("schema", "missing_parameter")
def missing_parameter(specimen: Specimen, random: Random) -> Planted | None:
    """A required parameter is left out."""
    for made in calls(specimen, random):
        if required := [name for name in made.schema.get("required", ()) if name in made.arguments]:
            name = random.choice(required)
            left = {other: value for other, value in made.arguments.items() if other != name}
            fresh = specimen.with_arguments(made, left, random)
            return Planted(fresh, frozenset({made.turn}), name, f"{name} left out")
    return None


@fault("unknown_parameter", "schema")
def unknown_parameter(specimen: Specimen, random: Random) -> Planted | None:
    """A parameter is given that the tool does not have."""
    for made in calls(specimen, random):
        known = made.schema.get("properties", {})
        fresh = [(name, value) for name, value in _PARAMETERS if name not in known]
        if known and not isinstance(made.schema.get("additionalProperties"), dict) and fresh:
            return _argument(specimen, made, *random.choice(fresh), random)
    return None


@fault("schema", "wrong_type")
def wrong_type(specimen: Specimen, random: Random) -> Planted | None:
    """An argument is of another type than the schema says."""
    for made in calls(specimen, random):
        for name, value in random.sample([*made.arguments.items()], len(made.arguments)):
            wrong = _of_another_type(value, random)
            arguments = made.arguments | {name: wrong}
            if "enum" not in _property(made, name) and fits(made, made.arguments) and not fits(made, arguments):
                return _argument(specimen, made, name, wrong, random)
    return None


def _property(made: Made, name: str) -> dict[str, Any]:
    found = made.schema.get("properties", {}).get(name, {})
    return found if isinstance(found, dict) else {}


def _of_another_type(value: JsonValue, random: Random) -> JsonValue:
    if isinstance(value, bool):
        return random.choice((str(value).lower(), "yes", None))
    ways: list[JsonValue]
    if isinstance(value, int | float):
        ways = [str(value), f"about {value}", [value], None]
    elif isinstance(value, str):
        ways = [[value], {"value": value}, None, 17]
    else:
        ways = [json.dumps(value), None]
    return random.choice(ways)


@fault("schema", "wrong_enum")
def wrong_enum(specimen: Specimen, random: Random) -> Planted | None:
    """A value is none of those that the schema lists."""
    for made in calls(specimen, random):
        for name, value in random.sample([*made.arguments.items()], len(made.arguments)):
            if isinstance(value, str) and value and "enum" in _property(made, name):
                wrong = random.choice(
                    (f"{value}s", f"very_{value}", value.swapcase(), f"{value} (default)", value[:-1])
                )
                if fits(made, made.arguments) and not fits(made, made.arguments | {name: wrong}):
                    return _argument(specimen, made, name, wrong, random)
    return None


@fault("format", "malformed_json", "schema")
def malformed_json(specimen: Specimen, random: Random) -> Planted | None:
    """The arguments of a call are not JSON: cut off, in single quotes, or with a comma too many."""
    for made in calls(specimen, random):
        text = json.dumps(made.arguments, ensure_ascii=False)
        ways = [text[:-1], text[: len(text) * 2 // 3], text.replace('"', "'"), text[:-1] + ",}", text[1:]]
        broken = [way for way in ways if not _is_json(way)]
        wrong = random.choice(broken) if made.arguments and broken else None
        fresh = specimen.with_raw_arguments(made, wrong) if wrong else None
        if fresh is not None:
            return Planted(fresh, frozenset({made.turn}), detail=str(wrong))
    return None


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


@fault("format", "orphan_result")
def orphan_result(specimen: Specimen, random: Random) -> Planted | None:
    """A result stands there that no call asked for."""
    for made in answered(specimen, random):
        assert made.answered_in is not None
        fresh = specimen.with_orphan(made)
        return Planted(fresh, frozenset({made.answered_in, made.answered_in + 1, made.turn}))
    return None


@fault("format", "unanswered_call")
def dropped_result(specimen: Specimen, random: Random) -> Planted | None:
    """A call in the middle of the dialogue has lost its result."""
    last = specimen.heard()[-1].turn
    for made in answered(specimen, random):
        assert made.answered_in is not None
        if made.answered_in != last:
            return Planted(specimen.without_result(made), frozenset({made.turn, made.answered_in}))
    return None


@fault("unknown_tool")
def tool_before_its_offer(specimen: Specimen, random: Random) -> Planted | None:
    """A tool is called before the user has brought it along."""
    late = specimen.with_offers_later()
    return late and Planted(late.specimen, late.turns)


@fault("observation_schema")
def misshapen_result(specimen: Specimen, random: Random) -> Planted | None:
    """A result has a field too few, or one of another type, than the tool promises."""
    for made in answered(specimen, random):
        result = made.result
        if isinstance(result, dict) and result and made.returns and not made.failed:
            name = random.choice([*result])
            rest: Arguments = {key: value for key, value in result.items() if key != name}
            twisted: Arguments = {**result, name: [[result[name]]]}
            wrong = random.choice((rest, twisted))
            if not fits(made._replace(schema=made.returns), wrong):
                return Planted(specimen.with_result(made, wrong), frozenset({made.turn, made.answered_in or 0}), name)
    return None
