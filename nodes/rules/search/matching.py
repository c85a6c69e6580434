"""Results against their calls: a result is about what was asked, not about what another call asked."""

from collections.abc import Iterator
from typing import NamedTuple

from nodes.rules.evidence import stands_in
from nodes.rules.rule import Complaint, Complaints, rule
from nodes.rules.search.leaves import Leaf, all_leaves, kind_of
from nodes.rules.search.records import key_of
from nodes.rules.search.seen import searchable
from prompts.views import view_value
from state.dialogue import Dialogue, Step

_SHORTEST = 3


class Answered(NamedTuple):
    """A call that succeeded, with its result as text."""

    step: Step
    leaves: tuple[Leaf, ...]
    result: str

    def tells(self, leaf: Leaf) -> bool:
        """Whether the result holds a value."""
        return stands_in(searchable(str(leaf.value)), self.result)


@rule("observation_mismatch")
def results_are_of_their_calls(dialogue: Dialogue) -> Complaints:
    """A result speaks of the thing that its call names, where results of the tool speak of it at all."""
    earlier: dict[str, list[Answered]] = {}
    for answered in _answered(dialogue):
        step = answered.step
        if found := _contradiction(answered) or _other_call(answered, earlier.get(step.call.name, [])):
            leaf, other = found
            message = f"the result of {step.call.name} is about {other!r}, not about {leaf.value!r}"
            yield Complaint(step.turn.id, message, f"{step.call.id}.{leaf.path}", leaf.value)
        earlier.setdefault(step.call.name, []).append(answered)


def _answered(dialogue: Dialogue) -> Iterator[Answered]:
    for step in dialogue.steps():
        if step.observation is not None and not step.observation.error and step.turn.learn:
            yield Answered(step, all_leaves(step.call), searchable(view_value(step.observation.content)))


def _contradiction(answered: Answered) -> tuple[Leaf, object] | None:
    """An id of the call, and another one that the result has in the field of that name."""
    content = answered.step.observation.content if answered.step.observation else None
    if not isinstance(content, dict):
        return None
    for leaf in answered.leaves:
        told = content.get(leaf.name)
        if kind_of(leaf) != "id" or leaf.path != leaf.name or not isinstance(told, str | int) or told == "":
            continue
        if key_of(told) != key_of(leaf.value) and not answered.tells(leaf):
            return leaf, told
    return None


def _other_call(answered: Answered, earlier: list[Answered]) -> tuple[Leaf, object] | None:
    """A value of the call that its result lacks, while it has that of an earlier call whose result had it too."""
    for leaf in answered.leaves:
        if len(str(leaf.value)) < _SHORTEST or answered.tells(leaf):
            continue
        for other in earlier:
            for instead in other.leaves:
                if _is_another(instead, leaf) and other.tells(instead) and answered.tells(instead):
                    return leaf, instead.value
    return None


def _is_another(one: Leaf, leaf: Leaf) -> bool:
    """Whether it is another value of the same field."""
    return one.path == leaf.path and len(str(one.value)) >= _SHORTEST and key_of(one.value) != key_of(leaf.value)
