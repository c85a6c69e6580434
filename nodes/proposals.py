"""What a fill is worth before any judge has seen it: what it breaks, what it makes stale, what can be saved of it."""

from collections.abc import Iterable
from typing import NamedTuple

from nodes.replay import replay
from nodes.rules.rule import Rule, check
from state.dialogue import AssistantTurn, Dialogue, ToolTurn
from state.environment import Environment
from state.verdict import Finding


class Proposal(NamedTuple):
    """A version of the dialogue with some turns written anew."""

    version: Dialogue
    masked: tuple[int, ...]
    broken: tuple[Finding, ...]
    """What it breaks that the version before kept."""
    stale: tuple[int, ...]
    """Replies that speak of observations which it changed; they are to be masked next."""


def propose(
    before: Dialogue, findings: Iterable[Finding], version: Dialogue, masked: tuple[int, ...], rules: tuple[Rule, ...]
) -> Proposal:
    """Hold a version against the one before, whose findings are given.

    A reply that was not masked may disagree with observations that changed: it is stale, and not counted as broken.
    """
    stale = _stale(before, version)
    places = {finding.place() for finding in findings}
    waiting = set(stale) - set(masked)
    broken = tuple(
        finding
        for finding in check(version, rules)
        if finding.severity != "tool_defect" and finding.place() not in places and finding.turn not in waiting
    )
    return Proposal(version, masked, broken, stale)


async def saved(
    before: Dialogue,
    findings: Iterable[Finding],
    proposal: Proposal,
    rules: tuple[Rule, ...],
    environment: Environment,
) -> Proposal | None:
    """The proposal without the turns that break rules, so that these do not cost the others; None where nothing is left."""
    blamed = {finding.turn for finding in proposal.broken}
    kept = tuple(id for id in proposal.masked if id not in blamed)
    if not kept or len(kept) == len(proposal.masked):
        return None
    version = await replay(_with_old(before, proposal.version, blamed), environment)
    rest = propose(before, findings, version, kept, rules)
    return None if rest.broken or version == before else rest


def _with_old(before: Dialogue, version: Dialogue, ids: set[int | None]) -> Dialogue:
    """The version with these turns, and the observations that follow them, as they were."""
    old = {}
    for turn, after in zip(before.turns, (*before.turns[1:], None), strict=True):
        if turn.id in ids:
            old[turn.id] = turn
            if isinstance(after, ToolTurn):
                old[after.id] = after
    return version.with_turns(tuple(old.get(turn.id, turn) for turn in version.turns))


def _stale(before: Dialogue, after: Dialogue) -> tuple[int, ...]:
    """Replies in subtasks whose observations changed."""
    old = {turn.id: turn for turn in before.turns}
    changed = {turn.subtask for turn in after.turns if isinstance(turn, ToolTurn) and turn != old.get(turn.id)}
    return tuple(
        turn.id
        for turn in after.turns
        if isinstance(turn, AssistantTurn) and not turn.calls and turn.subtask in changed
    )
