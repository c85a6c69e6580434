"""Names that every provider accepts."""

import re

import pytest

from graph.tools.naming import legal_names


def _names(*named):
    return legal_names(named)


@pytest.mark.parametrize(
    ("name", "legal"),
    [
        ("get_user-2", "get_user-2"),
        ("requests.get", "requests_get"),
        ("first aid / help ", "first_aid_help"),
        ("café.menü", "cafe_menu"),
        ("x" * 70, "x" * 64),
    ],
)
def test_a_name_is_changed_only_where_it_must_be(name, legal):
    assert _names(("", name)) == [legal]


def test_a_name_without_a_legal_letter_is_replaced_by_one_that_stays_the_same():
    [first], [second] = _names(("", "旅游攻略生成器")), _names(("S", "旅游攻略生成器"))
    assert re.fullmatch("tool_[0-9a-f]{8}", first)
    assert first == second


def test_a_clash_after_renaming_gets_a_suffix_and_the_legal_name_stays():
    assert _names(("", "a.b"), ("", "a b"), ("", "a_b")) == ["a_b_2", "a_b_3", "a_b"]
    assert _names(("", "x" * 70), ("", "x" * 71)) == ["x" * 64, "x" * 62 + "_2"]


def test_the_same_name_on_two_servers_is_no_clash():
    assert _names(("S", "a.b"), ("T", "a.b"), ("U", "a_b")) == ["a_b", "a_b", "a_b"]
