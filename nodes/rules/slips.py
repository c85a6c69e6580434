"""Slips of the workshop: placeholders, marks and calls that show in a text, and words of a language nobody speaks."""

import re
import unicodedata
from functools import lru_cache

from nodes.rules.rule import Complaint, Complaints, rule
from nodes.rules.search.seen import seen
from state.dialogue import Dialogue

_BLANK = (
    r"(?:[a-z]+_)*(?:name|date|time|amount|e?mail|result|number|address|price|city|phone|id|title|location|company"
    r"|product|details|total|status|value|placeholder|redacted|todo)"
)
_LEAK = re.compile(
    r"<masked>|\[MASK(?:ED)?\]|<mask>|(?<![\w}\\])\$?\{\{?\s*[a-z_]\w*\s*\}?\}|<\|\w+\|>|</?tool_(?:call|response)s?>"
    rf"|\[(?:(?:turn|insert|placeholder|your|todo|enter)\b[^\]\n]*|{_BLANK})\](?!\()|<(?:{_BLANK}|[a-z]+_[a-z_]+)>"
    r"|\bcall_\d+\b|\bTODO\b|\"(?:tool_calls|arguments)\"\s*:",
    re.IGNORECASE,
)
_MARKS = ("{", "<", "[", '"', "call_", "todo", "TODO", "CALL_", "Todo")
"""Without any of these nothing of the workshop shows."""
_SIGNS = ("{", "<", "[", '"', "_")
_CALLED = re.compile(r"\bAction(?: Input)?: ?\S|\bfunctions\.\w+|<function[=_]\w+")
_CALL = re.compile(r"\((?:[\w$.-]+ ?= ?|\{|\)\])")
"""What follows the name of a tool."""
_WANTED = re.compile(
    r"translat|\b(?:in|into|speak|say|learn\w*|write|from) (?:[a-z]+ )?(?:chinese|mandarin|japanese|korean"
    r"|russian|arabic|hindi|greek|hebrew|thai|ukrainian|bulgarian)\b",
    re.IGNORECASE,
)
_OTHER_SCRIPT = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff]")
_CODE = re.compile(r"```.*?(?:```|$)|`[^`\n]+`", re.DOTALL)
_LETTER = re.compile(
    r"^\W*(?:dear\b|subject:|(?:best|kind|warm) regards|sincerely|hi \[|hello \[)", re.IGNORECASE | re.MULTILINE
)
_IN_A_LETTER = re.compile(r"\[(?:your|insert|enter|[a-z_]*name|[a-z_]*date|[a-z_]*title)\b", re.IGNORECASE)
_ENOUGH = 2
"""Letters of a script that are more than a symbol."""


@rule("leak")
def texts_show_nothing_of_the_workshop(dialogue: Dialogue) -> Complaints:
    """No mask, placeholder, call id or raw tool call stands in a reply, unless it was spoken of before."""
    return _shown(dialogue, "assistant")


@rule("leak")
def requests_show_nothing_of_the_workshop(dialogue: Dialogue) -> Complaints:
    """Nothing of that kind stands in a user's words."""
    return _shown(dialogue, "user")


def _shown(dialogue: Dialogue, role: str) -> Complaints:
    for position, turn in enumerate(dialogue.turns):
        if turn.role == "tool" or turn.role != role or not turn.text:
            continue
        for leak in _leaks(turn.text):
            if not _was_spoken_of(dialogue, position, leak):
                yield Complaint(turn.id, f"{leak!r} stands in the text", "text", leak)


def without_leaks(text: str) -> str:
    """The text with all that shows of the workshop blanked out."""
    may_leak = any(sign in text for sign in _SIGNS) or "todo" in text.casefold()
    return _LEAK.sub(" ", text) if may_leak else text


@lru_cache(maxsize=2048)
def _leaks(text: str) -> tuple[str, ...]:
    """Code has blanks of its own, and so has a letter that is to be filled in."""
    if not any(mark in text for mark in _MARKS):
        return ()
    found = dict.fromkeys(match.group() for match in _LEAK.finditer(_CODE.sub(" ", text)))
    return tuple(leak for leak in found if not (_IN_A_LETTER.match(leak) and _LETTER.search(text)))


def _was_spoken_of(dialogue: Dialogue, position: int, leak: str) -> bool:
    """Whether results or users had it: then a text may quote it. A mask is no word of anybody's."""
    quotable = "mask" not in leak.casefold()
    return quotable and any(leak in piece.text for piece in seen(dialogue).before(position, "user", "result"))


@rule("leak")
def calls_are_made_and_not_written(dialogue: Dialogue) -> Complaints:
    """No reply has a call of a tool in it as text."""
    tools = tuple(dialogue.all_tools())
    for turn in dialogue.turns:
        if turn.role == "assistant" and turn.text and (found := _call_in(turn.text, tools)):
            yield Complaint(turn.id, f"{found!r} is a call written as text", "text", found)


@lru_cache(maxsize=4096)
def _call_in(text: str, tools: tuple[str, ...]) -> str:
    """What in a text is a call of one of these tools, if anything."""
    found = _CALLED.search(text) if "Action" in text or "function" in text else None
    if found is None and ('"name"' in text or _CALL.search(text)) and any(name and name in text for name in tools):
        found = _written(tools).search(text)
    return found.group() if found else ""


@lru_cache(maxsize=256)
def _written(tools: tuple[str, ...]) -> re.Pattern[str]:
    """What finds a call of one of these tools."""
    names = "|".join(re.escape(name) for name in sorted(tools, key=len, reverse=True))
    return re.compile(rf"\"name\"\s*:\s*\"(?:{names})\"|(?<![\w.])(?:{names})(?:{_CALL.pattern})")


@rule("foreign_language")
def replies_keep_to_the_languages_of_the_dialogue(dialogue: Dialogue) -> Complaints:
    """A reply is in no script that nobody else uses, unless it was asked for another language."""
    for position, turn in enumerate(dialogue.turns):
        if turn.role != "assistant" or not turn.text or turn.text.isascii() or not _OTHER_SCRIPT.search(turn.text):
            continue
        told = [piece.text for piece in seen(dialogue).before(position, "system", "user", "result")]
        strange = scripts(turn.text).difference(*map(scripts, told))
        wanted = any(_WANTED.search(piece.text) for piece in seen(dialogue).before(position, "user"))
        if strange and not wanted:
            names = ", ".join(sorted(strange))
            yield Complaint(turn.id, f"the reply has words in {names}, which nobody else uses", "text", names)


@lru_cache(maxsize=2048)
def scripts(text: str) -> frozenset[str]:
    """The scripts of a text other than Latin, by the first word of their letters' names: `CYRILLIC`, `CJK`."""
    if text.isascii():
        return frozenset()
    letters = [unicodedata.name(letter, "").partition(" ")[0] for letter in _OTHER_SCRIPT.findall(text)]
    return frozenset(name for name in letters if name and letters.count(name) >= _ENOUGH)
