"""From findings and answers to a verdict with reasons."""

from collections.abc import Iterator
from dataclasses import dataclass

from nodes.rules.rule import fatal
from state.dialogue_state import DialogueState, Update
from state.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Accept when no finding is fatal and every expert says yes."""

    async def __call__(self, state: DialogueState) -> Update:
        """Give the verdict."""
        reasons = tuple(_reasons(state))
        return {"verdict": Verdict(accepted=not reasons, reasons=reasons)}


def _reasons(state: DialogueState) -> Iterator[str]:
    for finding in fatal(state.findings):
        yield f"{finding.kind}: {finding.message}"
    for answer in state.answers:
        if not answer.passed:
            yield f"{answer.question}: {answer.reason}"
