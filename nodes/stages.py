"""Count findings by kind, stage by stage: the failure taxonomy."""

from collections import Counter
from collections.abc import Iterable

from state.dialogue_state import Stage
from state.verdict import Finding


def stage(name: str, findings: Iterable[Finding]) -> Stage:
    """How many findings of each kind there are at this moment."""
    return Stage(stage=name, findings=dict(sorted(Counter(finding.kind for finding in findings).items())))
