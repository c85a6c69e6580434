"""Texts in calls: what no text can ground is for experts to judge, so these findings are soft."""

import re

from rapidfuzz.fuzz import partial_ratio

from nodes.rules.rule import Complaints, rule
from nodes.rules.search.asked import Asked, of_kind
from nodes.rules.search.seen import searchable
from state.dialogue import Dialogue

_ALIKE = 85.0
_LONG = 40
"""From here on a text is a composition, not a value that is passed on."""
_CODE = re.compile(r"[A-Z][A-Z0-9_-]{1,5}")


@rule("ungrounded_text", "soft")
def texts_in_calls_were_told(dialogue: Dialogue) -> Complaints:
    """A name or short text in a call was said or returned before, or is offered by the tool."""
    for one in of_kind(dialogue, "text"):
        value = str(one.value)
        if len(value) >= _LONG or _is_told(one, searchable(value)):
            continue
        kind = "world_knowledge" if _CODE.fullmatch(value) else None
        yield one.complaint(f"nothing before the call mentions {value!r}", kind)


def _is_told(one: Asked, needle: str) -> bool:
    bare = needle.strip("#@'\"")
    if one.seen.was_told(needle, one.position) or one.seen.was_told(bare, one.position) or one.is_offered():
        return True
    pieces = [*one.seen.before(one.position + 1, "system", "user", "result", "assistant")]
    if any(partial_ratio(bare, piece.plain, score_cutoff=_ALIKE) for piece in pieces if len(piece.plain) >= len(bare)):
        return True
    words = re.findall(r"\w{3,}", needle)
    return bool(words) and all(any(word[:5] in piece.plain for piece in pieces) for word in words)
