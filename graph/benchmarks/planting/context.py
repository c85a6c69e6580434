"""Faults around a call: its source is gone, not there yet, or out of date. The call itself stays as it was."""

from collections.abc import Iterator
from random import Random

from graph.benchmarks.planting.changes import is_id, near_miss
from graph.benchmarks.planting.specimen import Made, Planted, Specimen, fault
from graph.benchmarks.planting.structure import answered
from graph.benchmarks.planting.values import before
from graph.benchmarks.planting.visible import Visible


@fault("invented_id")
def removed_source(specimen: Specimen, random: Random) -> Planted | None:
    """What a call's id was taken from says it no longer: it is left out, or another stands there."""
    used: set[str] = set()
    first_uses = []
    for made in specimen.made():
        ids = [(name, value) for name, value in made.arguments.items() if isinstance(value, str) and is_id(value)]
        first_uses += [(made, name, value) for name, value in ids if value not in used and made.learn]
        used.update(value for _, value in ids)
    definitions = Visible(specimen.definitions())
    for made, name, value in random.sample(first_uses, len(first_uses)):
        instead = random.choice(("", near_miss(value, random) or ""))
        if not Visible(before(specimen, made.turn)).has(value) or value in instead or definitions.hints_at(value):
            continue
        fresh = specimen.without_value(value, made.turn, instead)
        if not Visible(before(fresh, made.turn)).hints_at(value):
            return Planted(fresh, frozenset({made.turn}), name, f"{value!r} is nowhere before, {instead!r} instead")
    return None


@fault("forward_reference")
def forward_reference(specimen: Specimen, random: Random) -> Planted | None:
    """A call uses what only another call of the same turn brings to light."""
    made = specimen.made()
    pairs = [(one, other) for one in made for other in made if one.turn != other.turn]
    for first, second in random.sample(pairs, len(pairs)):
        if first.learn and second.learn and (name := _only_from(specimen, first, second)):
            fresh = specimen.joined(first, second)
            if fresh is not None:
                detail = f"{second.arguments[name]!r} comes from {first.tool} in the same turn"
                return Planted(fresh, frozenset({first.turn}), name, detail)
    return None


def _only_from(specimen: Specimen, first: Made, second: Made) -> str | None:
    """An id of the second call that nothing before the first call holds, and its result does."""
    if first.answered_in is None or first.key() == second.key():
        return None
    result = Visible(_text(first.result))
    ids = {name: value for name, value in second.arguments.items() if isinstance(value, str) and is_id(value)}
    found = [name for name, value in ids.items() if result.has(value)]
    earlier = Visible(before(specimen, first.turn) + specimen.definitions()) if found else None
    return next((name for name in found if earlier and not earlier.hints_at(ids[name])), None)


def _text(result: object) -> str:
    return str(result)


@fault("observation_mismatch", "invented_id", "ungrounded_number", "unsupported_claim")
def stale_observation(specimen: Specimen, random: Random) -> Planted | None:
    """A call is answered with what the same tool returned earlier about something else, and the result shows it."""
    for earlier, later in _pairs_of_calls(specimen, random):
        if shown := _shown_as_another(earlier, later):
            fresh = specimen.with_result(later, earlier.result)
            return Planted(fresh, _touched(specimen, later), detail=f"{later.tool} tells of {shown!r}")
    return None


def _shown_as_another(earlier: Made, later: Made) -> str | None:
    """An argument of the earlier call that its result repeats, where the later call's result repeats its own."""
    one, other = Visible(_text(earlier.result)), Visible(_text(later.result))
    for name, value in earlier.arguments.items():
        own = later.arguments.get(name)
        if not (isinstance(value, str) and isinstance(own, str)) or len(value) <= 2 or value == own:
            continue
        if one.has(value) and other.has(own) and not one.has(own) and not other.has(value):
            return value
    return None


@fault("observation_mismatch", "execution")
def outdated_result(specimen: Specimen, random: Random) -> Planted | None:
    """A tool that runs is said to have returned what it returned at another time."""
    for earlier, later in _pairs_of_calls(specimen, random):
        if later.executed:
            fresh = specimen.with_result(later, earlier.result)
            return Planted(fresh, _touched(specimen, later), detail=f"{later.tool} as of {earlier.arguments}")
    return None


def _pairs_of_calls(specimen: Specimen, random: Random) -> Iterator[tuple[Made, Made]]:
    """Calls of one tool whose results differ, the earlier first."""
    made = answered(specimen, random)
    for later in made:
        for earlier in made:
            alike = earlier.tool == later.tool and not (earlier.failed or later.failed)
            if alike and earlier.result != later.result and _stands_before(specimen, earlier, later):
                yield earlier, later


def _stands_before(specimen: Specimen, one: Made, other: Made) -> bool:
    order = [heard.turn for heard in specimen.heard()]
    return order.index(one.turn) < order.index(other.turn)


def _touched(specimen: Specimen, made: Made) -> frozenset[int]:
    """The call, its result, and what comes after until the user speaks again: there the old result is used."""
    turns = {made.turn, made.answered_in or made.turn}
    rest = iter([*specimen.heard()])
    for heard in rest:
        if heard.turn == made.answered_in:
            break
    for heard in rest:
        if heard.role == "user":
            break
        turns.add(heard.turn)
    return frozenset(turns)


@fault("repetition")
def repeated_call(specimen: Specimen, random: Random) -> Planted | None:
    """A call that succeeded is made once more, right after."""
    for made in answered(specimen, random):
        if not made.failed:
            fresh, turn = specimen.with_call_again(made)
            return Planted(fresh, frozenset({turn}), detail=made.tool)
    return None


@fault("repetition")
def repeated_text(specimen: Specimen, random: Random) -> Planted | None:
    """A reply or a request is said again, almost word for word, where another belongs."""
    spoken = [heard for heard in specimen.heard() if heard.role in ("user", "assistant") and not heard.calls]
    pairs = [
        (one, other)
        for place, one in enumerate(spoken)
        for other in spoken[place + 1 :]
        if one.role == other.role and len(one.text) > 60 and one.text != other.text
    ]
    if not pairs:
        return None
    one, other = random.choice(pairs)
    text = random.choice((one.text, f"{one.text} ", one.text.replace(".", "!", 1), one.text.replace(",", "", 1)))
    return Planted(specimen.with_text(other.turn, text), frozenset({other.turn}), detail=f"as in turn {one.turn}")
