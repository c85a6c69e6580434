"""Refine: mask a few turns and have them written anew. What breaks a rule never reaches the judge."""

from collections.abc import Iterable
from dataclasses import dataclass

from nodes.asking import Unread
from nodes.drafts import drafts
from nodes.masking import maskable, pick, urgency
from nodes.proposals import Proposal, cited, propose, saved
from nodes.refilling import Refiller
from nodes.rules.rule import Rule, check, fatal
from nodes.stages import stage
from prompts.prompt import Prompt
from prompts.views import view_place
from prompts.wording import FILL
from state.change import change
from state.dialogue import AssistantTurn, Dialogue
from state.dialogue_state import Candidate, DialogueState, Update
from state.environment import Pool
from state.model import ChatModel
from state.verdict import By, Finding, Ruling


@dataclass(frozen=True, slots=True)
class Fill:
    """Write a few turns anew and propose the result to the judge.

    After a rejecting verdict it repairs instead: the turns at fault are masked, all of them, with the reasons.
    """

    model: ChatModel
    pool: Pool
    rules: tuple[Rule, ...]
    prompt: Prompt = FILL

    async def __call__(self, state: DialogueState) -> Update:
        """Mask, fill, replay, and check before the judge is asked."""
        findings = check(state.draft(), self.rules)
        repairing = state.verdict is not None
        masked = _at_fault(state, findings) if repairing else self._pick(state, findings)
        refiller = Refiller("fill", self.model, self.pool, self.prompt)
        answered = await refiller.refill_mending(state, masked, _reasons(state, findings, masked))
        update: Update = {
            "refinements": state.refinements + 1,
            "picks": state.picks | {id: state.picks.get(id, 0) + 1 for id in masked},
            "remarks": tuple(finding for finding in state.remarks if finding.turn not in masked),
            "verdict": None,
            "repairs": state.repairs + repairing,
        } | answered.accounts
        return update | await self._weighed(state, findings, masked, answered.value)

    def _pick(self, state: DialogueState, findings: tuple[Finding, ...]) -> tuple[int, ...]:
        urgent = urgency(findings)
        # A turn that was masked again and again without success must not keep the others waiting for ever.
        urgent.sort(key=lambda id: state.picks.get(id, 0))
        return pick(state.draft(), state.picks, urgent, state.budget, state.random("fill"))

    async def _weighed(
        self,
        state: DialogueState,
        findings: tuple[Finding, ...],
        masked: tuple[int, ...],
        version: Dialogue | Unread,
    ) -> Update:
        """A candidate for the judge, or what was decided without one."""
        before, refinement = state.draft(), state.refinements + 1
        if isinstance(version, Unread):
            return self._decided(state, ruled(refinement, before, masked, "writer", version.problem))
        if version == before:
            return self._decided(state, ruled(refinement, before, masked, "writer", "the fill changed nothing"))
        proposal = propose(before, findings, version, masked, self.rules)
        if not state.budget.rules_in_loop:
            return _candidate(proposal)
        if proposal.broken:
            return await self._broken(state, findings, proposal)
        if set(masked) <= set(drafts(before)):
            reason = "a draft gives way to a reply that knows its results"
            ruling = ruled(refinement, before, masked, "rules", reason, version, accepted=True)
            return {"dialogue": proposal.version} | self._decided(state, ruling, proposal.version)
        return _candidate(proposal)

    async def _broken(self, state: DialogueState, findings: tuple[Finding, ...], proposal: Proposal) -> Update:
        """Refuse what breaks a rule, tell the next fill why, and let the judge see what is left."""
        reason = "; ".join(f"{finding.rule}: {finding.message}" for finding in proposal.broken)
        environment = self.pool.open(state.seed, state.draft().now)
        rest = await saved(state.draft(), findings, proposal, self.rules, environment)
        refused = tuple(id for id in proposal.masked if rest is None or id not in rest.masked)
        ruling = ruled(state.refinements + 1, state.draft(), refused, "rules", reason, proposal.version)
        told: Update = {"remarks": proposal.broken}
        if rest is None:
            return told | self._decided(state, ruling)
        return told | {"rulings": (ruling,)} | _candidate(rest)

    def _decided(self, state: DialogueState, ruling: Ruling, version: Dialogue | None = None) -> Update:
        """No candidate, a ruling, and how the dialogue stands now."""
        stands = stage(f"fill {ruling.refinement}", check(version or state.draft(), self.rules))
        return {"candidate": None, "rulings": (ruling,), "stages": (stands,)}


def _candidate(proposal: Proposal) -> Update:
    return {"candidate": Candidate(dialogue=proposal.version, masked=proposal.masked)}


def ruled(
    refinement: int,
    before: Dialogue,
    masked: tuple[int, ...],
    by: By,
    reason: str,
    version: Dialogue | None = None,
    accepted: bool = False,
) -> Ruling:
    """What became of a version, where there is one, that was to take the place of the one before."""
    kept, lost = (version, before) if version and accepted else (before, version)
    return Ruling(
        refinement=refinement,
        masked=masked,
        accepted=accepted,
        by=by,
        reason=reason,
        before=_texts(before, masked),
        after=_texts(version, masked) if version else (),
        lost=change(kept, lost) if lost else None,
    )


def _texts(dialogue: Dialogue, masked: Iterable[int]) -> tuple[str, ...]:
    """The masked turns of one version as text."""
    return tuple(view_place(dialogue, id) for id in masked)


def _at_fault(state: DialogueState, findings: Iterable[Finding]) -> tuple[int, ...]:
    """Every turn that a fatal finding or an expert's objection points at; the replies where none is named."""
    dialogue = state.draft()
    serious = fatal(findings)
    blamed = {finding.turn for finding in serious} | cited(dialogue, {finding.path for finding in serious})
    blamed |= {id for answer in state.answers if answer.objects for id in answer.turns}
    free = maskable(dialogue)
    named = tuple(turn.id for turn in free if turn.id in blamed)
    return named or tuple(t.id for t in free if isinstance(t, AssistantTurn) and not t.calls)


def _reasons(state: DialogueState, findings: Iterable[Finding], masked: tuple[int, ...]) -> tuple[str, ...]:
    told = [f"turn {f.turn}: {f.message}" for f in (*findings, *state.remarks) if f.turn in masked]
    if state.verdict:
        told += [answer.told() for answer in state.answers if answer.objects]
    return tuple(dict.fromkeys(told))
