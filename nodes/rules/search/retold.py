"""Replies to results, in dialogues of others: ids and amounts in them were said, returned, or follow from these."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nodes.rules.amounts import Amount, amounts
from nodes.rules.evidence import stands_in
from nodes.rules.rule import Complaint, Complaints, rule
from nodes.rules.search.days import without_days
from nodes.rules.search.derived import Derivations
from nodes.rules.search.leaves import Leaf, kind_of
from nodes.rules.search.seen import Seen, searchable, seen
from prompts.views import as_json
from state.dialogue import AssistantTurn, Call, Dialogue, ToolTurn

_SMALL = 12
_OUT = r"\s,;:!?()\[\]{}\"'“”„«»‘<>|`*=+→/"
_TOKEN = re.compile(rf"[^{_OUT}\d@]*[\d@][^{_OUT}]*")
_IDIOM = re.compile(r"\b24[\s-]?(?:/7|hours?|h)\b|\b100\s?%", re.IGNORECASE)
_ESCAPED = re.compile(r"\\[nrt]")


class Reply(NamedTuple):
    """A text that tells of results, and what stood before it."""

    turn: AssistantTurn
    position: int
    text: str
    seen: Seen


def replies(dialogue: Dialogue) -> Iterator[Reply]:
    """The assistant's texts that come after results of their subtask; what is said without any is general talk."""
    answered: set[int] = set()
    everything = seen(dialogue)
    for position, turn in enumerate(dialogue.turns):
        if isinstance(turn, ToolTurn):
            answered.add(turn.subtask)
        elif isinstance(turn, AssistantTurn) and turn.text and turn.subtask in answered:
            yield Reply(turn, position, _unescaped(turn.text), everything)


def _unescaped(text: str) -> str:
    """Without escapes that were never resolved: some files have texts that were written as JSON twice."""
    return _ESCAPED.sub(" ", text) if "\\" in text else text


@rule("unsupported_claim")
def ids_told_were_seen(dialogue: Dialogue) -> Complaints:
    """An id in a reply to results was said or returned before."""
    for reply in replies(dialogue):
        for id in dict.fromkeys(_ids(reply.text)):
            if not _is_seen(reply, searchable(id)):
                yield Complaint(reply.turn.id, f"nothing before the reply mentions {id!r}", "text", id)


def _ids(text: str) -> Iterator[str]:
    for word in _TOKEN.findall(without_days(text)):
        token = word.removesuffix("’s").removesuffix("'s").strip(".-_#–…’'\\")
        if len(token) >= 4 and kind_of(Leaf("", "", token, ())) == "id":
            yield token


def _is_seen(reply: Reply, needle: str) -> bool:
    if reply.seen.was_told(needle, reply.position) or reply.seen.was_told(needle.replace("-", " "), reply.position):
        return True
    if any(stands_in(needle, piece.plain) for piece in reply.seen.before(reply.position, "assistant")):
        return True
    return any(stands_in(needle, searchable(as_json(call.values()))) for call in _calls_before(reply))


def _calls_before(reply: Reply) -> Iterator[Call]:
    for turn in reply.seen.turns[: reply.position + 1]:
        if isinstance(turn, AssistantTurn):
            yield from turn.calls


@rule("unsupported_claim")
def amounts_told_follow_from_results(dialogue: Dialogue) -> Complaints:
    """An amount in a reply to results was said or returned before, or is worked out from such amounts."""
    for reply in replies(dialogue):
        text = _IDIOM.sub(" ", without_days(reply.text))
        claimed = [amount for amount in amounts(text) if _is_telling(amount)]
        for amount in _unsupported(reply, claimed):
            yield Complaint(reply.turn.id, f"nothing before the reply leads to {amount.text}", "text", amount.text)


def _is_telling(amount: Amount) -> bool:
    return abs(amount.value) > _SMALL or amount.value != int(amount.value)


def _unsupported(reply: Reply, claimed: Sequence[Amount]) -> list[Amount]:
    """The amounts that nothing leads to; what one amount supports may support another."""
    unseen = [amount for amount in claimed if not _stands_before(reply, amount)]
    if not unseen:
        return []
    pieces = [*reply.seen.before(reply.position, "system", "user", "assistant", "result")]
    derivations = Derivations(pieces, [amount.value for amount in claimed if amount not in unseen])
    while found := [amount for amount in unseen if derivations.lead_to(amount)]:
        unseen = [amount for amount in unseen if amount not in found]
        derivations.add(amount.value for amount in found)
    return unseen


def _stands_before(reply: Reply, amount: Amount) -> bool:
    """Whether it was written the same way before: quickly found, and most often the case."""
    number = amount.text.strip(" %$").casefold()
    if reply.seen.was_told(number, reply.position):
        return True
    return any(stands_in(number, piece.plain) for piece in reply.seen.before(reply.position, "assistant"))
