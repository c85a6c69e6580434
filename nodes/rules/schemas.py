"""JSON Schema validators, built once for each schema."""

import json
from functools import lru_cache
from typing import Any

import jsonschema_rs
from pydantic import JsonValue

from state.remember import remembered
from state.tool import Tool


def argument_problems(tool: Tool, values: dict[str, JsonValue]) -> list[tuple[str, str]]:
    """What is wrong with the arguments of a call, as `problems` says it."""
    return _problems(_argument_validator(tool), values)


@remembered
def _argument_validator(tool: Tool) -> jsonschema_rs.Validator | None:
    return _validator(json.dumps(tool.parameters))


@remembered
def has_valid_schema(tool: Tool) -> bool:
    """Whether the tool's parameters are JSON Schema at all."""
    return _argument_validator(tool) is not None


def problems(schema: dict[str, Any], value: object) -> list[tuple[str, str]]:
    """What is wrong with a value: (path, message) pairs, the path dotted. A schema that is none accepts all."""
    return _problems(_validator(json.dumps(schema)), value)


def _problems(validator: jsonschema_rs.Validator | None, value: object) -> list[tuple[str, str]]:
    errors = validator.iter_errors(value) if validator else ()
    return [(".".join(map(str, error.instance_path)), error.message) for error in errors]


@lru_cache(maxsize=4096)
def _validator(schema: str) -> jsonschema_rs.Validator | None:
    try:
        return jsonschema_rs.validator_for(json.loads(schema))
    except (ValueError, TypeError):
        return None
