"""Which turns are masked next."""

from collections.abc import Iterable, Iterator, Mapping
from random import Random

from state.budget import Budget
from state.dialogue import AssistantTurn, Dialogue, ToolTurn, Turn, UserTurn
from state.remember import remembered
from state.source import Computed, Observed, Repeated, Source
from state.verdict import Finding

LARGEST_SHARE = 0.3
STUBBORN = 3
"""A turn that was masked this often is urgent no longer: what is wrong with it is left to the verdict."""


@remembered
def maskable(dialogue: Dialogue) -> tuple[Turn, ...]:
    """Turns that a fill may write anew: no mistake made on purpose, no executed observation, no call made for good."""
    return tuple(
        turn
        for position, turn in enumerate(dialogue.turns)
        if not _is_fixed(dialogue, turn, dialogue.turns[position - 1])
    )


def _is_fixed(dialogue: Dialogue, turn: Turn, before: Turn) -> bool:
    if isinstance(turn, AssistantTurn):
        return not turn.learn or any(call.id in lasting(dialogue) for call in turn.calls)
    if isinstance(turn, ToolTurn) and isinstance(before, AssistantTurn):
        return not before.learn or any(call.id in _not_written(dialogue) for call in before.calls)
    return False


@remembered
def _not_written(dialogue: Dialogue) -> frozenset[str]:
    """The ids of calls whose observations no writer makes up."""
    return frozenset(step.call.id for step in dialogue.steps() if step.tool is None or step.tool.executed)


@remembered
def lasting(dialogue: Dialogue) -> frozenset[str]:
    """The ids of calls that must stay as they are: those of live tools, and those that these refer to."""
    found: set[str] = set()
    for step in reversed(dialogue.steps()):
        if step.call.id in found or (step.tool and step.tool.executed and step.tool.live):
            found.add(step.call.id)
            found |= {id for argument in step.call.arguments for id in _cited(argument.source)}
    return frozenset(found)


def _cited(source: Source) -> Iterator[str]:
    match source:
        case Observed(call=call) | Repeated(call=call):
            yield call
        case Computed(operands=operands):
            for operand in operands:
                yield from _cited(operand.source)


def refinable(dialogue: Dialogue, budget: Budget) -> tuple[Turn, ...]:
    """Turns that are worth writing anew though nobody found them at fault."""
    return tuple(turn for turn in maskable(dialogue) if budget.mask_calls or speaks(turn))


def speaks(turn: Turn) -> bool:
    """Whether it is a text of the user or the assistant, and nothing is run for it."""
    return isinstance(turn, UserTurn) or (isinstance(turn, AssistantTurn) and not turn.calls)


def waiting(dialogue: Dialogue, picks: Mapping[int, int], budget: Budget) -> tuple[int, ...]:
    """Turns that were not masked as often as they are to be."""
    return tuple(turn.id for turn in refinable(dialogue, budget) if picks.get(turn.id, 0) < budget.rounds)


def pick(
    dialogue: Dialogue, picks: Mapping[int, int], urgent: Iterable[int], budget: Budget, random: Random
) -> tuple[int, ...]:
    """As many turns as may be masked at once, none next to another.

    Urgent ones first, then those that wait, by weight, which halves with each earlier pick.
    """
    open_ids = tuple(turn.id for turn in maskable(dialogue))
    first = [id for id in urgent if id in open_ids and picks.get(id, 0) < STUBBORN]
    most = max(1, min(budget.masks, int(LARGEST_SHARE * len(dialogue.turns))))
    rest = waiting(dialogue, picks, budget) or (() if first else open_ids)
    picked: list[int] = []
    for id in (*first, *_drawn({id: 0.5 ** picks.get(id, 0) for id in rest}, random)):
        if len(picked) < most and not any(_touch(dialogue, id, other) for other in picked):
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
