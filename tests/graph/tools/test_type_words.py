"""What people write for a type."""

import pytest

from graph.tools.type_words import is_optional, schema_of


@pytest.mark.parametrize(
    ("words", "schema"),
    [
        ("STRING", {"type": "string"}),
        ("float", {"type": "number"}),
        ("HashMap", {"type": "object"}),
        ("any", {}),
        ("", {}),
        ("List[str]", {"type": "array", "items": {"type": "string"}}),
        ("ArrayList<Integer>", {"type": "array", "items": {"type": "integer"}}),
        ("int[]", {"type": "array", "items": {"type": "integer"}}),
        ("Dict[str, int]", {"type": "object"}),
        ("tuple(float, float)", {"type": "array"}),
        ("DATE (YYYY-MM-DD)", {"type": "string", "format": "date"}),
        ("str, optional", {"type": "string"}),
        ("Optional[int]", {"type": "integer"}),
        ("string or integer", {"type": ["string", "integer"]}),
        ("Union[str, None]", {"type": ["string", "null"]}),
        ("array of string", {"type": "array", "items": {"type": "string"}}),
        ("flux capacitor", None),
    ],
)
def test_words_for_a_type_are_understood(words, schema):
    assert schema_of(words) == schema


def test_optional_is_heard_in_the_words_for_a_type():
    assert [is_optional(words) for words in ("str, optional", "Optional[str]", "int (optional)", "str")] == [
        True, True, True, False,
    ]  # fmt: skip
