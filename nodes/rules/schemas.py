"""JSON Schema validators, built once for each schema."""

import json
from functools import lru_cache
from typing import Any

import jsonschema_rs


def problems(schema: dict[str, Any], value: object) -> list[tuple[str, str]]:
    """What is wrong with a value: (path, message) pairs, the path dotted. A schema that is none accepts all."""
    if not is_valid_schema(schema):
        return []
    validator = _validator(json.dumps(schema, sort_keys=True))
    return [(".".join(map(str, error.instance_path)), error.message) for error in validator.iter_errors(value)]


def is_valid_schema(schema: dict[str, Any]) -> bool:
    """Whether this is JSON Schema at all."""
    try:
        _validator(json.dumps(schema, sort_keys=True))
    except (ValueError, TypeError):
        return False
    return True


@lru_cache(maxsize=4096)
def _validator(schema: str) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(json.loads(schema))
