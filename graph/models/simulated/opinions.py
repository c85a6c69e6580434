"""The judge: which of two versions has fewer visible faults in its masked turns."""

from random import Random
from typing import Literal

from graph.models.simulated.claims import has_leak, unbacked_claims, unfounded_values
from graph.models.simulated.phrases import DRAFT_MARKS
from graph.models.simulated.scrutiny import call_faults
from state.answers import WrittenRuling
from state.brief import JudgeBrief
from state.dialogue import AssistantTurn, Dialogue, ToolTurn, Turn


def write_ruling(brief: JudgeBrief, random: Random, flaw_rate: float) -> WrittenRuling:
    """Compare the versions by their faults; now and then, as often as the flaw rate says, err."""
    before, after = brief.dialogue, brief.other
    better, reason = _compare(before, after, brief.masked, random)
    if random.random() < flaw_rate / 3:
        better, reason = random.choice(("before", "after")), "It reads a little more naturally."
    if better == "tie":
        return WrittenRuling(reason=reason, better="tie")
    first: Literal["A", "B"] = "A" if (better == "before") != brief.swapped else "B"
    return WrittenRuling(reason=reason, better=first)


def _compare(before: Dialogue, after: Dialogue, masked: tuple[int, ...], random: Random) -> tuple[str, str]:
    old = [fault for id in masked for fault in faults(before, id)]
    new = [fault for id in masked for fault in faults(after, id)]
    if len(new) < len(old):
        return "after", f"The other version has this fault: {old[0]}."
    if len(old) < len(new):
        return "before", f"The other version has this fault: {new[0]}."
    if all(_words(before, id) == _words(after, id) for id in masked):
        return "tie", "Both versions say the same."
    verdict = random.choices(("after", "tie", "before"), (45, 25, 30))[0]
    reasons = {
        "after": "It is the clearer of the two.",
        "before": "It is the more natural one.",
        "tie": "Both are fine.",
    }
    return verdict, reasons[verdict]


def faults(dialogue: Dialogue, id: int) -> list[str]:
    """What is visibly wrong with one turn."""
    try:
        turn = dialogue.turn(id)
    except KeyError:
        return []
    if isinstance(turn, ToolTurn):
        return [f"an error came back for {o.call}" for o in turn.observations if o.error]
    text = turn.text or ""
    found = ["a placeholder was left in the text"] if has_leak(text) else []
    if isinstance(turn, AssistantTurn) and turn.calls and turn.learn:
        found += call_faults(dialogue, turn)
    elif isinstance(turn, AssistantTurn):
        if is_draft(turn):
            found.append("the reply only announces that there will be one")
        if len(text) < 12:
            found.append("the reply says next to nothing")
        found += [f"nothing backs {value!r}" for value in unfounded_values(dialogue, turn)]
        found += [f"nothing backs the claim {claim!r}" for claim in unbacked_claims(dialogue, turn)]
    return found


def is_draft(turn: AssistantTurn) -> bool:
    """Whether the reply was written before there was anything to report."""
    return turn.drafted or any(mark in (turn.text or "") for mark in DRAFT_MARKS)


def _words(dialogue: Dialogue, id: int) -> Turn | None:
    try:
        return dialogue.turn(id)
    except KeyError:
        return None
