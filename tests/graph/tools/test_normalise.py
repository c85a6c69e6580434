"""Schemas as they occur in the wild, and the valid ones they become."""

from collections import Counter

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.tools.normalise import Unfit, normalised_parameters

CITY = {"type": "object", "properties": {"city": {"type": "string"}}}


def _properties(raw, required=None):
    return normalised_parameters(raw, required, Counter())["properties"]


def test_a_valid_schema_is_left_as_it_was_and_nothing_is_noted():
    notes = Counter()
    schema = {
        "type": "object",
        "properties": {
            "type": {"type": "string", "enum": ["a", "b"]},
            "from": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/D"}]},
        },
        "required": ["type"],
        "$defs": {"D": {"type": "object", "properties": {"next": {"$ref": "#/$defs/D"}}}},
        "additionalProperties": False,
    }
    assert normalised_parameters(schema, None, notes) == schema
    assert +notes == Counter()


@pytest.mark.parametrize(
    "raw",
    [
        {"type": "dict", "properties": {"city": {"type": "str"}}},
        {"type": ["object", "null"], "properties": {"city": {"type": "STRING"}}},
        {"properties": [{"name": "city", "type": "string"}]},
        {"city": {"type": "string"}},
        {"type": "object", "city": {"type": "string"}},
        {"city": "string"},
        [{"name": "city", "type": "string"}],
        {"type": "object", "properties": {"type": "object", "properties": {"city": {"type": "string"}}}},
        {"properties": {"city": {"type": "string", "minLength": "3", "pattern": "(?<", "default": ""}}},
        {"type": "object", "properties": {"city": {"type": "string", "$ref": "#/$defs/Gone", "$id": "x"}}},
        {"type": "object", "properties": {"city": {"type": "string", "$ref": "https://example.com/city.json"}}},
        {"$schema": "http://json-schema.org/draft-07/schema#", **CITY, "required": None, "$defs": {"Unused": {}}},
    ],
)  # fmt: skip
def test_every_way_to_write_one_argument_gives_the_same_schema(raw):
    assert normalised_parameters(raw, None, Counter()) == CITY


@pytest.mark.parametrize(
    ("raw", "required"),
    [
        ({**CITY, "required": ["city", "country"]}, None),
        ({"type": "object", "properties": {"city": {"type": "string"}, "required": ["city"]}}, None),
        ({"city": {"type": "string"}, "required": ["city"]}, None),
        ({"type": "object", "properties": {"city": {"type": "string", "required": True}}}, None),
        ([{"name": "city", "type": "string", "required": True}], None),
        (CITY, ["city"]),
    ],
)
def test_required_names_are_found_wherever_they_stand(raw, required):
    assert normalised_parameters(raw, required, Counter()) == {**CITY, "required": ["city"]}


def test_an_argument_called_optional_by_its_type_is_not_required():
    raw = {"type": "object", "properties": {"city": {"type": "str, optional"}}, "required": ["city"]}
    assert normalised_parameters(raw, None, Counter()).get("required", []) == []


@pytest.mark.parametrize(
    ("raw", "schema"),
    [
        ({"type": "integer", "enum": ["1", "2", "2"]}, {"type": "integer", "enum": [1, 2]}),
        ({"type": "string", "enum": [1, 2]}, {"type": "string", "enum": ["1", "2"]}),
        ({"type": "integer", "enum": ["low", "high"]}, {"enum": ["low", "high"]}),
        ({"type": "array", "enum": ["a", "b"]}, {"type": "array", "items": {"enum": ["a", "b"]}}),
        ({"type": "string", "enum": []}, {"type": "string"}),
        ({"type": "integer", "default": "5"}, {"type": "integer", "default": 5}),
        ({"type": "boolean", "default": "False"}, {"type": "boolean", "default": False}),
        ({"type": "integer", "default": "many"}, {"type": "integer"}),
        ({"type": "number", "minimum": 0, "exclusiveMinimum": True}, {"type": "number", "exclusiveMinimum": 0}),
        ({"type": "array", "items": [{"type": "int"}]}, {"type": "array", "prefixItems": [{"type": "integer"}]}),
        ({"type": "list", "items": "str"}, {"type": "array", "items": {"type": "string"}}),
        ({"type": ["string", "null"]}, {"type": ["string", "null"]}),
        ({"type": "flux capacitor"}, {}),
        ("the name of the city", {"description": "the name of the city"}),
        (True, {}),
        (None, {}),
    ],
)
def test_the_schema_of_one_argument_is_mended(raw, schema):
    assert _properties({"type": "object", "properties": {"it": raw}}) == {"it": schema}


@pytest.mark.parametrize("raw", [None, {}, "", [], {"type": "object"}, {"type": "object", "properties": None}])
def test_no_parameters_is_an_object_without_properties(raw):
    assert normalised_parameters(raw, None, Counter()) == {"type": "object", "properties": {}}


def test_references_that_only_go_round_are_removed():
    raw = {
        "properties": {"a": {"$ref": "#/$defs/x"}},
        "$defs": {"x": {"$ref": "#/$defs/y"}, "y": {"$ref": "#/$defs/x"}},
    }
    assert _properties(raw) == {"a": {}}


@pytest.mark.parametrize("raw", [7, "city", ["city"], {"type": "string"}, {"type": "array", "items": {}}])
def test_what_names_no_arguments_is_unfit(raw):
    with pytest.raises(Unfit):
        normalised_parameters(raw, None, Counter())


def test_a_schema_nested_too_deeply_is_unfit():
    deep: dict[str, object] = {}
    for _ in range(5000):
        deep = {"type": "object", "properties": {"inner": deep}}
    with pytest.raises(Unfit, match="nested too deeply"):
        normalised_parameters(deep, None, Counter())


SCHEMA_WORDS = (
    "type",
    "properties",
    "required",
    "items",
    "enum",
    "default",
    "anyOf",
    "$ref",
    "$defs",
    "pattern",
    "not",
)
OTHER_WORDS = ("patternProperties", "additionalProperties", "exclusiveMinimum", "minimum", "city", "name", "if")
KEYWORDS = st.sampled_from((*SCHEMA_WORDS, *OTHER_WORDS))
WORDS = st.sampled_from(["", "string", "str", "object", "int, optional", "#", "#/$defs/city", "(", "a+", "List[", "~"])
LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | WORDS
ANYTHING = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYWORDS, inner, max_size=5), max_leaves=25
)


@settings(derandomize=True, database=None, deadline=None)
@given(ANYTHING, ANYTHING)
def test_anything_becomes_a_valid_schema_of_an_object_or_is_unfit(raw, required):
    try:
        schema = normalised_parameters(raw, required, Counter())
    except Unfit:
        return
    jsonschema_rs.meta.validate(schema)
    jsonschema_rs.validator_for(schema)
    assert schema["type"] == "object"
    assert all(isinstance(one, dict) for one in schema["properties"].values())
