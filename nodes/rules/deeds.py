"""Deeds that a reply tells of: somebody did them, or a tool said that they are done."""

import re
from functools import lru_cache

from nodes.rules.claims import Claim, claims, words_of
from nodes.rules.rule import Complaint, Complaints, rule
from nodes.rules.search.seen import Piece, seen
from state.dialogue import AssistantTurn, Dialogue, Step
from state.remember import remembered

_READING = re.compile(
    r"(?:get|list|search|find|check|show|read|view|look|query|fetch|retrieve|display|count)(?![a-z])", re.IGNORECASE
)
_OF_THE_REPLY = frozenset({
    "answer", "below", "code", "comment", "comments", "details", "draft", "essay", "example", "examples",
    "explanation", "line", "list", "note", "notes", "paragraph", "poem", "section", "story", "summary", "table", "text",
})  # fmt: skip
_NEAREST = 3
"""Of the words for a deed, those that mean the same; the others may lead to it."""
_FEW = 40
"""Letters of an argument that may say what a call is about; longer ones are texts."""


@rule("undone_claim")
def deeds_in_replies_were_done(dialogue: Dialogue) -> Complaints:
    """What a reply says was done, a call did, or a result or a user said that it was."""
    for position, turn in enumerate(dialogue.turns):
        if isinstance(turn, AssistantTurn) and turn.text and not turn.drafted:
            for claim in dict.fromkeys(claims(turn.text)):
                if _is_undone(dialogue, position, claim):
                    yield Complaint(turn.id, f"{claim.words!r}, but no call did that", "text", claim.words)


def _is_undone(dialogue: Dialogue, position: int, claim: Claim) -> bool:
    if _has_a_tool_left_alone(dialogue, position, claim):
        return True
    if claim.deed is None:
        return False
    stems = tuple(claim.deed.doing.split())
    called = [words for place, words in _called(dialogue) if place < position]
    done = any(word.startswith(stems) for words in called for word in words) or _is_told(dialogue, position, claim)
    known = _is_known(dialogue, position, claim)
    return not (done and known) and _takes_a_tool(dialogue, position, claim, known)


def _has_a_tool_left_alone(dialogue: Dialogue, position: int, claim: Claim) -> bool:
    """Whether tools on offer are named after just this deed and thing, and no tool of this deed was called."""
    if not claim.things or len(claim.stem) < len("add") or _READING.match(claim.stem):
        return False
    names = {name: words_of(name) for name in dialogue.tools_at(dialogue.turns[position].id)}
    of_the_deed = {name: words for name, words in names.items() if _begin(words, (claim.stem,))}
    named = {name for name, words in of_the_deed.items() if _begin(words, claim.thing_stems)}
    if not named or any(step.call.name in named for step in _made_before(dialogue, position)):
        return False
    alike = (claim.stem, *(claim.deed.doing.split()[:_NEAREST] if claim.deed else ()))
    called = [words for place, words in _called(dialogue) if place < position]
    return not any(_begin(words, alike) and _begin(words, claim.thing_stems) for words in called)


def _begin(words: frozenset[str], stems: tuple[str, ...]) -> bool:
    return any(word.startswith(stems) for word in words)


def _made_before(dialogue: Dialogue, position: int) -> list[Step]:
    """The calls before a turn that did not fail."""
    return [
        step
        for step in dialogue.steps()
        if dialogue.position(step.turn.id) < position and not (step.observation and step.observation.error)
    ]


def _is_told(dialogue: Dialogue, position: int, claim: Claim) -> bool:
    """Whether a result or a user said that it is done. That somebody did it does not mean that the assistant did."""
    done = claim.deed.done.split() if claim.deed else [claim.word]
    told = re.compile(rf"\b(?:{'|'.join(done)})\b")
    pieces = seen(dialogue).before(position, "result", "user")
    heard = (piece for piece in pieces if not claim.first_person or _is_of_a_deed(piece))
    return any(told.search(piece.plain) for piece in heard)


def _is_of_a_deed(piece: Piece) -> bool:
    return piece.call is not None and not _READING.match(piece.call.name)


def _is_known(dialogue: Dialogue, position: int, claim: Claim) -> bool:
    """Whether anybody had spoken of what it was done to: in a text, a result or a call."""
    stems = claim.thing_stems
    if not stems or any(_begin(words, stems) for place, words in _called(dialogue) if place < position):
        return True
    begun = _beginning(stems)
    return any(begun.search(piece.text) for piece in seen(dialogue).before(position, "user", "result", "assistant"))


@lru_cache(maxsize=1024)
def _beginning(stems: tuple[str, ...]) -> re.Pattern[str]:
    """What finds a word that begins so, inside a name like `fuelLevel` too."""
    return re.compile("|".join(f"(?<![A-Za-z])(?i:{stem})|(?<=[a-z]){stem.capitalize()}" for stem in stems))


def _takes_a_tool(dialogue: Dialogue, position: int, claim: Claim, known: bool) -> bool:
    """Whether doing it takes a tool, or else is done to something that nobody had spoken of.

    Of the rest a reply may mean no more than what it does itself (`I've added a note below`).
    """
    assert claim.deed is not None
    stems = tuple(claim.deed.doing.split()[:2])
    offered = (words_of(name) for name in dialogue.tools_at(dialogue.turns[position].id))
    stranger = claim.first_person and not known and not claim.things & _OF_THE_REPLY
    return claim.deed.needs_a_tool or stranger or any(_begin(words, stems) for words in offered)


@remembered
def _called(dialogue: Dialogue) -> tuple[tuple[int, frozenset[str]], ...]:
    """What each call is about that did something, as far as its name tells, with the position of its turn."""
    return tuple(
        (dialogue.position(step.turn.id), words_of(_described(step)))
        for step in _made_before(dialogue, len(dialogue.turns))
        if not _READING.match(step.call.name)
    )


def _described(step: Step) -> str:
    """The tool's name, the first sentence of what it does, and what it is told in few words."""
    does = step.tool.description.partition(".")[0] if step.tool else ""
    told = (value for value in step.call.values().values() if isinstance(value, str) and len(value) <= _FEW)
    return " ".join((step.call.name, does, *told))
