"""Numbers in calls: said by the user, returned with the things that the call is about, or worked out from these."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from nodes.rules.amounts import amounts
from nodes.rules.rule import Complaints, rule
from nodes.rules.search.asked import Asked, is_tied, of_kind
from nodes.rules.search.leaves import all_leaves, words_of
from nodes.rules.search.numbers import in_sum, is_written, stated
from nodes.rules.search.records import Plain, Record
from state.dialogue import Dialogue

_SMALL = 12
_RARE = 1000
_MOST_OPERANDS = 60


@rule("ungrounded_number")
def numbers_in_calls_are_given(dialogue: Dialogue) -> Complaints:
    """A number in a call was said, or returned with what the call is about, or follows from such numbers."""
    for one in of_kind(dialogue, "number", "sum"):
        for value in _values(one):
            numbers = Numbers(one, value)
            if numbers.is_given():
                continue
            if numbers.is_hidden():
                message = f"nobody says {value:g}, nor any number it could stand for: a state that is not shown"
                yield one.complaint(message, "hidden_state", "soft")
            elif numbers.is_benign() or numbers.may_follow():
                yield one.complaint(f"{value:g} is neither said nor returned, but may be meant", severity="soft")
            else:
                yield one.complaint(f"nothing before the call leads to the number {value:g}")


def _values(one: Asked) -> list[float]:
    """The number, or those of a sum written as text."""
    if not isinstance(one.value, str):
        return [float(one.value)]
    if one.kind == "sum":
        return in_sum(one.value)
    return [amount.value for amount in amounts(one.value.strip())]


class Numbers:
    """What a dialogue says of one number before a call."""

    def __init__(self, one: Asked, value: float) -> None:
        """Everything is worked out when it is asked for."""
        self.one = one
        self.value = value

    def is_given(self) -> bool:
        """Whether the number was said, offered by the schema, or returned with what the call is about."""
        return (
            any(self._is_in(stated(piece.text)) for piece in self.one.users())
            or self.one.is_offered()
            or self._is_returned()
            or self._was_agreed()
            or self._counts_something()
            or self._is_part()
        )

    def is_hidden(self) -> bool:
        """Whether the assistant never speaks, and the user has not stated a number that the call leaves unused."""
        if not self.one.seen.is_recording:
            return False
        latest = [piece.text for piece in self.one.users()][-1:]
        used = {leaf.value for step in self.one.seen.dialogue.steps() for leaf in all_leaves(step.call)}
        return all(amount.value in used for text in latest for amount in amounts(text))

    def is_benign(self) -> bool:
        """Whether it is a small or optional number that callers choose themselves."""
        return self.value in (0, 1) or (not self.one.is_required() and self.value == int(self.value))

    def may_follow(self) -> bool:
        """Whether one operation leads to it from two numbers, one of them the user's, the policy's or the schema's."""
        given = {n for piece in self.one.seen.before(self.one.position, "user", "system") for n in stated(piece.text)}
        given |= self._numbers_of_schema()
        related = {abs(n) for record in self.one.results() for n in self._related(record)}
        counts = {float(n) for record in self.one.results() for n in _lengths(record)}
        rights = sorted(related | counts | given)[:_MOST_OPERANDS]
        return any(self._is_in(_results(a, b)) for a, b in product(sorted(given)[:_MOST_OPERANDS], rights)) or any(
            self._is_in((n, n / 2, n * 2)) for n in related
        )

    def _is_in(self, known: Iterable[float]) -> bool:
        return is_written(self.value, known)

    def _is_returned(self) -> bool:
        results = self.one.results()
        others = [other for other in self.one.others() if any(record.places(other) for record in results)]
        return any(
            self._is_evidence(record, place, others)
            for record in results
            for number, places in record.numbers.items()
            if self._is_in((number,))
            for place in places
        )

    def _is_evidence(self, record: Record, place: int, others: Sequence[Plain]) -> bool:
        """Whether a result's number is the call's: of the same field, with the same things, or too rare for chance."""
        name, large = record.held[place].name, abs(self.value) > _SMALL
        if isinstance(self.one.value, str) or abs(self.value) >= _RARE or self.value != int(self.value):
            return True
        if not others:
            return large or self._is_related(name)
        return (large or self._is_related(name)) and is_tied(record, place, others)

    def _is_related(self, name: str) -> bool:
        return bool(words_of(name) & words_of(self.one.leaf.name))

    def _was_agreed(self) -> bool:
        """Whether the assistant named it, and the user spoke after that."""
        if abs(self.value) <= _SMALL and not self._is_named():
            return False
        last_user = max((piece.position for piece in self.one.users()), default=-1)
        return any(self._is_in(stated(piece.text)) for piece in self.one.seen.before(last_user, "assistant"))

    def _is_named(self) -> bool:
        """Whether the assistant said the number beside the field's name."""
        words = "|".join(sorted(word[:5] for word in words_of(self.one.leaf.name) if len(word) > 2))
        if not words:
            return False
        number = f"{self.value:g}"
        near = re.compile(
            rf"(?:{words})[^\n.]{{0,30}}?(?<!\d){number}(?![\d.]\d)|(?<!\d){number}\s[^\n.]{{0,30}}?(?:{words})", re.I
        )
        return any(near.search(piece.text) for piece in self.one.seen.before(self.one.position, "assistant"))

    def _counts_something(self) -> bool:
        """Whether it is the length of a list in the same call."""
        lists = (a.value for a in self.one.step.call.arguments if isinstance(a.value, list))
        return any(self.value == len(each) for each in lists)

    def _is_part(self) -> bool:
        """Whether it adds up with the same field of the list's other entries to a number that is known."""
        path = re.sub(r"\[\d+\]", "[]", self.one.leaf.path)
        if "[]" not in path:
            return False
        fellows = [leaf.value for leaf in all_leaves(self.one.step.call) if re.sub(r"\[\d+\]", "[]", leaf.path) == path]
        numbers = [float(value) for value in fellows if isinstance(value, int | float)]
        if len(numbers) < 2:
            return False
        total = Numbers(self.one, sum(numbers))
        pieces = self.one.seen.before(self.one.position, "user", "assistant", "result")
        return any(total._is_in(stated(piece.text)) for piece in pieces)

    def _numbers_of_schema(self) -> set[float]:
        tool = self.one.step.tool
        return set(stated(tool.description + str(tool.parameters))) if tool else set()

    def _related(self, record: Record) -> Iterator[float]:
        for held in record.held:
            if isinstance(held.value, int | float) and self._is_related(held.name):
                yield float(held.value)


def _results(a: float, b: float) -> Iterator[float]:
    yield from (a + b, a - b, b - a, a * b)
    if b:
        yield a / b
    if a:
        yield b / a


def _lengths(record: Record) -> set[int]:
    return {end - start for held in record.held for start, end in held.around if end - start <= _SMALL}
