"""Turns that are not to be learned: what can be saved of a dialogue whose faults lie in a few of them."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from nodes.rules.evidence import KINDS
from nodes.rules.rule import fatal
from state.dialogue import AssistantTurn, Dialogue
from state.verdict import Answer, Finding, Label

ASSISTANTS_OWN = frozenset(KINDS.values()) | {
    "forward_reference",
    "leak",
    "repetition",
    "schema",
    "unexpected_error",
    "unknown_parameter",
    "unknown_tool",
    "unsupported_claim",
}
"""Kinds of findings that blame what the assistant says or calls. Others (format, results) are not cured by a label."""


class _Fault(NamedTuple):
    turns: tuple[int | None, ...]
    reason: str


def labels_of(
    dialogue: Dialogue, findings: Iterable[Finding], answers: Iterable[Answer], most: int
) -> tuple[Label, ...]:
    """The assistant turns in which all faults lie; nothing where one lies elsewhere or they are more than `most`.

    What a user or a tool got wrong would still be read, and what nobody can point at cannot be left out.
    """
    faults = [*_found(findings), *_objected(answers)]
    own = {turn.id: turn for turn in dialogue.turns if isinstance(turn, AssistantTurn)}
    blamed = [id for id in own if any(id in fault.turns for fault in faults)]
    curable = all(fault.turns and own.keys() >= set(fault.turns) for fault in faults)
    if not curable or not 0 < len(blamed) <= most or not any(own[id].learn for id in own if id not in blamed):
        return ()
    return tuple(Label(turn=id, reasons=tuple(fault.reason for fault in faults if id in fault.turns)) for id in blamed)


def labelled(dialogue: Dialogue, labels: Iterable[Label]) -> Dialogue:
    """The dialogue with these turns marked as not to be learned. What was a mistake on purpose remains one."""
    ids = {label.turn for label in labels}
    return dialogue.with_turns(
        tuple(
            turn.model_copy(update={"learn": False, "labelled": turn.learn})
            if isinstance(turn, AssistantTurn) and turn.id in ids
            else turn
            for turn in dialogue.turns
        )
    )


def _found(findings: Iterable[Finding]) -> Iterator[_Fault]:
    for finding in fatal(findings):
        turns = (finding.turn,) if finding.kind in ASSISTANTS_OWN else ()
        yield _Fault(turns, f"{finding.kind}: {finding.message}")


def _objected(answers: Iterable[Answer]) -> Iterator[_Fault]:
    for answer in answers:
        if answer.passed is not True:
            yield _Fault(answer.turns if answer.objects else (), answer.told())
