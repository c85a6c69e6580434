"""Plants faults and counts what is caught, and what is found in dialogues that have none."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import zip_longest
from random import Random
from typing import Literal, NamedTuple

from graph.benchmarks.planting.catalogue import faults
from graph.benchmarks.planting.specimen import Fault, Planted, Specimen
from nodes.rules.evidence import KINDS
from nodes.rules.rule import fatal
from state.verdict import Finding

Half = Literal["tuning", "reporting"]
GROUNDING = frozenset((*KINDS.values(), "forward_reference", "wrong_time", "hidden_state"))
"""Kinds of findings that say: this value comes from nowhere."""
_CALL = re.compile(r"tool_calls\[\d+\](?:\.function)?(?:\.arguments)?")
_ROUNDS = 4


class Case(NamedTuple):
    """One planted fault and what the verifier said to it."""

    kind: str
    source: str
    id: str
    detail: str
    caught: bool
    """A fatal finding that was not there before stands at the fault's turn, and at its argument where it has one."""
    named: bool
    """One of these findings calls the fault by its name."""
    noticed: bool
    """Caught, or a softer finding stands there."""


class Control(NamedTuple):
    """One dialogue as it was, and its fatal findings."""

    source: str
    id: str
    findings: tuple[Finding, ...]

    @property
    def grounding(self) -> bool:
        """Whether a value is said to come from nowhere."""
        return any(finding.kind in GROUNDING for finding in self.findings)


class Measured(NamedTuple):
    """All that was planted in one group of dialogues, and the dialogues themselves."""

    cases: tuple[Case, ...]
    controls: tuple[Control, ...]


def half(specimen: Specimen) -> Half:
    """The half that a dialogue belongs to, by the name of its file and its own."""
    digest = sha256(f"{specimen.source}/{specimen.id}".encode()).digest()
    return "tuning" if digest[0] % 2 == 0 else "reporting"


def measure(specimens: Sequence[Specimen], per_kind: int, seed: int) -> Measured:
    """Plant so many faults of each kind, as evenly over files and dialogues as they allow."""
    controls = tuple(Control(one.source, one.id, fatal(one.check())) for one in specimens)
    cases = []
    for name, fault in faults(specimens).items():
        planted = _planted(name, fault, specimens, seed)
        cases += [judged(name, fault, before, after) for before, after in _few(planted, per_kind)]
    return Measured(tuple(cases), controls)


def _few(planted: Iterator[tuple[Specimen, Planted]], most: int) -> Iterator[tuple[Specimen, Planted]]:
    seen: set[tuple[str, str, frozenset[int], str]] = set()
    for before, after in planted:
        if len(seen) >= most:
            return
        place = (before.source, before.id, after.turns, after.detail)
        if place not in seen:
            seen.add(place)
            yield before, after


def _planted(name: str, fault: Fault, specimens: Sequence[Specimen], seed: int) -> Iterator[tuple[Specimen, Planted]]:
    """Try every dialogue once before any a second time."""
    order = _mixed(specimens, Random(f"{seed}:{name}"))
    for number in range(_ROUNDS):
        for specimen in order:
            random = Random(f"{seed}:{name}:{specimen.source}:{specimen.id}:{number}")
            if planted := fault(specimen, random):
                yield specimen, planted


def _mixed(specimens: Sequence[Specimen], random: Random) -> list[Specimen]:
    """One of each file in turn, each file in random order."""
    by_source: dict[str, list[Specimen]] = {}
    for one in random.sample(specimens, len(specimens)):
        by_source.setdefault(one.source, []).append(one)
    return [one for layer in zip_longest(*by_source.values()) for one in layer if one is not None]


def judged(name: str, fault: Fault, before: Specimen, planted: Planted) -> Case:
    """What the verifier said to one planted fault."""
    old = Counter(map(_words, before.check()))
    found = planted.specimen.check()
    fresh = Counter(map(_words, found)) - old
    there = [finding for finding in found if fresh[_words(finding)] > 0 and is_at(finding, planted)]
    hard = fatal(there)
    named = any(finding.kind in fault.kinds for finding in hard)
    return Case(name, before.source, before.id, planted.detail, bool(hard), named, bool(there))


def _words(finding: Finding) -> tuple[str, str, str, str, str]:
    """What a finding says, without its turn: that may have moved."""
    return (finding.rule, finding.kind, finding.severity, finding.path, finding.message)


def is_at(finding: Finding, planted: Planted) -> bool:
    """Whether a finding points at the fault: at its turn, and at its argument or the whole call."""
    if finding.turn not in planted.turns:
        return False
    path = _CALL.sub("call", finding.path)
    parts = [part for part in re.split(r"[.:\[\]]+", path) if part]
    # A name may have dots and brackets of its own.
    return planted.argument is None or len(parts) <= 1 or planted.argument in (*parts, path.partition(".")[2])
