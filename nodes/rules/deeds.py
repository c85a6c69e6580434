"""Deeds that a reply tells of: somebody did them, or a tool said that they are done."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from nodes.rules.claims import Claim, claims, words_of
from nodes.rules.purposes import READING, Purpose, first_sentence, first_word, only_looks, purpose_of
from nodes.rules.rule import Complaint, Complaints, rule
from nodes.rules.search.seen import Piece, seen
from state.dialogue import AssistantTurn, Call, Dialogue, Step
from state.remember import remembered, remembered_together
from state.tool import Tool

_KEPT_BY_TOOLS = frozenset({"alarm", "alarms", "reminder", "reminders", "timer", "timers"})
"""What is set nowhere but in a tool, though the user may have spoken of one."""

_OF_THE_REPLY = frozenset({
    "answer", "below", "code", "comment", "comments", "details", "draft", "essay", "example", "examples",
    "explanation", "line", "list", "note", "notes", "paragraph", "poem", "section", "story", "summary", "table", "text",
})  # fmt: skip
_NEAREST = 3
"""Of the words for a deed, those that mean the same; the others may lead to it."""
_FEW = 40
"""Letters of an argument that may say what a call is about; longer ones are texts."""
_WORDS = 2
"""Of an argument that may say what a call does (`status="cancelled"`); more are a title or a text."""


@rule("undone_claim")
def deeds_in_replies_were_done(dialogue: Dialogue) -> Complaints:
    """What a reply says was done, a call did, or a result or a user said that it was."""
    for position, turn in enumerate(dialogue.turns):
        if turn.role == "assistant" and turn.text and not turn.drafted and claims(turn.text):
            for claim, fitting in _fitted(turn, *dialogue.tools_at(turn.id).values()):
                if _is_undone(dialogue, position, claim, fitting):
                    yield Complaint(turn.id, f"{claim.words!r}, but no call did that", "text", claim.words)


class _Fitting(NamedTuple):
    """The tools on offer that could do what a claim says."""

    best: frozenset[str]
    """The names of those that fit it best."""
    by_name: bool
    """They have the claim's own verb in their names."""
    any_named: bool
    """At least one is called by a word for the deed."""


@remembered_together
def _fitted(turn: AssistantTurn, *tools: Tool) -> list[tuple[Claim, _Fitting]]:
    """The claims of a reply, which meet the same tools in other versions of a dialogue."""
    return [(claim, _fitting(claim, tools)) for claim in claims(turn.text or "")]


def _fitting(claim: Claim, tools: Sequence[Tool]) -> _Fitting:
    doing = claim.deed.stems if claim.deed else ()
    stems = (claim.stem, *doing[:2])
    any_named = any(_begin(words_of(tool.name), stems) for tool in tools)
    if not claim.things or len(claim.stem) < len("add") or READING.match(claim.stem):
        return _Fitting(frozenset(), False, any_named)
    purposes = [purpose_of(tool) for tool in tools]
    named = _nearest(purposes, (claim.stem,), claim, in_name=True)
    best = named or _nearest(purposes, doing[:_NEAREST] or (claim.stem,), claim, in_name=False)
    return _Fitting(best, bool(named), any_named)


def _is_undone(dialogue: Dialogue, position: int, claim: Claim, fitting: _Fitting) -> bool:
    if fitting.best and _are_left_alone(dialogue, position, claim, fitting):
        return True
    if claim.deed is None:
        return False
    stems = claim.deed.stems
    called = (call for call in _called(dialogue) if call.position < position)
    # What only may lead to the deed has to be what the tool is called, or what it does first.
    does = any(_begin(call.words, stems[:_NEAREST]) or _begin(call.verbs, stems) for call in called)
    done = does or _is_told(dialogue, position, claim)
    known = _is_known(dialogue, position, claim)
    return not (done and known) and _takes_a_tool(claim, fitting, known)


def _are_left_alone(dialogue: Dialogue, position: int, claim: Claim, fitting: _Fitting) -> bool:
    """Whether the tools on offer that fit a claim best were left alone, and no other call did the deed.

    A call by another word or of a like thing may have done it, unless another claim is rather about that call.
    """
    if any(step.call.name in fitting.best or _is_read(step, claim) for step in _made_before(dialogue, position)):
        return False
    doing = claim.deed.stems if claim.deed else ()
    alike = (claim.stem, *(doing[:_NEAREST] if fitting.by_name else doing))
    about = [call for call in _called(dialogue) if call.position < position and _begin(call.words, claim.thing_stems)]
    return not any(_begin(call.does, alike) and not _is_another(dialogue, position, call, claim) for call in about)


def _nearest(purposes: Sequence[Purpose], deed: tuple[str, ...], claim: Claim, in_name: bool) -> frozenset[str]:
    """The tools on offer with the deed in their names, and the thing there too or in what they do: the nearest ones."""
    fitting = {
        purpose.name: _nearness(purpose, claim, deed)
        for purpose in purposes
        if not purpose.reads
        and _begin(purpose.named, deed)
        and _begin(purpose.subject if in_name else purpose.told, claim.thing_stems)
    }
    nearest = max(fitting.values(), default=None)
    return frozenset(name for name, nearness in fitting.items() if nearness == nearest)


def _nearness(purpose: Purpose, claim: Claim, deed: tuple[str, ...]) -> tuple[int, int]:
    """How many things of the claim the tool is about; of tools alike, the one whose name says least besides."""
    besides = [word for word in purpose.named if not word.startswith((*deed, *claim.thing_stems))]
    return _shared(purpose.first, claim), -len(besides)


def _shared(words: frozenset[str], claim: Claim) -> int:
    return sum(_begin(words, (stem,)) for stem in claim.thing_stems)


def _is_another(dialogue: Dialogue, position: int, call: "_Called", claim: Claim) -> bool:
    """Whether a reply up to this one claims what a call did in words that are nearer to it than this claim's."""
    replies = (turn for turn in dialogue.turns[call.position : position + 1] if isinstance(turn, AssistantTurn))
    others = (other for reply in replies for other in claims(reply.text or ""))
    return any(_tells(call, other) > max(_tells(call, claim), (False, True, 0)) for other in others)


def _tells(call: "_Called", claim: Claim) -> tuple[bool, bool, int]:
    """How near a claim is to a call: its name begins with the verb, it has the verb at all, and how many things."""
    return call.name.startswith(claim.stem), _begin(call.verbs, (claim.stem,)), _shared(call.words, claim)


def _is_read(step: Step, claim: Claim) -> bool:
    """Whether a call that only looks at something does so by doing the deed: `get_translation` translates."""
    words = first_word(step.tool) if step.tool and only_looks(step.call.name, step.tool) else frozenset[str]()
    return _begin(words, (claim.stem,))


def _begin(words: frozenset[str], stems: tuple[str, ...]) -> bool:
    return any(word.startswith(stems) for word in words)


def _made_before(dialogue: Dialogue, position: int) -> list[Step]:
    """The calls before a turn that did not fail."""
    return [
        step
        for step in dialogue.steps()
        if step.position < position and not (step.observation and step.observation.error)
    ]


def _is_told(dialogue: Dialogue, position: int, claim: Claim) -> bool:
    """Whether a result or a user said that it is done. That somebody did it does not mean that the assistant did."""
    done = claim.deed.done.split() if claim.deed else [claim.word]
    told = re.compile(rf"\b(?:{'|'.join(done)})\b")
    pieces = seen(dialogue).before(position, "result", "user")
    heard = (piece for piece in pieces if not claim.first_person or _is_of_a_deed(piece))
    return any(told.search(piece.plain) for piece in heard)


def _is_of_a_deed(piece: Piece) -> bool:
    return piece.call is not None and not READING.match(piece.call.name)


def _is_known(dialogue: Dialogue, position: int, claim: Claim) -> bool:
    """Whether anybody had spoken of what it was done to: in a text, a result or a call."""
    stems = claim.thing_stems
    if not stems or any(call.position < position and _begin(call.words, stems) for call in _called(dialogue)):
        return True
    # Of a user's own thing every word has to be known: a phone number is not known where some number is.
    needed = [_beginning((stem,)) for stem in stems] if claim.of_the_user else [_beginning(stems)]
    pieces = [*seen(dialogue).before(position, "user", "result", "assistant")]
    return all(any(begun.search(piece.text) for piece in pieces) for begun in needed)


@lru_cache(maxsize=1024)
def _beginning(stems: tuple[str, ...]) -> re.Pattern[str]:
    """What finds a word that begins so, inside a name like `fuelLevel` too."""
    return re.compile("|".join(f"(?<![A-Za-z])(?i:{stem})|(?<=[a-z]){stem.capitalize()}" for stem in stems))


def _takes_a_tool(claim: Claim, fitting: _Fitting, known: bool) -> bool:
    """Whether doing it takes a tool, or else is done to something that nobody had spoken of.

    Of the rest a reply may mean no more than what it does itself (`I've added a note below`).
    """
    assert claim.deed is not None
    stranger = claim.first_person and not known and not claim.things & _OF_THE_REPLY
    keeps = claim.word == "set" and bool(claim.things & _KEPT_BY_TOOLS)
    return claim.deed.needs_a_tool or keeps or stranger or fitting.any_named


class _Called(NamedTuple):
    """What a call that did something is about, as far as its name tells."""

    position: int
    """Of its turn."""
    name: str
    """In small letters."""
    verbs: frozenset[str]
    """The words of the name, and the first word of what the tool does."""
    does: frozenset[str]
    """Those of the name, of the first sentence of what the tool does, and of what it is told in a word or two."""
    words: frozenset[str]
    """The same, and those of what it is told in few words."""


@remembered
def _called(dialogue: Dialogue) -> tuple[_Called, ...]:
    """The calls that did something."""
    made = ((step.position, _about(step.call, step.tool)) for step in _made_before(dialogue, len(dialogue.turns)))
    return tuple(_Called(position, *about) for position, about in made if about)


@remembered_together
def _about(call: Call, tool: Tool | None) -> tuple[str, frozenset[str], frozenset[str], frozenset[str]] | None:
    """The same wherever the call stands; None of one that only looks at something."""
    if only_looks(call.name, tool):
        return None
    name = words_of(call.name)
    first = first_word(tool) if tool else frozenset[str]()
    does = name | (words_of(first_sentence(tool)) if tool else frozenset())
    told = [value for value in call.values().values() if isinstance(value, str) and len(value) <= _FEW]
    values = (value for value in told if len(value.split()) <= _WORDS)
    return call.name.lower(), name | first, does.union(*map(words_of, values)), does.union(*map(words_of, told))
