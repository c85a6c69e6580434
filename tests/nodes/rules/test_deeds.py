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
        ("begin_draft", "Creates a document with a heading."),
        ("record_heading", "Records a heading."),
        ("transcribe_record", "Transcribes a record of a document."),
        ("mark_unread", "Marks a document as not read."),
        ("authenticate", "Opens the door."),
        ("get_copy", "Copies a document."),
        ("copy_text", "Copies the text of a document."),
    )
)


@pytest.fixture
def dialogue(sound: Dialogue):
    """One call of a tool, and what the reply says of it."""

    def make(tool: str, reply: str, file: str = "plan.txt") -> Dialogue:
        call = Call(id="call_1", name=tool, arguments=(Argument(name="file", value=file, source=Said(turn=1)),))
        turns = (
            UserTurn(id=1, subtask=0, text=f"My document is {file}, order number 5, for Ana, ana.ruiz@fernmail.com."),
            AssistantTurn(id=2, subtask=0, calls=(call,)),
            ToolTurn(id=3, subtask=0, observations=(Observation(call="call_1", content={"file": file}),)),
            AssistantTurn(id=4, subtask=0, text=reply),
        )
        return sound.model_copy(update={"tools": TOOLS, "turns": turns})

    return make


DONE = [
    ("create_document", "I created the document plan.txt."),
    ("create_document", "I created the cheaper one."),
    ("get_document", "I'd gladly tell you which documents are deleted, but I cannot see them."),
    ("add_heading", "I added a heading to the document."),
    ("add_heading", "I created the document's heading."),
    ("share_document", "I have given ana.ruiz@fernmail.com permission to read it."),
    ("begin_draft", "I created a heading. I updated the heading of the document."),
    ("get_copy", "I copied the document."),
]
UNDONE = [
    ("add_heading", "I added a heading to the document. I created the document for you."),
    ("add_heading", "I have given ana.ruiz@fernmail.com permission to read the document."),
    ("add_heading", "I've updated your phone number."),
    ("get_document", "I also refunded the order."),
    ("create_document", "I've set a reminder for tomorrow morning."),
    ("get_document", "I refunded the dearer one."),
    ("get_document", "I created the document minutes-may.txt."),
    ("transcribe_record", "I recorded the document heading. I transcribed a record of the document."),
    ("add_heading", "I marked the document as not read."),
    ("add_heading", "I authenticated for the file plan.txt."),
]


@pytest.mark.parametrize(("tool", "reply"), DONE)
def test_a_deed_may_be_told_by_another_word_than_the_tools(dialogue, tool: str, reply: str) -> None:
    assert check(dialogue(tool, reply), RULES) == ()


@pytest.mark.parametrize(("tool", "reply"), UNDONE)
def test_a_call_that_did_something_else_is_no_proof_of_a_deed(dialogue, tool: str, reply: str) -> None:
    assert {finding.kind for finding in check(dialogue(tool, reply), RULES)} == {"undone_claim"}


def test_a_title_that_a_call_was_told_is_no_deed(dialogue) -> None:
    found = check(dialogue("add_heading", "I shared the document.", file="Shared by us all"), RULES)
    assert [finding.kind for finding in found] == ["undone_claim"]
