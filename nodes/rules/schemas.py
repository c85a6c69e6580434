"""JSON Schema validators, built once for each schema and looked up once for each tool."""

import json
from functools import lru_cache

import jsonschema_rs
from pydantic import JsonValue

from state.remember import remembered
from state.tool import Tool

Problem = tuple[str, str]
"""Where in a value, dotted, and what is wrong there."""


def argument_problems(tool: Tool, values: dict[str, JsonValue]) -> list[Problem]:
    """What is wrong with the arguments of a call. A schema that is none accepts all."""
    return _problems(_argument_validator(tool), values)


@remembered
def _argument_validator(tool: Tool) -> jsonschema_rs.Validator | None:
    return _validator(json.dumps(tool.parameters))


@remembered
def has_valid_schema(tool: Tool) -> bool:
    """Whether the tool's parameters are JSON Schema at all."""
    return _argument_validator(tool) is not None


def result_problems(tool: Tool, content: JsonValue) -> list[Problem]:
    """What in a result is not as the tool says that it returns; nothing where it does not say."""
    return _problems(_result_validator(tool), content)


@remembered
def _result_validator(tool: Tool) -> jsonschema_rs.Validator | None:
    return None if tool.returns is None else _validator(json.dumps(tool.returns))


def _problems(validator: jsonschema_rs.Validator | None, value: object) -> list[Problem]:
    errors = validator.iter_errors(value) if validator else ()
    return [(".".join(map(str, error.instance_path)), error.message) for error in errors]


@lru_cache(maxsize=4096)
def _validator(schema: str) -> jsonschema_rs.Validator | None:
    try:
        return jsonschema_rs.validator_for(json.loads(schema))
    except (ValueError, TypeError):
        return None
