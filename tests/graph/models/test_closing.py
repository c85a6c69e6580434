"""Schemas for strict endpoints."""

import pytest

from graph.models.closing import closed
from state.answers import WrittenAnswer, WrittenRuling, WrittenTask, WrittenTurns


def test_every_object_is_closed_and_every_property_required():
    quotation = {
        "description": "Words that an answer goes by, and where they are said to stand.",
        "type": "object",
        "properties": {"turn": {"type": "integer"}, "quote": {"type": "string"}},
        "required": ["turn", "quote"],
        "additionalProperties": False,
    }
    assert closed(WrittenAnswer.model_json_schema()) == {
        "$defs": {"WrittenEvidence": quotation},
        "description": "The answer to an expert prompt.",
        "type": "object",
        "properties": {
            "reason": {"type": "string"},
            "evidence": {"items": {"$ref": "#/$defs/WrittenEvidence"}, "type": "array"},
            "passed": {"type": "boolean"},
        },
        "required": ["reason", "evidence", "passed"],
        "additionalProperties": False,
    }


def test_definitions_and_choices_are_closed_too():
    inner = {"type": "object", "properties": {"a": {"const": 1, "default": 1}}}
    schema = {
        "$defs": {"In": inner},
        "type": "object",
        "properties": {"x": {"oneOf": [{"$ref": "#/$defs/In"}, {"type": "null"}], "discriminator": {}}},
    }
    assert closed(schema) == {
        "$defs": {
            "In": {
                "type": "object",
                "properties": {"a": {"const": 1}},
                "required": ["a"],
                "additionalProperties": False,
            }
        },
        "type": "object",
        "properties": {"x": {"anyOf": [{"$ref": "#/$defs/In"}, {"type": "null"}]}},
        "required": ["x"],
        "additionalProperties": False,
    }


@pytest.mark.parametrize(
    "schema", [{}, {"type": "object"}, {"type": "array", "items": {}}, {"$defs": {"A": {}}, "type": "string"}]
)
def test_what_takes_anything_cannot_be_closed(schema):
    assert closed(schema) is None


@pytest.mark.parametrize(("shape", "possible"), [(WrittenTask, True), (WrittenRuling, True), (WrittenTurns, False)])
def test_of_our_shapes_only_turns_stay_open_since_arguments_may_be_anything(shape, possible):
    assert (closed(shape.model_json_schema()) is not None) == possible
