"""Deeds that a reply tells of: somebody did them, or a tool said that they are done."""

import re
from functools import lru_cache
from typing import NamedTuple

from nodes.rules.rule import Complaint, Complaints, rule
from nodes.rules.search.seen import Piece, seen
from state.dialogue import AssistantTurn, Dialogue, Step
from state.remember import remembered


class Deed(NamedTuple):
    """Words for having done something, and the beginnings of words for doing it."""

    done: str
    doing: str
    needs_a_tool: bool = True
    """Nobody can do this by speaking. Of other deeds only those are claimed that a tool on offer is for."""


_DEEDS = (
    Deed("cancelled canceled", "cancel"),
    Deed("booked reserved", "book reserv plan order rent"),
    Deed(
        "sent emailed mailed messaged texted forwarded dispatched",
        "send sent mail email messag text sms forward dispatch shar invit notif transfer submit",
    ),
    Deed("notified informed alerted", "notif inform alert send mail email messag invit contact"),
    Deed("invited", "invit attend add send shar"),
    Deed("paid transferred", "pay paid transfer send purchas buy order book deposit fund"),
    Deed("refunded credited", "refund return cancel credit reimburs compensat certificat updat modif exchang chang"),
    Deed("ordered purchased bought", "order purchas buy bought book checkout plac trad"),
    Deed("scheduled rescheduled", "schedul book creat event appoint add set plan mov updat remind alarm"),
    Deed("deleted removed erased", "delet remov eras clear cancel drop rm unshar updat"),
    Deed("locked unlocked", "lock unlock"),
    Deed("frozen blocked deactivated suspended", "freez froz block deactiv suspend disabl"),
    Deed("upgraded downgraded", "upgrad downgrad updat chang modif"),
    Deed("uploaded", "upload sav creat push post send put"),
    Deed("subscribed unsubscribed", "subscri unsubscri"),
    Deed("installed uninstalled deployed", "install uninstall deploy setup appl creat run"),
    Deed("returned exchanged", "return exchang refund modif", needs_a_tool=False),
    Deed("updated changed modified", "updat chang modif set edit renam adjust patch mov put", False),
    Deed("created added", "creat add new mak insert regist writ sav generat plan set append", False),
    Deed("saved recorded stored", "sav record stor creat writ log add put updat append", False),
    Deed("set reset", "set adjust chang updat creat add schedul turn reset", False),
    Deed("moved renamed", "mov renam mv updat chang reschedul edit", False),
    Deed("shared", "shar send post permission grant invit", False),
    Deed("activated enabled disabled", "activ enabl disabl turn set start switch updat", False),
    Deed("submitted registered", "submit regist creat add send fil sign appl post", False),
)
_BY_WORD = {word: deed for deed in _DEEDS for word in deed.done.split()}
_OWN = "|".join(sorted(_BY_WORD, key=len, reverse=True))
_STATE = "|".join(word for deed in _DEEDS if deed.needs_a_tool for word in deed.done.split())
_MODE = r"(?:(?:now|also|already|just|successfully|since|then|all|both|gone ahead and) )*"
_THING = r"(?P<subject>(?:[A-Za-z-]+ ){1,6}?)"
_CLAIM = re.compile(
    rf"\bI(?:'ve| have| had)? (?:went ahead and )?{_MODE}(?P<mine>{_OWN})\b(?P<object>(?: [A-Za-z-]+){{0,5}})"
    rf"|(?:\b{_THING})?(?:has been|have been) {_MODE}(?P<passive>{_OWN})\b"
    rf"|(?:\b{_THING.replace('subject', 'other')})?(?:is|are) {_MODE}(?P<state>{_STATE})\b",
    re.IGNORECASE,
)
_UNREAL = re.compile(
    r"\b(?:if|because|once|when|until|unless|whether|only|can|could|would|should|(?-i:may)|might|must|not|never)\b"
    r"|\b(?:cannot|no|to be|yet)\b|n't\b|\?\s*$|\bthat (?:is|are|was|were)\b",
    re.IGNORECASE,
)
_BOUND = re.compile(r" (?:to|for|from|in|on|at|with|of|by|about|so|and|that|which|as|per|into|via) ", re.IGNORECASE)
_LITTLE = frozenset({
    "a", "all", "also", "an", "and", "another", "any", "both", "each", "every", "everything", "following", "he",
    "her", "here", "his", "it", "item", "items", "its", "me", "more", "my", "new", "now", "one", "other", "others",
    "our", "she", "some", "that", "the", "their", "them", "there", "these", "they", "this", "those", "three", "too",
    "two", "you", "your",
})  # fmt: skip
_OF_THE_REPLY = frozenset({
    "answer", "below", "code", "comment", "comments", "details", "draft", "essay", "example", "examples",
    "explanation", "line", "list", "note", "notes", "paragraph", "poem", "section", "story", "summary", "table", "text",
})  # fmt: skip
_READING = re.compile(
    r"(?:get|list|search|find|check|show|read|view|look|query|fetch|retrieve|display|count)(?![a-z])", re.I
)
_FEW = 40
_STEM = 5
"""Letters by which words are taken for forms of one word."""
_LETTERS = re.compile(r"[a-z]+")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")


class Claim(NamedTuple):
    """A deed that a text says is done."""

    word: str
    things: frozenset[str]
    """What it is said to be done to, as far as words for it were found."""
    words: str
    """The claim as it stands there."""
    first_person: bool


@lru_cache(maxsize=4096)
def claims(text: str) -> tuple[Claim, ...]:
    """The deeds that a text says are done. Conditions, refusals and questions claim nothing."""
    return tuple(
        _claim(found)
        for sentence in (_SENTENCE.split(text.replace("’", "'")) if _has_deeds(text) else ())
        if _has_deeds(sentence) and not _UNREAL.search(sentence)
        for found in _CLAIM.finditer(sentence)
    )


def _has_deeds(text: str) -> bool:
    """Whether a word for something done stands in a text: quickly found, and without it nothing is claimed."""
    return not _BY_WORD.keys().isdisjoint(_LETTERS.findall(text.lower()))


def _claim(found: re.Match[str]) -> Claim:
    word = found["mine"] or found["passive"] or found["state"]
    things = _BOUND.split(f" {found['object'] or found['subject'] or found['other'] or ''} ", maxsplit=1)
    kept = things[0] if found["mine"] else things[-1]
    # After a title or a date, the words right before the verb are a rest that names nothing.
    whole = found["mine"] or not re.search(r"[\d\"'»”)*]\W*$", found.string[: found.start()])
    return Claim(
        word.casefold(), _words(kept) - _LITTLE if whole else frozenset(), found[0].strip(), bool(found["mine"])
    )


@rule("undone_claim")
def deeds_in_replies_were_done(dialogue: Dialogue) -> Complaints:
    """What a reply says was done, a call did, or a result or a user said that it was."""
    for position, turn in enumerate(dialogue.turns):
        if isinstance(turn, AssistantTurn) and turn.text and not turn.drafted:
            for claim in dict.fromkeys(claims(turn.text)):
                if not _is_done(dialogue, position, claim) and _could_be_done(dialogue, turn, claim):
                    yield Complaint(turn.id, f"{claim.words!r}, but no call did that", "text", claim.words)


def _is_done(dialogue: Dialogue, position: int, claim: Claim) -> bool:
    stems = tuple(_BY_WORD[claim.word].doing.split())
    called = [words for place, words in _called(dialogue) if place < position]
    done = any(word.startswith(stems) for words in called for word in words) or _is_told(dialogue, position, claim)
    return done and _is_known(dialogue, position, claim)


def _is_told(dialogue: Dialogue, position: int, claim: Claim) -> bool:
    """Whether a result or a user said that it is done. That somebody did it does not mean that the assistant did."""
    told = re.compile(rf"\b(?:{'|'.join(_BY_WORD[claim.word].done.split())})\b")
    pieces = seen(dialogue).before(position, "result", "user")
    heard = (piece for piece in pieces if not claim.first_person or _is_of_a_deed(piece))
    return any(told.search(piece.plain) for piece in heard)


def _is_of_a_deed(piece: Piece) -> bool:
    return piece.call is not None and not _READING.match(piece.call.name)


def _is_known(dialogue: Dialogue, position: int, claim: Claim) -> bool:
    """Whether anybody had spoken of what it was done to: in a text, a result or a call."""
    stems = tuple(thing[:_STEM] for thing in claim.things)
    if not stems or any(
        word.startswith(stems) for place, words in _called(dialogue) if place < position for word in words
    ):
        return True
    begun = _beginning(stems)
    return any(begun.search(piece.text) for piece in seen(dialogue).before(position, "user", "result", "assistant"))


@lru_cache(maxsize=1024)
def _beginning(stems: tuple[str, ...]) -> re.Pattern[str]:
    """What finds a word that begins so, inside a name like `fuelLevel` too."""
    return re.compile("|".join(f"(?<![A-Za-z])(?i:{stem})|(?<=[a-z]){stem.capitalize()}" for stem in stems))


def _could_be_done(dialogue: Dialogue, turn: AssistantTurn, claim: Claim) -> bool:
    """Whether doing it takes a tool, or else is done to something that nobody had spoken of.

    Of the rest a reply may mean no more than what it does itself (`I've added a note below`).
    """
    deed = _BY_WORD[claim.word]
    stems = tuple(deed.doing.split()[:2])
    offered = (word for name in dialogue.tools_at(turn.id) for word in _words(name))
    own_words = claim.first_person and claim.things & _OF_THE_REPLY
    stranger = claim.first_person and not own_words and not _is_known(dialogue, dialogue.position(turn.id), claim)
    return deed.needs_a_tool or stranger or any(word.startswith(stems) for word in offered)


@remembered
def _called(dialogue: Dialogue) -> tuple[tuple[int, frozenset[str]], ...]:
    """What each call is about that did something, as far as its name tells, with the position of its turn."""
    return tuple(
        (dialogue.position(step.turn.id), _words(_described(step)))
        for step in dialogue.steps()
        if not (step.observation and step.observation.error) and not _READING.match(step.call.name)
    )


def _described(step: Step) -> str:
    """The tool's name, the first sentence of what it does, and what it is told in few words."""
    does = step.tool.description.partition(".")[0] if step.tool else ""
    told = (value for value in step.call.values().values() if isinstance(value, str) and len(value) <= _FEW)
    return " ".join((step.call.name, does, *told))


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    """The words of a text, those of names in capitals and with underscores among them."""
    return frozenset(word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", text))
