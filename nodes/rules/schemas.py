"""JSON Schema validators, built once for each schema."""

import json
from functools import lru_cache
from typing import Any

import jsonschema_rs


def problems(schema: dict[str, Any], value: object) -> list[tuple[str, str]]:
    """What is wrong with a value: (path, message) pairs, the path dotted. A schema that is none accepts all."""
    validator = _validator(json.dumps(schema))
    errors = validator.iter_errors(value) if validator else ()
    return [(".".join(map(str, error.instance_path)), error.message) for error in errors]


def is_valid_schema(schema: dict[str, Any]) -> bool:
    """Whether this is JSON Schema at all."""
    return _validator(json.dumps(schema)) is not None


@lru_cache(maxsize=4096)
def _validator(schema: str) -> jsonschema_rs.Validator | None:
    try:
        return jsonschema_rs.validator_for(json.loads(schema))
    except (ValueError, TypeError):
        return None
