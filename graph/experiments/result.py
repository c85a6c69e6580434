"""What came of an experiment, as it is kept in `results.json`: the same for the same seed, without times and places."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import orjson
from pydantic import AfterValidator, JsonValue, ValidationError

from graph.experiments.experiment import Arm, Experiment
from graph.experiments.intervals import NOTHING, Interval, compared, share
from graph.experiments.measures import MEASURES, NAMED
from graph.experiments.paper import SIMULATED
from graph.experiments.sample import Sample
from graph.experiments.scope import Scope
from state.errors import ConfigurationError
from state.frozen import Frozen

FILE = "results.json"


def _known(name: str) -> str:
    if name not in NAMED:
        raise ValueError(f"there is no measure {name!r}: it was written by another version, so run the command again")
    return name


MeasureName = Annotated[str, AfterValidator(_known)]


class Cell(Frozen):
    """One measure of one arm."""

    measure: MeasureName
    value: Interval
    difference: Interval = NOTHING
    """From the reference, on the same dialogues."""
    ratio: Interval = NOTHING
    """To the reference."""
    paper: float | None = None


class Column(Frozen):
    """One arm."""

    name: str
    settings: dict[str, JsonValue]
    """Those in which it differs from what all arms share."""
    runs: tuple[str, ...]
    """Its run folders, by repeat."""
    dialogues: int
    cells: tuple[Cell, ...]
    x: int | None = None
    series: str = ""

    def cell(self, measure: str) -> Cell | None:
        """What was measured; None where there was nothing."""
        return next((cell for cell in self.cells if cell.measure == measure), None)


class Point(Frozen):
    """One place of a curve."""

    x: int
    value: Interval
    of: int = 0
    """How many dialogues it rests on."""


class Curve(Frozen):
    """A number that changes along the way, of one arm or over several."""

    name: str
    """What it is of; curves of one name stand in one plot."""
    series: str
    points: tuple[Point, ...]


class Result(Frozen):
    """All of it."""

    experiment: str
    title: str
    question: str
    reference: str
    layout: str
    x: str
    shown: tuple[MeasureName, ...]
    plotted: tuple[MeasureName, ...]
    seed: int
    count: int
    repeats: int
    models: dict[str, str]
    simulated: tuple[str, ...]
    """The roles that no language model played."""
    columns: tuple[Column, ...]
    curves: tuple[Curve, ...] = ()
    findings: tuple[str, ...] = ()
    """What the figures say, in sentences."""
    notes: tuple[str, ...] = ()
    """What has to be known to read them."""

    @property
    def caveat(self) -> str:
        """What simulated figures can and cannot show; empty where every role was a language model's."""
        return SIMULATED.format(roles=_listed(self.simulated)) if self.simulated else ""


def result_of(experiment: Experiment, scope: Scope, samples: Mapping[str, Sample]) -> Result:
    """Measure all arms, and set them against the reference."""
    return Result(
        experiment=experiment.name,
        title=experiment.title,
        question=experiment.question,
        reference=experiment.reference,
        layout=experiment.layout,
        x=experiment.x,
        shown=experiment.shown,
        plotted=experiment.plotted,
        seed=scope.seed,
        count=scope.count,
        repeats=scope.repeats,
        models=scope.models(experiment),
        simulated=scope.simulated(experiment),
        columns=tuple(_column(arm, experiment, scope, samples) for arm in experiment.arms),
        curves=tuple(_acceptance(experiment, samples)),
        notes=experiment.notes,
    )


def _column(arm: Arm, experiment: Experiment, scope: Scope, samples: Mapping[str, Sample]) -> Column:
    said = {name: value for name, value in arm.overrides.items() if value is not None}
    return Column(
        name=arm.name,
        settings=orjson.loads(orjson.dumps(said)),
        runs=tuple(scope.run_name(arm, repeat) for repeat in range(scope.repeats)),
        dialogues=len(samples[arm.name].trials),
        cells=tuple(_cells(arm, experiment.reference, samples)),
        x=arm.x,
        series=arm.series,
    )


def _cells(arm: Arm, reference: str, samples: Mapping[str, Sample]) -> Iterator[Cell]:
    for measure in MEASURES:
        found = compared(measure, samples[arm.name], samples[reference])
        paper = arm.paper.get(measure.name)
        if found.value != NOTHING or paper is not None:
            beside = (NOTHING, NOTHING) if arm.name == reference else (found.difference, found.ratio)
            difference, ratio = beside
            yield Cell(measure=measure.name, value=found.value, difference=difference, ratio=ratio, paper=paper)


def _acceptance(experiment: Experiment, samples: Mapping[str, Sample]) -> Iterator[Curve]:
    """The share of dialogues that took something of each pass, among those that made it."""
    for name in experiment.by_pass:
        rows = samples[name].rows("dialogues") if name in samples else ()
        points = []
        number = 1
        while made := [row for row in rows if f"pass_{number}" in row]:
            value = share(made, f"pass_{number}_taken", f"pass_{number}")
            points.append(Point(x=number, value=value, of=len(made)))
            number += 1
        if points:
            yield Curve(name="acceptance", series=name, points=tuple(points))


def read_result(path: Path) -> Result:
    """Read what an experiment left."""
    try:
        return Result.model_validate_json(path.read_bytes())
    except OSError as error:
        raise ConfigurationError(f"cannot read {path}: {error.strerror}") from error
    except ValidationError as error:
        problem = error.errors()[0]
        place = ".".join(map(str, problem["loc"])) or "the file"
        raise ConfigurationError(f"{path}: expected the results of an experiment; {place}: {problem['msg']}") from error


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
