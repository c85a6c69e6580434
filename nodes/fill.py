"""Refine: mask a few turns and have them written anew. What breaks a rule never reaches the judge."""

from collections.abc import Iterable
from dataclasses import dataclass

from nodes.asking import Unread
from nodes.masking import maskable, pick, urgency
from nodes.refilling import Refiller
from nodes.rules.rule import Rule, check
from nodes.stages import stage
from prompts.prompt import Prompt
from prompts.views import view_place
from prompts.wording import FILL
from state.dialogue import AssistantTurn, Dialogue, ToolTurn
from state.dialogue_state import Candidate, DialogueState, Update
from state.environment import Pool
from state.model import ChatModel
from state.verdict import Finding, Ruling


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
        dialogue = state.draft()
        findings = check(dialogue, self.rules)
        repairing = state.verdict is not None
        masked = _at_fault(state, findings) if repairing else self._pick(state, findings)
        reasons = _reasons(state, findings, masked)
        refiller = Refiller("fill", self.model, self.pool, self.prompt)
        answered = await refiller.refill(state, masked, reasons)
        update: Update = {
            "refinements": state.refinements + 1,
            "picks": state.picks | {id: state.picks.get(id, 0) + 1 for id in masked},
            "remarks": (),
            "stale": tuple(id for id in state.stale if id not in masked),
            "verdict": None,
            "repairs": state.repairs + repairing,
        } | answered.accounts
        return update | self._proposed(state, findings, masked, answered.value)

    def _pick(self, state: DialogueState, findings: tuple[Finding, ...]) -> tuple[int, ...]:
        urgent = urgency(state.draft(), findings, state.stale)
        # A turn that was masked again and again without success must not keep the others waiting for ever.
        urgent.sort(key=lambda id: state.picks.get(id, 0))
        return pick(state.draft(), state.picks, urgent, state.random("fill"))

    def _proposed(
        self,
        state: DialogueState,
        findings: tuple[Finding, ...],
        masked: tuple[int, ...],
        version: Dialogue | Unread,
    ) -> Update:
        """The candidate, or the ruling against it and how the dialogue stands."""
        dialogue = state.draft()
        if isinstance(version, Unread):
            return _refused(state, masked, "writer", version.problem, findings)
        if version == dialogue:
            return _refused(state, masked, "writer", "the fill changed nothing", findings)
        broken = _newly_broken(findings, check(version, self.rules)) if state.budget.rules_in_loop else ()
        if broken:
            reason = "; ".join(f"{finding.rule}: {finding.message}" for finding in broken)
            return _refused(state, masked, "rules", reason, findings, version) | {"remarks": broken}
        return {"candidate": Candidate(dialogue=version, masked=masked, stale=_stale(dialogue, version, masked))}


def _refused(
    state: DialogueState,
    masked: tuple[int, ...],
    by: str,
    reason: str,
    findings: tuple[Finding, ...],
    version: Dialogue | None = None,
) -> Update:
    ruling = Ruling.model_validate(
        {
            "refinement": state.refinements + 1,
            "masked": masked,
            "accepted": False,
            "by": by,
            "reason": reason,
            "before": texts(state.draft(), masked),
            "after": texts(version, masked) if version else (),
        }
    )
    return {"candidate": None, "rulings": (ruling,), "stages": (stage(f"fill {ruling.refinement}", findings),)}


def texts(dialogue: Dialogue, masked: Iterable[int]) -> tuple[str, ...]:
    """The masked turns of one version as text."""
    return tuple(view_place(dialogue, id) for id in masked)


def _newly_broken(before: Iterable[Finding], after: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings at places where the version before had none."""
    places = {finding.place() for finding in before}
    return tuple(f for f in after if f.severity != "tool_defect" and f.place() not in places)


def _stale(before: Dialogue, after: Dialogue, masked: tuple[int, ...]) -> tuple[int, ...]:
    """Replies after a turn whose observations changed, up to the end of its subtask."""
    old = {turn.id: turn for turn in before.turns}
    changed = {turn.subtask for turn in after.turns if isinstance(turn, ToolTurn) and turn != old.get(turn.id)}
    return tuple(
        turn.id
        for turn in after.turns
        if isinstance(turn, AssistantTurn) and not turn.calls and turn.subtask in changed
    )


def _at_fault(state: DialogueState, findings: Iterable[Finding]) -> tuple[int, ...]:
    """Every turn that a fatal finding or an expert's objection points at; the replies where none is named."""
    dialogue = state.draft()
    blamed = {finding.turn for finding in findings if finding.severity == "fatal"}
    blamed |= {id for answer in state.answers if not answer.passed for id in answer.turns}
    free = maskable(dialogue)
    named = tuple(turn.id for turn in free if turn.id in blamed)
    return named or tuple(t.id for t in free if isinstance(t, AssistantTurn) and not t.calls)


def _reasons(state: DialogueState, findings: Iterable[Finding], masked: tuple[int, ...]) -> tuple[str, ...]:
    told = [f"turn {f.turn}: {f.message}" for f in (*findings, *state.remarks) if f.turn in masked]
    if state.verdict:
        told += [f"{answer.question}: {answer.reason}" for answer in state.answers if not answer.passed]
    return tuple(dict.fromkeys(told))
