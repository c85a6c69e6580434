"""Which turns are masked next."""

from collections.abc import Iterable, Mapping
from random import Random

from state.dialogue import AssistantTurn, Dialogue, ToolTurn, Turn
from state.remember import remembered
from state.verdict import Finding

MOST_TURNS = 3
LARGEST_SHARE = 0.3


@remembered
def maskable(dialogue: Dialogue) -> tuple[Turn, ...]:
    """Turns that a fill may write anew: not the mistakes made on purpose, and no executed observations."""
    return tuple(
        turn
        for position, turn in enumerate(dialogue.turns)
        if not _is_fixed(dialogue, turn, dialogue.turns[position - 1])
    )


def _is_fixed(dialogue: Dialogue, turn: Turn, before: Turn) -> bool:
    if isinstance(turn, AssistantTurn):
        return not turn.learn
    if isinstance(turn, ToolTurn):
        tools = dialogue.tools_at(turn.id)
        calls = before.calls if isinstance(before, AssistantTurn) else ()
        mistake = isinstance(before, AssistantTurn) and not before.learn
        return mistake or any(call.name not in tools or tools[call.name].executed for call in calls)
    return False


def pick(dialogue: Dialogue, picks: Mapping[int, int], urgent: Iterable[int], random: Random) -> tuple[int, ...]:
    """One to three turns, none next to another: urgent ones first, then by weight, halved for each earlier pick."""
    open_turns = {turn.id: 0.5 ** picks.get(turn.id, 0) for turn in maskable(dialogue)}
    first = [id for id in urgent if id in open_turns]
    most = max(1, min(MOST_TURNS, int(LARGEST_SHARE * len(dialogue.turns))))
    wanted = max(random.randint(1, most), min(most, len(first)))
    picked: list[int] = []
    for id in (*first, *_drawn(open_turns, random)):
        if len(picked) == wanted:
            break
        if not any(_touch(dialogue, id, other) for other in picked):
            picked.append(id)
    return tuple(sorted(picked, key=dialogue.position))


def _drawn(weights: Mapping[int, float], random: Random) -> list[int]:
    """All turns in random order, heavier ones sooner (each key is one draw of an exponential clock)."""
    return sorted(weights, key=lambda id: random.expovariate(1.0) / weights[id])


def _touch(dialogue: Dialogue, one: int, other: int) -> bool:
    """Whether two turns are the same or neighbours; a call and its observations count as one."""
    first, second = sorted((_span(dialogue, one), _span(dialogue, other)))
    return second[0] - first[1] <= 1


def _span(dialogue: Dialogue, id: int) -> tuple[int, int]:
    position = dialogue.position(id)
    turn = dialogue.turns[position]
    return (position, position + 1) if isinstance(turn, AssistantTurn) and turn.calls else (position, position)


def with_observations(dialogue: Dialogue, masked: Iterable[int]) -> tuple[int, ...]:
    """The masked turns, and with each masked call the observations that a writer makes up for it."""
    open_ids = {turn.id for turn in maskable(dialogue)}
    found = []
    for id in masked:
        found.append(id)
        start, end = _span(dialogue, id)
        if end > start and end < len(dialogue.turns) and dialogue.turns[end].id in open_ids:
            found.append(dialogue.turns[end].id)
    return tuple(dict.fromkeys(found))


def urgency(findings: Iterable[Finding]) -> list[int]:
    """Turns to be masked before others: those with fatal findings, then those with soft ones."""
    ordered = sorted(findings, key=lambda finding: finding.severity != "fatal")
    return list(dict.fromkeys(f.turn for f in ordered if f.turn is not None and f.severity != "tool_defect"))
