"""What the runs of one arm gave: the numbers of every dialogue, and of each repeat as a whole."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from graph.curation.diversity import Diversity
from graph.curation.reading import Seen
from graph.experiments.texts import RUN, likenesses, self_overlaps, spoken_runs
from graph.experiments.trial import Quantities, Trial, trial_of
from graph.records import again, in_order, is_run, parsed, read_records
from state.record import Record


@dataclass(frozen=True, slots=True)
class Sample:
    """All repeats of one arm."""

    trials: tuple[Trial, ...]
    repeats: tuple[Quantities, ...]
    """Of each repeat, what only many dialogues together have."""

    def rows(self, unit: str) -> tuple[Quantities, ...]:
        """The numbers of what is resampled, in an order that all arms share."""
        return self.repeats if unit == "repeats" else tuple(trial.quantities for trial in self.trials)


def read_sample(folders: Sequence[Path], count: int) -> Sample:
    """Read the first so many dialogues of each repeat."""
    read = [_read_repeat(folder, number, count) for number, folder in enumerate(folders)]
    return Sample(tuple(trial for each in read for trial in each.trials), tuple(each.whole() for each in read))


def finished(folder: Path, count: int) -> bool:
    """Whether a run has its first so many dialogues."""
    if not is_run(folder):
        return False
    return {found.record.index for found in read_records(folder, _Index)} >= set(range(count))


class _Index(BaseModel):
    """The number of a record; the rest is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    index: int


def with_agreement(samples: dict[str, Sample], reference: str) -> dict[str, Sample]:
    """The same, with how often a dialogue has the fate that it has in the reference."""
    kept = [trial.kept for trial in samples[reference].trials]
    return {name: Sample(tuple(_agreeing(sample.trials, kept)), sample.repeats) for name, sample in samples.items()}


def _agreeing(trials: Iterable[Trial], kept: Iterable[bool]) -> Iterator[Trial]:
    for trial, before in zip(trials, kept, strict=True):
        yield replace(trial, quantities=trial.quantities | {"same_verdict": float(trial.kept == before)})


@dataclass(slots=True)
class _Repeat:
    """One run, fed record by record in the order of their numbers."""

    trials: list[Trial] = field(default_factory=list)
    runs: list[frozenset[str]] = field(default_factory=list)
    """Of the dialogues that were finished, in the order of these trials."""
    told: list[Trial] = field(default_factory=list)
    every: Diversity = field(default_factory=Diversity)
    kept: Diversity = field(default_factory=Diversity)

    def add(self, record: Record, repeat: int) -> None:
        """Count one dialogue."""
        trial = trial_of(record, repeat)
        self.trials.append(trial)
        if record.dialogue is None or record.status == "failed":
            return
        self.told.append(trial)
        self.runs.append(spoken_runs(record.dialogue))
        seen = Seen(id=record.id, status=record.status, simulated=record.simulated, injections=record.injections)
        for diversity in (self.every, self.kept) if trial.kept else (self.every,):
            diversity.add(seen, record.dialogue)

    def compare(self) -> None:
        """Tell each dialogue how much it has in common with the others, once all are there."""
        kept = [number for number, trial in enumerate(self.told) if trial.kept]
        for ending, chosen in (("", list(range(len(self.told)))), ("_kept", kept)):
            found = [self.runs[number] for number in chosen]
            for name, values in (("likeness", likenesses(found)), ("self_overlap", self_overlaps(found))):
                for number, value in zip(chosen, values, strict=True):
                    self.told[number].quantities[name + ending] = value

    def whole(self) -> Quantities:
        """What only many dialogues together have; nothing of what there are none."""
        told: Quantities = {}
        for ending, diversity in (("", self.every), ("_kept", self.kept)):
            if diversity.dialogues:
                told[f"repeat{ending}"] = 1
                told[f"distinct_{RUN}{ending}"] = diversity.distinct(RUN)
                told[f"entropy{ending}"] = diversity.entropy()
                told[f"tools_covered{ending}"] = len(diversity.called) / len(diversity.offered)
        return told


def _read_repeat(folder: Path, number: int, count: int) -> _Repeat:
    repeat = _Repeat()
    for stored in again(in_order(folder)[:count]):
        repeat.add(parsed(stored, Record), number)
    repeat.compare()
    return repeat
