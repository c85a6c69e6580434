"""From findings and answers to a verdict with reasons."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from nodes.labelling import labelled, labels_of
from nodes.policies import NEEDED, POLICIES, WEIGHTS, Policy, Unanswered, Voice
from nodes.rules.rule import fatal
from nodes.stages import objections, verifying
from state.dialogue_state import DialogueState, Update
from state.verdict import Answer, Verdict


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Accept when no finding is fatal and the experts, counted by the policy, say yes."""

    policy: Policy = "all"
    unanswered: Unanswered = "fail"
    """How a question counts to which there is no usable answer."""
    weights: Mapping[str, float] = field(default_factory=dict)
    """What some questions weigh in a weighted vote, laid over the weights that they have."""
    needed: float = NEEDED
    """The share of all weights that has to say yes in a weighted vote."""
    keep_turns: int = 0
    """Keep a dialogue all the same whose faults, when no repair is left, lie in so few turns of the assistant."""

    async def __call__(self, state: DialogueState) -> Update:
        """Give the verdict, and label turns where the dialogue is kept without them."""
        voices = [Voice(self._passes(answer), self._weight(answer)) for answer in state.answers]
        agreed = not voices or POLICIES[self.policy](voices, self.needed)
        stands = objections(verifying("experts", state.repairs), state.answers)
        update: Update = {"stages": (stands,) if state.answers else ()}
        if agreed and not fatal(state.findings):
            overruled = tuple(answer.told() for answer in state.answers if answer.passed is not True)
            return update | {"verdict": Verdict(accepted=True, overruled=overruled)}
        return update | self._rejected(state)

    def _rejected(self, state: DialogueState) -> Update:
        reasons = tuple(self._reasons(state))
        overruled = tuple(a.told() for a in state.answers if a.passed is None and self._passes(a))
        repairable = state.repairs < state.budget.repairs
        against = [answer for answer in state.answers if not self._passes(answer)]
        labels = () if repairable else labels_of(state.draft(), state.findings, against, self.keep_turns)
        verdict = Verdict(accepted=bool(labels), reasons=reasons, overruled=overruled, labels=labels)
        return {"verdict": verdict} | ({"dialogue": labelled(state.draft(), labels)} if labels else {})

    def _reasons(self, state: DialogueState) -> Iterator[str]:
        for finding in fatal(state.findings):
            yield f"{finding.kind}: {finding.message}"
        for answer in state.answers:
            if not self._passes(answer):
                yield answer.told()

    def _passes(self, answer: Answer) -> bool:
        return self.unanswered == "pass" if answer.passed is None else answer.passed

    def _weight(self, answer: Answer) -> float:
        return self.weights.get(answer.question, WEIGHTS.get(answer.question, 1.0))
