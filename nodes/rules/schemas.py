"""JSON Schema validators, built once for each schema."""

from typing import Any

import jsonschema_rs

from state.remember import remembered


def problems(schema: dict[str, Any], value: object) -> list[tuple[str, str]]:
    """What is wrong with a value: (path, message) pairs, the path dotted. A schema that is none accepts all."""
    validator = _validator(schema)
    errors = validator.iter_errors(value) if validator else ()
    return [(".".join(map(str, error.instance_path)), error.message) for error in errors]


def is_valid_schema(schema: dict[str, Any]) -> bool:
    """Whether this is JSON Schema at all."""
    return _validator(schema) is not None


@remembered(4096)
def _validator(schema: dict[str, Any]) -> jsonschema_rs.Validator | None:
    try:
        return jsonschema_rs.validator_for(schema)
    except (ValueError, TypeError):
        return None
