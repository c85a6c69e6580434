"""The values that have to be found: those of calls whose sources nobody stated, with what stood before them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from nodes.rules.evidence import stands_in
from nodes.rules.rule import Complaint
from nodes.rules.search.leaves import Kind, Leaf, all_leaves, fellows, kind_of, leaves
from nodes.rules.search.records import Plain, Record, key_of
from nodes.rules.search.seen import Piece, Seen, searchable, seen
from prompts.views import as_json
from state.dialogue import Dialogue, Step
from state.remember import remembered
from state.source import Unstated
from state.verdict import Severity

_COMMON = 13
"""Numbers below this stand everywhere, and tie nothing together."""


_AGREEMENT = 60
"""Characters up to which a user's words may only agree to what was said before."""


class Asked(NamedTuple):
    """One value of a call, and where it stands."""

    seen: Seen
    step: Step
    position: int
    """Of the call's turn."""
    leaf: Leaf
    kind: Kind

    @property
    def value(self) -> Plain:
        """What is looked for."""
        return self.leaf.value

    @property
    def top(self) -> str:
        """The parameter that the value belongs to."""
        return self.leaf.path.split(".")[0].split("[")[0]

    def users(self) -> Iterator[Piece]:
        """What users had said."""
        return self.seen.before(self.position, "user")

    def wishes(self) -> Iterator[Piece]:
        """What the user wants of this call: the words of the subtask, with those before where it only agrees."""
        subtask = self.step.turn.subtask
        turns = {turn.id: turn.subtask for turn in self.seen.turns}
        users = list(self.users())
        while subtask > 0 and sum(len(p.text) for p in users if turns[p.turn] == subtask) < _AGREEMENT:
            subtask -= 1
        return (piece for piece in users if turns[piece.turn] >= subtask)

    def results(self) -> list[Piece]:
        """What tools had returned, failures left out."""
        return [piece for piece in self.seen.before(self.position, "result") if not piece.failed]

    def ties(self) -> list[Plain]:
        """The other values of the call that some result knows."""
        results = self.results()
        return [other for other in self.others() if any(written(other) in piece.whole for piece in results)]

    def others(self) -> tuple[Plain, ...]:
        """The other values of the call that can tie a result to it: those of the same object, else all."""
        if tying := _tying(self.leaf.siblings):
            return tying
        same = fellows(self.step.call, self.leaf) or (self.leaf,)
        return _tying(leaf.value for leaf in all_leaves(self.step.call) if leaf not in same)

    def offer(self) -> str:
        """What the tool's own schema says of the parameter: a default, choices, a description."""
        tool = self.step.tool
        schema = tool.properties.get(self.top) if tool else None
        return as_json(schema) if schema else ""

    def is_offered(self) -> bool:
        """Whether the schema names the value."""
        value = self.value if isinstance(self.value, str) else f"{self.value:g}"
        return stands_in(searchable(value), searchable(self.offer()))

    def is_required(self) -> bool:
        """Whether the call could not be made without the argument."""
        return self.step.tool is None or self.top in self.step.tool.required

    def complaint(self, message: str, kind: str | None = None, severity: Severity | None = None) -> Complaint:
        """That the value is not supported."""
        path = f"{self.step.call.id}.{self.leaf.path}"
        return Complaint(self.step.turn.id, message, path, self.value, kind, severity)


@remembered
def asked(dialogue: Dialogue) -> Sequence[Asked]:
    """Every value of every call that is to be learned and states no source."""
    everything = seen(dialogue)
    return [
        Asked(everything, step, step.position, leaf, kind_of(leaf))
        for step in dialogue.steps()
        if step.turn.learn
        for argument in step.call.arguments
        if isinstance(argument.source, Unstated)
        for leaf in leaves(argument)
    ]


def of_kind(dialogue: Dialogue, *kinds: Kind) -> Iterator[Asked]:
    """The values of these kinds."""
    return (one for one in asked(dialogue) if one.kind in kinds)


def written(value: Plain) -> str:
    """What a plain text has in it if it holds a value: the text, or the digits before the point."""
    return key_of(value) if isinstance(value, str) else f"{abs(int(value))}"


def _tying(values: Iterable[Plain]) -> tuple[Plain, ...]:
    return tuple(v for v in values if (len(v) > 1 if isinstance(v, str) else abs(v) >= _COMMON))


def is_tied(record: Record, place: int, others: Sequence[Plain]) -> bool:
    """Whether a value in a result stands with at least half of the others of its call that the results know."""
    return 2 * record.stand_with(place, others) >= len(others)
