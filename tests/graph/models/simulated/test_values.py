"""Inventing values: whatever the schema, the value obeys it."""

from random import Random

import jsonschema_rs
import pytest

from graph.models.simulated.values import invent

SCHEMAS = (
    {"type": "string", "enum": ["a", "b"]},
    {"type": "integer", "minimum": 200, "maximum": 210},
    {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
    {"type": "array", "items": {"type": "number"}, "minItems": 3},
    {"type": "object", "properties": {"name": {"type": "string"}, "size": {"type": "integer"}}, "required": ["size"]},
    {"anyOf": [{"type": "null"}, {"type": "boolean"}]},
    {"type": "string", "format": "uuid"},
    {"type": "string", "minLength": 40},
    {"type": ["integer", "null"]},
    {"const": 7},
)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_an_invented_value_obeys_its_schema(schema):
    for seed in range(20):
        assert jsonschema_rs.is_valid(schema, invent("thing", schema, schema, Random(seed)))


def test_the_examples_of_a_description_are_taken_up():
    schema = {"type": "string", "description": "IANA name (e.g., 'Europe/Vienna')"}
    values = {invent("zone", schema, schema, Random(seed)) for seed in range(20)}

    assert "Europe/Vienna" in values


def test_an_impossible_schema_gives_nothing():
    schema = {"type": "string", "pattern": "^[0-9]{5}Q$"}

    assert invent("code", schema, schema, Random(1)) is None
