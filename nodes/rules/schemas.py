"""JSON Schema validators, built once for each schema and once looked up for each tool."""

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import jsonschema_rs

from state.remember import remembered
from state.tool import Tool

Problem = tuple[str, str]
"""Where in a value, dotted, and what is wrong there."""


def wrong_arguments(tool: Tool, values: object) -> Iterator[Problem]:
    """What a tool's parameters do not accept. A schema that is none accepts all."""
    return _problems(_accepting(tool), values)


def wrong_result(tool: Tool, content: object) -> Iterator[Problem]:
    """What is not as the tool says that it returns; nothing where it does not say."""
    return _problems(_returning(tool), content)


def is_valid_schema(schema: dict[str, Any]) -> bool:
    """Whether this is JSON Schema at all."""
    return _validator(json.dumps(schema)) is not None


def _problems(validator: jsonschema_rs.Validator | None, value: object) -> Iterator[Problem]:
    for error in validator.iter_errors(value) if validator else ():
        yield ".".join(map(str, error.instance_path)), error.message


@remembered
def _accepting(tool: Tool) -> jsonschema_rs.Validator | None:
    return _validator(json.dumps(tool.parameters))


@remembered
def _returning(tool: Tool) -> jsonschema_rs.Validator | None:
    return None if tool.returns is None else _validator(json.dumps(tool.returns))


@lru_cache(maxsize=4096)
def _validator(schema: str) -> jsonschema_rs.Validator | None:
    try:
        return jsonschema_rs.validator_for(json.loads(schema))
    except (ValueError, TypeError):
        return None
