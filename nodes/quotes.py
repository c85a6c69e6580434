"""Whether the words that an expert quotes stand where it says they stand."""

from prompts.views import view_turn
from state.answers import WrittenEvidence
from state.dialogue import Dialogue

_MARKS = str.maketrans("", "", "\"'`´“”„‘’‚«»\\")
"""Quotation marks are escaped, straightened and doubled on their way through JSON."""


def misquoted(dialogue: Dialogue, evidence: WrittenEvidence) -> str | None:
    """What is wrong with a quotation; None where its turn has it, apart from white space, case and quotation marks."""
    ids = [turn.id for turn in dialogue.turns if _holds(view_turn(turn), evidence.quote)]
    if evidence.turn in ids:
        return None
    if all(turn.id != evidence.turn for turn in dialogue.turns):
        return f"there is no turn {evidence.turn}"
    elsewhere = f", but turn {ids[0]} has it" if ids else ""
    return f"turn {evidence.turn} does not have the words {evidence.quote!r}{elsewhere}"


def _holds(text: str, quote: str) -> bool:
    words = _plain(quote).strip(".…")
    return bool(words) and words in _plain(text)


def _plain(text: str) -> str:
    return "".join(text.replace("\\n", " ").translate(_MARKS).casefold().split())
