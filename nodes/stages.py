"""Count findings by kind, stage by stage: the failure taxonomy."""

from collections import Counter
from collections.abc import Iterable

from nodes.rules.rule import fatal
from state.dialogue_state import Stage
from state.verdict import Answer, Finding


def stage(name: str, findings: Iterable[Finding]) -> Stage:
    """How many findings of each kind there are at this moment."""
    found = tuple(findings)
    return Stage(
        stage=name,
        findings=_counted(finding.kind for finding in found),
        fatal=_counted(finding.kind for finding in fatal(found)),
    )


def objections(name: str, answers: Iterable[Answer]) -> Stage:
    """To which questions experts say no at this moment."""
    return Stage(stage=name, findings=_counted(answer.question for answer in answers if answer.objects))


def verifying(moment: str, repairs: int) -> str:
    """The name of a moment of the verification, told apart from the same before a repair."""
    return f"{moment} after repair {repairs}" if repairs else moment


def _counted(kinds: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(kinds).items()))
