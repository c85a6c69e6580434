"""Where a number in a call may come from."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, product

from nodes.rules.search.asked import Asked, is_tied, written
from nodes.rules.search.leaves import fellows, words_of
from nodes.rules.search.numbers import is_written, readings, stated
from nodes.rules.search.records import Plain, Record, record
from nodes.rules.search.seen import Piece

SMALL = 12
"""Numbers up to here stand everywhere; where they stand is no evidence without more."""
_RARE = 1000
_MOST_OPERANDS = 60
_MOST_TERMS = 6


def is_given(one: Asked, value: float) -> bool:
    """Whether the number was said, offered by the schema, or returned with what the call is about."""
    return (
        any(is_written(value, stated(piece.text)) for piece in one.users())
        or one.is_offered()
        or _counts_something(one, value)
        or _was_agreed(one, value)
        or _is_returned(one, value)
        or _is_part(one)
    )


def follows(one: Asked, value: float) -> bool:
    """Whether one operation leads to it from a number of its field and one that the user or the tool speaks of."""
    related = {n for each in map(record, one.results()) for n in related_numbers(one, each)}
    factors = {n for piece in one.users() for n in stated(piece.text)}
    if one.step.tool:
        factors |= stated(one.step.tool.description)
    pairs = product(related, sorted(factors)[:_MOST_OPERANDS])
    return any(is_written(value, _counted(a, b)) for a, b in pairs) or (abs(value) > SMALL and _is_sum(one, value))


def _is_sum(one: Asked, value: float) -> bool:
    """Whether it is the sum of some values that one result has in one field."""
    for each in map(record, one.results()):
        fields: dict[str, list[float]] = {}
        for name, number in each.returned():
            fields.setdefault(name, []).append(number)
        if any(1 < len(some) <= _MOST_TERMS and is_written(value, _sums(some)) for some in fields.values()):
            return True
    return False


def _sums(values: list[float]) -> Iterator[float]:
    return (sum(some) for count in range(2, len(values) + 1) for some in combinations(values, count))


def may_follow(one: Asked, value: float) -> bool:
    """Whether one operation leads to a larger one from two numbers of the user or the policy, or from counts."""
    if abs(value) <= SMALL:
        return False
    given = {n for piece in one.seen.before(one.position, "user", "system") for n in stated(piece.text)}
    counts = {float(n) for each in map(record, one.results()) for n in _lengths(each)}
    operands = sorted(given)[:_MOST_OPERANDS]
    return any(is_written(value, _worked_out(a, b)) for a, b in product(operands, {*counts, *operands}))


def _is_returned(one: Asked, value: float) -> bool:
    ties = one.ties()
    if not ties and any(is_written(value, record(piece).numbers) for piece in _latest(one)):
        return True
    # A result that has not even these digits is not spread out.
    holding = [record(piece) for piece in one.results() if written(value) in piece.whole.replace(",", "")]
    return any(
        _is_evidence(one, value, each, place, ties)
        for each in holding
        for number in readings(value, each.numbers)
        for place in each.numbers[number]
    )


def _latest(one: Asked) -> Iterator[Piece]:
    """The results of the subtask so far."""
    subtask = {turn.id for turn in one.seen.turns if turn.subtask == one.step.turn.subtask}
    found = one.seen.before(one.position, "result")
    return (piece for piece in found if piece.turn in subtask and not piece.failed)


def _is_evidence(one: Asked, value: float, record: Record, place: int, others: Sequence[Plain]) -> bool:
    """Whether a result's number is the call's: of the same field, with the same things, or too rare for chance."""
    related = is_related(one, record.names[place])
    if isinstance(one.value, str) or abs(value) >= _RARE or value != int(value):
        return True
    return (related or abs(value) > SMALL) and is_tied(record, place, others)


def is_related(one: Asked, name: str) -> bool:
    """Whether a result's field is named like the value's."""
    return bool(words_of(name) & words_of(one.leaf.name))


def related_numbers(one: Asked, record: Record) -> Iterator[float]:
    """The numbers of a result whose fields are named like the value's."""
    return (number for name, number in record.returned() if is_related(one, name))


def _was_agreed(one: Asked, value: float) -> bool:
    """Whether the assistant named it, and the user spoke after that."""
    last_user = max((piece.position for piece in one.users()), default=-1)
    said = [piece.text for piece in one.seen.before(last_user, "assistant") if is_written(value, stated(piece.text))]
    return bool(said) and (abs(value) > SMALL or any(_is_named(one, value, text) for text in said))


def _is_named(one: Asked, value: float, text: str) -> bool:
    """Whether a text says the number beside the field's name."""
    words = "|".join(sorted(word[:5] for word in words_of(one.leaf.name) if len(word) > 2))
    number = f"(?<![\\d.]){value:g}(?![\\d]|\\.\\d)"
    return bool(words) and bool(
        re.search(rf"(?:{words})[^\n.]{{0,30}}?{number}|{number}\s[^\n.]{{0,30}}?(?:{words})", text, re.IGNORECASE)
    )


def _counts_something(one: Asked, value: float) -> bool:
    """Whether it is the length of a list in the same call."""
    lists = (argument.value for argument in one.step.call.arguments if isinstance(argument.value, list))
    return any(value == len(each) for each in lists)


def _is_part(one: Asked) -> bool:
    """Whether it adds up with the same field of the list's other entries to a number that is known."""
    numbers = [float(leaf.value) for leaf in fellows(one.step.call, one.leaf) if isinstance(leaf.value, int | float)]
    if len(numbers) < 2:
        return False
    pieces = one.seen.before(one.position, "user", "assistant", "result")
    return any(is_written(sum(numbers), stated(piece.text)) for piece in pieces)


def _counted(a: float, b: float) -> Iterator[float]:
    """What leads on from a number: so many times as much, or more or less by an amount that is not tiny."""
    yield a * b
    if b:
        yield a / b
    if abs(b) > SMALL:
        yield from (a + b, a - b, b - a)


def _worked_out(a: float, b: float) -> Iterator[float]:
    yield from (a + b, a - b, b - a, a * b)
    if b:
        yield a / b
    if a:
        yield b / a


def _lengths(record: Record) -> set[int]:
    spans = (span for around in record.around for span in around)
    return {span.end - span.start for span in spans if span.end - span.start <= SMALL}
