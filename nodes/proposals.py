"""What a fill is worth before any judge has seen it: what it breaks, and what can be saved of it."""

from collections.abc import Iterable
from typing import NamedTuple

from nodes.drafts import drafts, with_drafts
from nodes.replay import replay
from nodes.rules.rule import Rule, check
from state.dialogue import Dialogue, ToolTurn
from state.environment import Environment
from state.verdict import Finding


class Proposal(NamedTuple):
    """A version of the dialogue with some turns written anew."""

    version: Dialogue
    masked: tuple[int, ...]
    broken: tuple[Finding, ...]
    """What it breaks that the version before kept."""


def propose(
    before: Dialogue, findings: Iterable[Finding], version: Dialogue, masked: tuple[int, ...], rules: tuple[Rule, ...]
) -> Proposal:
    """Hold a version against the one before, whose findings are given.

    Replies whose observations changed are drafts again, to be masked next; that alone is not counted as broken.
    """
    version = with_drafts(before, version, masked)
    places = {finding.place() for finding in findings}
    waiting = set(drafts(version))
    broken = tuple(
        finding
        for finding in check(version, rules)
        if finding.severity != "tool_defect" and finding.place() not in places and finding.turn not in waiting
    )
    return Proposal(version, masked, broken)


async def saved(
    before: Dialogue,
    findings: Iterable[Finding],
    proposal: Proposal,
    rules: tuple[Rule, ...],
    environment: Environment,
) -> Proposal | None:
    """The proposal without the turns that break rules, which must not cost the others; None where nothing is left."""
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
