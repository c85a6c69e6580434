"""Replies: what the assistant claims was seen, and nothing of our workshop shows."""

import re

from nodes.rules.evidence import digits, ids, numbers, plain
from nodes.rules.rule import Complaint, Complaints, rule
from prompts.views import view_value
from state.dialogue import AssistantTurn, Dialogue, ToolTurn, Turn, UserTurn

_LEAK = re.compile(
    r"<masked>|\[MASK(?:ED)?\]|<mask>|\{\{?\w+\}?\}|\[(?:turn|insert|placeholder)[^\]]*\]|\bcall_\d+\b"
    r"|\bTODO\b|\"(?:tool_calls|arguments)\"\s*:|</?tool_(?:call|response)>",
    re.IGNORECASE,
)
_SMALL = 12


def _said(turn: Turn) -> str:
    """Everything in a turn that a later reply may speak of."""
    if isinstance(turn, ToolTurn):
        return "\n".join(view_value(observation.content) for observation in turn.observations)
    if isinstance(turn, UserTurn):
        return turn.text
    values = (view_value(argument.value) for call in turn.calls for argument in call.arguments)
    return "\n".join((turn.text or "", *values))


def _replies(dialogue: Dialogue) -> list[tuple[AssistantTurn, str]]:
    """Each assistant text with all that was said and seen before it."""
    seen, found = [dialogue.system], []
    for turn in dialogue.turns:
        if isinstance(turn, AssistantTurn) and turn.text:
            found.append((turn, "\n".join(seen)))
        seen.append("" if isinstance(turn, AssistantTurn) and not turn.calls else _said(turn))
    return found


@rule("unsupported_claim")
def ids_in_replies_were_seen(dialogue: Dialogue) -> Complaints:
    """An id that the assistant mentions was said by the user or returned by a tool."""
    for turn, seen in _replies(dialogue):
        known = plain(seen)
        for id in sorted(ids(_LEAK.sub(" ", turn.text or ""))):
            if plain(id) not in known and not _is_reading(id, known):
                yield Complaint(turn.id, f"nothing before the reply mentions {id!r}", "text", id)


def _is_reading(id: str, known: str) -> bool:
    """Whether this is no id but a value with its unit or its time: `21°C`, `14:00-15:00`, `45-minute`."""
    parts = re.findall(r"\d+(?:[.,]\d+)*", id)
    letters = re.sub(r"[\d.,:%°€$£/+-]", "", id)
    return (
        len(letters) <= 7
        and len(parts) <= 4
        and not re.search(r"[A-Z]{2}|_|@", id)
        and all(part.lstrip("0") in known for part in parts)
    )


@rule("unsupported_claim")
def amounts_in_replies_were_seen(dialogue: Dialogue) -> Complaints:
    """A number above twelve, or with decimals, that a reply mentions was said, returned, or adds such up."""
    for turn, seen in _replies(dialogue):
        claimed = {n for n in numbers(turn.text or "") if abs(n) > _SMALL or n != int(n)}
        if not claimed:
            continue
        known = numbers(seen) | digits(seen)
        for number in sorted(claimed - known):
            if not _is_rounded(number, known):
                yield Complaint(turn.id, f"nothing before the reply mentions {number:g}", "text", number)


def _is_rounded(number: float, known: set[float]) -> bool:
    return any(round(other) == number or round(other, 1) == number or round(other, 2) == number for other in known)


@rule("leak")
def texts_show_nothing_of_the_workshop(dialogue: Dialogue) -> Complaints:
    """No mask, placeholder, call id or raw tool call stands in a text."""
    for turn in dialogue.turns:
        if not isinstance(turn, ToolTurn) and (leak := _LEAK.search(turn.text or "")):
            yield Complaint(turn.id, f"{leak.group()!r} stands in the text", "text", leak.group())


@rule("drafted_reply", "soft")
def replies_know_their_results(dialogue: Dialogue) -> Complaints:
    """No reply is left as it was drafted before its results were known."""
    for turn in dialogue.turns:
        if isinstance(turn, AssistantTurn) and turn.drafted:
            yield Complaint(turn.id, "the reply was written before the results were known")
