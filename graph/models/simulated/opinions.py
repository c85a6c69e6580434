"""The judge: which of two versions of a turn has fewer visible faults."""

from random import Random

from graph.models.simulated.claims import has_leak, unbacked_claims, unfounded_values
from graph.models.simulated.phrases import DRAFT_MARKS
from graph.models.simulated.scrutiny import call_faults
from state.answers import Letter, WrittenPreference, WrittenRuling
from state.brief import JudgeBrief
from state.dialogue import AssistantTurn, Dialogue, ToolTurn, Turn


def write_ruling(brief: JudgeBrief, random: Random, flaw_rate: float) -> WrittenRuling:
    """Compare the versions of each turn by their faults; now and then, as often as the flaw rate says, err."""
    return WrittenRuling(turns=tuple(_preference(brief, id, random, flaw_rate) for id in brief.judged))


def _preference(brief: JudgeBrief, id: int, random: Random, flaw_rate: float) -> WrittenPreference:
    better, reason = _compare(brief, id, random)
    if random.random() < flaw_rate / 3:
        better, reason = random.choice(("before", "after")), "It reads a little more naturally."
    if better == "tie":
        return WrittenPreference(turn=id, reason=reason, better="tie")
    first: Letter = "A" if (better == "before") != brief.swapped else "B"
    return WrittenPreference(turn=id, reason=reason, better=first)


def _compare(brief: JudgeBrief, id: int, random: Random) -> tuple[str, str]:
    places = with_results(brief, id)
    old = [fault for place in places for fault in faults(brief.dialogue, place)]
    new = [fault for place in places for fault in faults(brief.other, place)]
    if len(new) < len(old):
        return "after", f"The other version has this fault: {old[0]}."
    if len(old) < len(new):
        return "before", f"The other version has this fault: {new[0]}."
    if all(_words(brief.dialogue, place) == _words(brief.other, place) for place in places):
        return "tie", "Both versions say the same."
    verdict = random.choices(("after", "tie", "before"), (45, 25, 30))[0]
    reasons = {
        "after": "It is the clearer of the two.",
        "before": "It is the more natural one.",
        "tie": "Both are fine.",
    }
    return verdict, reasons[verdict]


def with_results(brief: JudgeBrief, id: int) -> tuple[int, ...]:
    """A turn, and the masked observations that belong to it."""
    following = brief.dialogue.position(id) + 1
    after = {turn.id for turn in brief.dialogue.turns[following : following + 1] if isinstance(turn, ToolTurn)}
    return (id, *(place for place in brief.masked if place in after))


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
