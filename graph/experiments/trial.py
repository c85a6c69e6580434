"""One dialogue that was tried, as the numbers that measures are made of."""

from collections.abc import Iterator
from dataclasses import dataclass

from graph.benchmarks.flaws import remains
from graph.experiments.texts import coherence
from graph.report.figures import by_pass, repairing
from nodes.rules.catalogue import RULES
from nodes.rules.rule import check, fatal
from state.dialogue import AssistantTurn, Dialogue, UserTurn
from state.record import Record, Spent

VERIFYING = frozenset({"rule-check", "expert-check", "aggregate"})
"""The nodes whose calls are not counted as generation."""

Quantities = dict[str, float]


@dataclass(frozen=True, slots=True)
class Trial:
    """One dialogue of one arm."""

    repeat: int
    index: int
    """With the repeat, what pairs it with the same dialogue of other arms."""
    quantities: Quantities

    @property
    def kept(self) -> bool:
        """Whether it came out as good enough to train on."""
        return bool(self.quantities["kept"])


def trial_of(record: Record, repeat: int) -> Trial:
    """Reduce a record to its numbers. A quantity that nobody knows is not there."""
    return Trial(repeat, record.index, dict(_quantities(record)))


def _quantities(record: Record) -> Iterator[tuple[str, float]]:
    kept = record.status == "kept"
    yield from (("candidates", 1), ("kept", kept), ("failed", record.status == "failed"))
    yield "repaired", record.repairs > 0
    yield from _spending(record)
    yield from _verification(record)
    after_verdict = repairing(record)
    for number, rulings in by_pass(record.rulings).items():
        if number not in after_verdict:
            yield from ((f"pass_{number}", 1), (f"pass_{number}_taken", any(ruling.accepted for ruling in rulings)))
    if record.dialogue is not None and record.status != "failed":
        shape = dict(_shape(record, record.dialogue))
        yield from shape.items()
        yield from ((f"{name}_kept", value * kept) for name, value in shape.items())


def _spending(record: Record) -> Iterator[tuple[str, float]]:
    for node, calls in record.calls_by_node.items():
        yield f"calls_at_{node}", calls
    verifying = sum((s for node, s in record.usage_by_node.items() if node in VERIFYING), Spent())
    every = sum(record.usage_by_node.values(), Spent())
    yield from (("calls", every.calls), ("verification_calls", verifying.calls))
    yield "generation_calls", every.calls - verifying.calls
    yield from (("prompt_tokens", every.usage.prompt_tokens), ("completion_tokens", every.usage.completion_tokens))
    yield "tokens", every.usage.prompt_tokens + every.usage.completion_tokens
    yield "verification_tokens", verifying.usage.prompt_tokens + verifying.usage.completion_tokens
    if record.cost is not None:
        yield "cost", record.cost


def _verification(record: Record) -> Iterator[tuple[str, float]]:
    """What rules and experts said when they first looked, before any repair."""
    stages = {stage.stage: stage for stage in record.stages}
    if "end" in stages:
        passed = not stages["end"].fatal
        yield from (("checked", 1), ("rules_passed", passed))
        if "experts" in stages:
            agreed = not stages["experts"].findings
            yield from (("asked", 1), ("experts_passed", agreed))
            passed = passed and agreed
        yield "first_passed", passed


def _shape(record: Record, dialogue: Dialogue) -> Iterator[tuple[str, float]]:
    """What the dialogue itself is like."""
    steps = dialogue.steps()
    yield from (("dialogues", 1), ("turns", len(dialogue.turns)), ("tool_calls", len(steps)))
    yield "user_turns", sum(isinstance(turn, UserTurn) for turn in dialogue.turns)
    yield "steps", sum(isinstance(turn, AssistantTurn) and bool(turn.calls) for turn in dialogue.turns)
    yield "coherence", coherence(dialogue)
    # Where nobody verified, the same rules look now; where somebody did, they have looked at this very dialogue.
    verified = any(stage.stage.startswith("end") for stage in record.stages)
    faults = fatal(record.findings if verified else check(dialogue, RULES))
    yield from (("sound", not faults), ("faults", len(faults)))
    if record.simulated:
        yield "flaws", sum(remains(dialogue, flaw) for flaw in record.planted)
