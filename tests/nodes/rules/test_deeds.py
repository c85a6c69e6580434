"""Deeds that replies tell of, against the calls that were made and those that were left alone."""

import pytest

from nodes.rules.catalogue import RULES
from nodes.rules.rule import check
from state.dialogue import Argument, AssistantTurn, Call, Dialogue, Observation, ToolTurn, UserTurn
from state.source import Said
from state.tool import Tool

SCHEMA = {"type": "object", "properties": {"file": {"type": "string"}}, "required": ["file"]}
TOOLS = tuple(
    Tool(name=name, description=description, parameters=SCHEMA)
    for name, description in (
        ("create_document", "Create a new document."),
        ("add_heading", "Add a heading to a document."),
        ("share_document", "Let somebody read a document: gives permission."),
        ("get_document", "Returns the text of a document and its refunds."),
    )
)


@pytest.fixture
def dialogue(sound: Dialogue):
    """One call of a tool, and what the reply says of it."""

    def make(tool: str, reply: str) -> Dialogue:
        call = Call(id="call_1", name=tool, arguments=(Argument(name="file", value="plan.txt", source=Said(turn=1)),))
        turns = (
            UserTurn(id=1, subtask=0, text="My document is plan.txt, order number 5, for Ana, ana.ruiz@fernmail.com."),
            AssistantTurn(id=2, subtask=0, calls=(call,)),
            ToolTurn(id=3, subtask=0, observations=(Observation(call="call_1", content={"file": "plan.txt"}),)),
            AssistantTurn(id=4, subtask=0, text=reply),
        )
        return sound.model_copy(update={"tools": TOOLS, "turns": turns})

    return make


DONE = [
    ("create_document", "I created the document plan.txt."),
    ("add_heading", "I added a heading to the document."),
    ("add_heading", "I created the document's heading."),
    ("share_document", "I have given ana.ruiz@fernmail.com permission to read it."),
]
UNDONE = [
    ("add_heading", "I added a heading to the document. I created the document for you."),
    ("add_heading", "I have given ana.ruiz@fernmail.com permission to read the document."),
    ("add_heading", "I've updated your phone number."),
    ("get_document", "I also refunded the order."),
    ("get_document", "I created the document minutes-may.txt."),
]


@pytest.mark.parametrize(("tool", "reply"), DONE)
def test_a_deed_may_be_told_by_another_word_than_the_tools(dialogue, tool: str, reply: str) -> None:
    assert check(dialogue(tool, reply), RULES) == ()


@pytest.mark.parametrize(("tool", "reply"), UNDONE)
def test_a_call_that_did_something_else_is_no_proof_of_a_deed(dialogue, tool: str, reply: str) -> None:
    assert {finding.kind for finding in check(dialogue(tool, reply), RULES)} == {"undone_claim"}
