"""Requests, and a journal in a file of its own."""

import pytest

from graph.journal.journal import Journal
from state.brief import ExpertBrief
from state.model import Message, Request


@pytest.fixture
def request_of(sound):
    """Make a request from its words, role and dialogue."""

    def make(text="What?", role="writer", dialogue="d000000", shape="Answer", node="fill"):
        brief = ExpertBrief(dialogue=sound, task=(), question="dialogue_flow")
        messages = (Message(role="system", content="You help."), Message(role="user", content=text))
        answer = {"title": shape, "type": "object"}
        return Request(
            dialogue_id=dialogue, role=role, node=node, seed=1, brief=brief, messages=messages, answer=answer
        )

    return make


@pytest.fixture
def opened(tmp_path):
    """Open the journal of the test; `done` are the dialogues that have a record."""

    def open(journal=None, done=(), recording=False):
        return (journal or Journal()).open(tmp_path / "journal.jsonl", lambda id: id in done, recording=recording)

    return open
