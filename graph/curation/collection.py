"""Decides what becomes of each dialogue of some runs: left out, trained on, or held back."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from graph.curation.balance import too_many
from graph.curation.entry import Entry, entry_of
from graph.curation.likeness import Known
from graph.curation.overlap import benchmarks_in
from graph.curation.reading import read
from graph.curation.split import held_back
from graph.curation.words import user_texts
from graph.places import Location
from graph.records import check_run
from state.dialogue import Dialogue
from state.errors import ConfigurationError

DUPLICATE, BENCHMARK, SURPLUS = "near-duplicate", "benchmark", "too many"


class Wishes(NamedTuple):
    """What is to be left out, and what to be held back."""

    keep_duplicates: bool = False
    drop_benchmarks: bool = False
    most: float | None = 5.0
    """How many times the average group a domain or a combination of complexities may have; None: any number."""
    validation: float = 0.05
    """The share held back."""
    seed: int = 0


class Left(NamedTuple):
    """Why a dialogue is left out."""

    why: str
    of: str
    """The dialogue that it doubles, the benchmarks that it quotes, or what there is too much of."""


class Collection(NamedTuple):
    """What became of the kept dialogues of some runs."""

    read: int
    left_out: dict[str, Left]
    overlaps: dict[str, tuple[str, ...]]
    """By id, the benchmarks that a dialogue quotes, whether it was left out or not."""
    train: tuple[Entry, ...]
    validation: tuple[Entry, ...]


def collect(runs: Sequence[Location], wishes: Wishes) -> Collection:
    """Read the runs, in this order, and decide. The same runs and wishes give the same collection."""
    sieve = _Sieve(wishes.drop_benchmarks, None if wishes.keep_duplicates else Known())
    for run, prefix in _named(runs):
        for kept in read(run):
            sieve.take(entry_of(kept, sieve.free(prefix + kept.record.id)), kept.dialogue)
    surplus = too_many(sieve.passed, wishes.most) if wishes.most is not None else {}
    rest = [entry for entry in sieve.passed if entry.id not in surplus]
    back = held_back(rest, wishes.validation, wishes.seed)
    return Collection(
        read=len(sieve.passed) + len(sieve.left_out),
        left_out=sieve.left_out | {id: Left(SURPLUS, group) for id, group in surplus.items()},
        overlaps=sieve.overlaps,
        train=tuple(entry for entry in rest if entry.id not in back),
        validation=tuple(entry for entry in rest if entry.id in back),
    )


@dataclass(slots=True)
class _Sieve:
    """Lets dialogues pass one by one, or leaves them out for what they say."""

    drop_benchmarks: bool
    known: Known | None
    passed: list[Entry] = field(default_factory=list)
    left_out: dict[str, Left] = field(default_factory=dict)
    overlaps: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _times: Counter[str] = field(default_factory=Counter)

    def free(self, id: str) -> str:
        """Give back the id, or where a run has it twice, one that is not taken."""
        self._times[id] += 1
        return id if self._times[id] == 1 else self.free(f"{id}-{self._times[id]}")

    def take(self, entry: Entry, dialogue: Dialogue) -> None:
        if quoted := benchmarks_in(user_texts(dialogue)):
            self.overlaps[entry.id] = quoted
        if quoted and self.drop_benchmarks:
            self.left_out[entry.id] = Left(BENCHMARK, ", ".join(quoted))
        elif self.known and (double := self.known.double_of(entry.id, dialogue)):
            self.left_out[entry.id] = Left(DUPLICATE, double)
        else:
            self.passed.append(entry)


def _named(runs: Sequence[Location]) -> Iterator[tuple[Location, str]]:
    """The runs, and what the ids of each are to begin with where there are several."""
    names: set[str] = set()
    for run in runs:
        check_run(run)
        name = run.resolve().name
        if name in names:
            raise ConfigurationError(f"{run}: another run is called {name!r} too; rename one of the folders")
        names.add(name)
        yield run, f"{name}-" if len(runs) > 1 else ""
