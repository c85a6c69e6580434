"""Check the finished dialogue with rules."""

from dataclasses import dataclass

from nodes.rules.rule import Rule, check
from nodes.stages import stage, verifying
from state.dialogue_state import DialogueState, Update


@dataclass(frozen=True, slots=True)
class RuleCheck:
    """Apply every rule; no model is asked."""

    rules: tuple[Rule, ...]

    async def __call__(self, state: DialogueState) -> Update:
        """Put all findings into the state."""
        findings = check(state.draft(), self.rules)
        stands = stage(verifying("end", state.repairs), findings)
        return {"findings": findings, "answers": (), "stages": (stands,)}
