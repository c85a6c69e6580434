"""Addresses, and what must not be seen of them."""

import pytest

from graph.models.endpoint import Endpoint
from state.errors import ConfigurationError


@pytest.mark.parametrize(
    ("url", "posted_to", "place"),
    [
        (None, "https://api.openai.com/v1/chat/completions", "https://api.openai.com/v1"),
        ("http://h:8000/v1", "http://h:8000/v1/chat/completions", "http://h:8000/v1"),
        ("http://h/v1/", "http://h/v1/chat/completions", "http://h/v1"),
        ("http://h", "http://h/chat/completions", "http://h"),
        ("https://u:p@h/v1?token=t#f", "https://h/v1/chat/completions?token=t", "https://h/v1"),
    ],
)
def test_questions_go_to_the_right_place_and_only_the_harmless_part_is_shown(url, posted_to, place):
    endpoint = Endpoint(base_url=url)
    assert (endpoint.completions_url, endpoint.place) == (posted_to, place)


def test_credentials_are_taken_out_of_any_text(monkeypatch):
    monkeypatch.setenv("KEY", "sk-1234")
    endpoint = Endpoint(base_url="http://anna:p%2Fword@h/v1?token=tok%3D1&x=", key_variable="KEY")
    told = "sk-1234 anna p/word p%2Fword tok%3D1 tok=1\nBasic YW5uYTpwL3dvcmQ= http://anna:p%2Fword@h"
    assert endpoint.hidden(told) == "*** *** *** *** *** *** Basic *** http://***:***@h"
    assert "anna" not in repr(endpoint)


def test_a_secret_is_taken_out_before_a_text_is_shortened(monkeypatch):
    monkeypatch.setenv("KEY", "sk-" + "1" * 30)
    hidden = Endpoint(base_url="http://h", key_variable="KEY").hidden("x" * 385 + "sk-" + "1" * 30)
    assert "1" not in hidden
    assert len(hidden) <= 400


def test_a_password_of_one_letter_does_not_black_out_everything():
    assert Endpoint(base_url="http://u:a@h/v1").hidden("a bad day") == "a bad day"


def test_endpoints_are_the_same_whatever_the_slash():
    assert Endpoint(base_url="http://h/v1/").identity == Endpoint(base_url="http://h/v1", timeout=3).identity
    assert Endpoint(base_url="http://h/v1").identity != Endpoint(base_url="http://h/v1", key_variable="B").identity


@pytest.mark.parametrize(
    "url", ["localhost:8000", "ftp://host/v1", "http://", "http://[::1", "http://host:99999/v1", "http://host:0/v1"]
)
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(ConfigurationError, match="expected one such as http://localhost:8000/v1"):
        Endpoint(base_url=url).refuse_if_unusable()
