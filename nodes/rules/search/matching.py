"""Results against their calls: a result is about what was asked, not about what another call asked."""

from typing import NamedTuple

from pydantic import JsonValue

from nodes.rules.evidence import result_text, stands_in
from nodes.rules.rule import Complaint, Complaints, rule
from nodes.rules.search.leaves import Leaf, all_leaves, kind_of
from nodes.rules.search.records import key_of
from nodes.rules.search.seen import searchable
from state.dialogue import Call, Dialogue, Observation
from state.remember import remembered_together

_SHORTEST = 3


class Answer(NamedTuple):
    """What a result says of the values of its call."""

    result: str
    """As text."""
    leaves: tuple[Leaf, ...]
    untold: tuple[Leaf, ...]
    """Those of them that the result does not hold."""
    contradicted: tuple[Leaf, JsonValue] | None
    """An id of the call, and another one that the result has in the field of that name."""

    def tells(self, leaf: Leaf) -> bool:
        """Whether the result holds a value."""
        return _tells(self.result, leaf)


@rule("observation_mismatch")
def results_are_of_their_calls(dialogue: Dialogue) -> Complaints:
    """A result speaks of the thing that its call names, where results of the tool speak of it at all."""
    earlier: dict[str, list[Answer]] = {}
    for step in dialogue.steps():
        if step.observation is None or step.observation.error or not step.turn.learn:
            continue
        answer, others = _answer(step.observation, step.call), earlier.setdefault(step.call.name, [])
        if found := answer.contradicted or _other_call(answer, others):
            leaf, other = found
            message = f"the result of {step.call.name} is about {other!r}, not about {leaf.value!r}"
            yield Complaint(step.turn.id, message, f"{step.call.id}.{leaf.path}", leaf.value)
        others.append(answer)


@remembered_together
def _answer(observation: Observation, call: Call) -> Answer:
    result, leaves = searchable(result_text(observation)), all_leaves(call)
    untold = tuple(leaf for leaf in leaves if not _tells(result, leaf))
    return Answer(result, leaves, untold, _contradicted(observation.content, untold))


def _tells(result: str, leaf: Leaf) -> bool:
    return stands_in(searchable(str(leaf.value)), result)


def _contradicted(content: JsonValue, untold: tuple[Leaf, ...]) -> tuple[Leaf, JsonValue] | None:
    if not isinstance(content, dict):
        return None
    for leaf in untold:
        told = content.get(leaf.name)
        if kind_of(leaf) != "id" or leaf.path != leaf.name or not isinstance(told, str | int) or told == "":
            continue
        if key_of(told) != key_of(leaf.value):
            return leaf, told
    return None


def _other_call(answer: Answer, earlier: list[Answer]) -> tuple[Leaf, JsonValue] | None:
    """A value of the call that its result lacks, while it has that of an earlier call whose result had it too."""
    for leaf in answer.untold if earlier else ():
        if len(str(leaf.value)) < _SHORTEST:
            continue
        for other in earlier:
            for instead in other.leaves:
                if _is_another(instead, leaf) and other.tells(instead) and answer.tells(instead):
                    return leaf, instead.value
    return None


def _is_another(one: Leaf, leaf: Leaf) -> bool:
    """Whether it is another value of the same field."""
    return one.path == leaf.path and len(str(one.value)) >= _SHORTEST and key_of(one.value) != key_of(leaf.value)
