"""What an endpoint is told beforehand, and the stories of calls."""

import asyncio
from collections import Counter

import pytest

from graph.benchmarks.whisper import SERVED, Stories, Whisper
from state.errors import EndpointError
from state.model import Message

QUESTION = (Message(role="system", content="s"), Message(role="user", content="u"))
AGAIN = (*QUESTION, Message(role="assistant", content="?"), Message(role="user", content="wrong"))


@pytest.fixture
def whisper() -> Whisper:
    """One that knows of nothing yet."""
    return Whisper()


def _body(messages: tuple[Message, ...]) -> dict[str, object]:
    return {"messages": [message.model_dump() for message in messages]}


def _ask(whisper: Whisper, messages: tuple[Message, ...], *met: str, error: BaseException | None = None) -> None:
    with whisper.telling(messages, "text"):
        for kind in met:
            whisper.note(_body(messages), kind)
        if error:
            raise error


def test_the_endpoint_knows_the_answer_while_the_question_is_on_its_way(whisper) -> None:
    with whisper.telling(QUESTION, "text"):
        assert whisper.answer(_body(QUESTION)) == "text"
        assert whisper.answer(_body(AGAIN)) is None
    assert whisper.answer(_body(QUESTION)) is None


def test_a_fault_before_a_reply_was_asked_again(whisper) -> None:
    _ask(whisper, QUESTION, "500", "429", SERVED)
    assert whisper.finished() == Stories(asked_again=Counter({"500": 1, "429": 1}))


def test_a_fault_that_reached_a_node_was_asked_again_where_the_node_did(whisper) -> None:
    _ask(whisper, QUESTION, "empty")
    _ask(whisper, AGAIN, "null")
    assert whisper.finished() == Stories(asked_again=Counter({"empty": 1}), handed_on=Counter({"null": 1}))


def test_the_last_fault_of_a_call_ended_it_or_was_dropped_with_its_dialogue(whisper) -> None:
    with pytest.raises(EndpointError):
        _ask(whisper, QUESTION, "500", "401", error=EndpointError("401"))
    with pytest.raises(asyncio.CancelledError):
        _ask(whisper, QUESTION, "silence", error=asyncio.CancelledError())
    ended, dropped = Counter({"401": 1}), Counter({"silence": 1})
    assert whisper.finished() == Stories(asked_again=Counter({"500": 1}), ended=ended, dropped=dropped)
