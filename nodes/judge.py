"""Keep the candidate if it reads better than what we have."""

from dataclasses import dataclass

from nodes.asking import Asker
from nodes.fill import texts
from nodes.masking import with_observations
from nodes.rules.rule import Rule, check
from nodes.stages import stage
from prompts.prompt import Prompt
from prompts.wording import JUDGE
from state.answers import WrittenRuling
from state.brief import JudgeBrief
from state.change import change
from state.dialogue import Dialogue
from state.dialogue_state import Candidate, DialogueState, Update
from state.model import ChatModel
from state.verdict import Ruling


@dataclass(frozen=True, slots=True)
class Judge:
    """Show the two versions as A and B in a seeded order; a tie keeps the old one."""

    model: ChatModel
    rules: tuple[Rule, ...]
    """What they find in either version is shown to the judge, who decides."""
    prompt: Prompt = JUDGE

    async def __call__(self, state: DialogueState) -> Update:
        """Rule on the candidate."""
        assert state.candidate is not None
        swapped = state.random("judge").random() < 0.5
        brief = JudgeBrief(
            dialogue=state.draft(),
            other=state.candidate.dialogue,
            masked=with_observations(state.draft(), state.candidate.masked),
            swapped=swapped,
            faults=self._faults(state.draft()),
            other_faults=self._faults(state.candidate.dialogue),
        )
        asker = Asker("judge", "judge", self.model, self.prompt)
        answered = await asker.ask(state, brief, WrittenRuling, lambda answer: answer)
        accepted = answered.value.side("B" if swapped else "A") == "after"
        return self._ruled(state, state.candidate, accepted, answered.value.reason) | answered.accounts

    def _faults(self, dialogue: Dialogue) -> tuple[str, ...]:
        found = check(dialogue, self.rules)
        return tuple(f"turn {f.turn}: {f.message}" for f in found if f.severity != "tool_defect")

    def _ruled(self, state: DialogueState, candidate: Candidate, accepted: bool, reason: str) -> Update:
        kept, lost = (candidate.dialogue, state.draft()) if accepted else (state.draft(), candidate.dialogue)
        ruling = Ruling(
            refinement=state.refinements,
            masked=candidate.masked,
            accepted=accepted,
            by="judge",
            reason=reason,
            before=texts(state.draft(), candidate.masked),
            after=texts(candidate.dialogue, candidate.masked),
            lost=change(kept, lost),
        )
        return {
            "dialogue": kept,
            "candidate": None,
            "rulings": (ruling,),
            "stages": (stage(f"fill {state.refinements}", check(kept, self.rules)),),
        }
