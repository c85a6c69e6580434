"""One line of a journal."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from graph.journal.entry import Entry, Key, hash_of, hash_of_call, header, line_of, read_entry
from state.environment import Result
from state.model import Flaw, Reply, Usage

KEY = Key("d000001", "0" * 32, 2)
TEXTS = some.text(some.characters(exclude_categories=()))
CONTENTS = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False) | TEXTS,
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@given(
    text=TEXTS,
    reasoning=some.none() | TEXTS,
    tokens=some.integers(0, 2**60),
    cut_off=some.booleans(),
    refused=some.booleans(),
)
def test_a_reply_comes_back_as_it_was_whatever_it_says(text, reasoning, tokens, cut_off, refused):
    flaws = (Flaw(kind="wrong", turn=None, detail=text),)
    usage = Usage(prompt_tokens=tokens, reasoning_tokens=3)
    reply = Reply(
        text=text, model="m", usage=usage, cut_off=cut_off, refused=refused, reasoning=reasoning, planted=flaws
    )
    line = line_of(Entry(KEY, reply, "judge"))
    assert (line.count(b"\n"), line[-1:]) == (1, b"\n")
    assert read_entry(line) == Entry(KEY, reply, "judge")


@given(content=CONTENTS, error=some.booleans())
def test_a_result_of_a_tool_comes_back_as_it_was(content, error):
    entry = Entry(KEY, Result(content, error))
    assert read_entry(line_of(entry)) == entry


@pytest.mark.parametrize("number", [float("nan"), float("inf"), 2**64 + 1, -(2**70) + 1])
def test_numbers_of_every_kind_come_back_as_they_were(number):
    assert repr(read_entry(line_of(Entry(KEY, Result([number])))).answer.content) == repr([number])


def test_a_recording_keeps_the_words_of_the_request(request_of):
    told = json.loads(line_of(Entry(KEY, Reply(text="{}", model="m"), "writer"), request_of("Who?")))
    assert told["request"]["messages"][-1] == {"role": "user", "content": "Who?"}
    assert (told["request"]["node"], told["request"]["shape"]) == ("fill", "Answer")


def test_requests_are_told_apart_by_role_words_and_shape_only(request_of):
    same = {hash_of(request_of()), hash_of(request_of(dialogue="d000009")), hash_of(request_of(node="inject"))}
    others = {hash_of(request_of("What? ")), hash_of(request_of(role="judge")), hash_of(request_of(shape="Ruling"))}
    assert (len(same), len(same | others)) == (1, 4)


def test_a_first_message_that_was_hashed_before_changes_no_hash(request_of):
    one = request_of("Who?")
    first, asked = one.messages
    for update in ({}, {"role": "judge"}, {"messages": (first,)}, {"messages": (first, asked, asked)}):
        again = one.model_copy(update=update)
        fresh = tuple(message.model_copy() for message in again.messages)
        assert hash_of(again) == hash_of(again.model_copy(update={"messages": fresh}))


def test_words_cannot_move_from_one_message_to_the_next(request_of):
    one, two = request_of("ab"), request_of("ab")
    system, user = one.messages
    moved = (system.model_copy(update={"content": "You help.a"}), user.model_copy(update={"content": "b"}))
    assert hash_of(two.model_copy(update={"messages": moved})) != hash_of(one)


def test_calls_are_told_apart_by_name_and_values():
    assert len({hash_of_call("a", {}), hash_of_call("b", {}), hash_of_call("a", {"x": 1}), hash_of_call("a", {})}) == 3


@given(some.binary() | CONTENTS.map(json.dumps).map(str.encode))
def test_what_is_no_entry_is_said_to_be_none(line):
    with pytest.raises(ValueError):
        read_entry(line)


@pytest.mark.parametrize(
    "line",
    [
        b'{"id": 1, "key": "k", "n": 0, "reply": {"text": "", "model": "m"}}',
        b'{"id": "d", "key": "k", "n": 0, "reply": {"text": ""}}',
        b'{"id": "d", "key": "k", "n": 0, "reply": {"text": "", "model": "m", "later": 1}}',
        b'{"id": "d", "key": "k", "n": 0, "result": {"what": 1}}',
        b'{"id": "d", "key": "k", "n": 0}',
        b"[" * 100_000,
        header(recorded=True),
    ],
)
def test_what_is_nearly_an_entry_is_none(line):
    with pytest.raises(ValueError):
        read_entry(line)
