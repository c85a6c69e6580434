"""What a fill is worth before any judge has seen it: what it breaks, and what can be saved of it."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from nodes.drafts import drafts, with_drafts
from nodes.replay import replay
from nodes.rules.rule import Rule, check
from state.dialogue import AssistantTurn, Dialogue, ToolTurn
from state.environment import Environment
from state.source import Resolved, Said
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
    return Proposal(version, masked, broken_by(version, findings, rules))


def broken_by(version: Dialogue, findings: Iterable[Finding], rules: tuple[Rule, ...]) -> tuple[Finding, ...]:
    """What is wrong with a version beyond these findings; replies that wait for their results are spared."""
    places = {finding.place() for finding in findings}
    waiting = set(drafts(version))
    return tuple(
        finding
        for finding in check(version, rules)
        if finding.severity != "tool_defect" and finding.place() not in places and finding.turn not in waiting
    )


async def saved(
    before: Dialogue,
    findings: Iterable[Finding],
    proposal: Proposal,
    rules: tuple[Rule, ...],
    environment: Environment,
) -> Proposal | None:
    """The proposal without the turns that break rules, which must not cost the others; None where nothing is left.

    Where nobody can say which turn is to blame, the calls are.
    """
    blamed = {finding.turn for finding in proposal.broken}
    blamed |= cited(proposal.version, {finding.path for finding in proposal.broken})
    calls = {turn.id for turn in before.turns if isinstance(turn, AssistantTurn) and turn.calls}
    for refused in (blamed, blamed | calls):
        kept = tuple(id for id in proposal.masked if id not in refused)
        if not kept or len(kept) == len(proposal.masked):
            continue
        version = await replay(_with_old(before, proposal.version, refused), environment)
        rest = propose(before, findings, version, kept, rules)
        if not rest.broken:
            return None if version == before else rest
    return None


def cited(dialogue: Dialogue, paths: Collection[str]) -> set[int]:
    """The user turns that the arguments at these paths cite: the fault may lie in their words."""
    return {
        argument.source.turn
        for step in dialogue.steps()
        for argument in step.call.arguments
        if f"{step.call.id}.{argument.name}" in paths and isinstance(argument.source, Said | Resolved)
    }


def _with_old(before: Dialogue, version: Dialogue, ids: Collection[int | None]) -> Dialogue:
    """The version with these turns, and the observations that follow them, as they were."""
    old = {}
    for turn, after in zip(before.turns, (*before.turns[1:], None), strict=True):
        if turn.id in ids:
            old[turn.id] = turn
            if isinstance(after, ToolTurn):
                old[after.id] = after
    return version.with_turns(tuple(old.get(turn.id, turn) for turn in version.turns))
