"""Intervals: paired bootstrap over dialogues, Student's t over repeats. Both from scipy."""

from collections.abc import Sequence
from math import isnan
from typing import TYPE_CHECKING, NamedTuple
from warnings import catch_warnings, simplefilter

from graph.experiments.measures import Measure
from graph.experiments.sample import Sample
from graph.experiments.trial import Quantities
from state.errors import ConfigurationError
from state.frozen import Frozen

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

LEVEL = 0.95
RESAMPLES = 2000
LEAST_REPEATS = 3
"""Of two repeats, an interval would reach from nowhere to nowhere."""
_SEED = 0
_UNDEFINED = 0.05
"""Up to which share of resamples may have nothing to divide by, before there is no interval."""
_DIGITS = 8
"""Significant ones."""
MISSING = "experiments need the extra [experiments]: pip install -e '.[experiments]'"


class Interval(Frozen):
    """A number, and where it probably lies; None where there is nothing to divide by, or too little to resample."""

    value: float | None
    low: float | None = None
    high: float | None = None

    @property
    def says_something(self) -> bool:
        """Of a difference: the interval leaves zero out."""
        return self.low is not None and self.high is not None and not self.low <= 0 <= self.high


NOTHING = Interval(value=None)


class Compared(NamedTuple):
    """A measure of one arm, alone and against the reference on the same dialogues."""

    value: Interval
    difference: Interval
    ratio: Interval


def check_extra() -> None:
    """Refuse before anything is run what could not be told afterwards."""
    try:
        import scipy.stats  # noqa: F401 - whether it can be imported is the question
    except ImportError as error:
        raise ConfigurationError(MISSING) from error


def compared(measure: Measure, sample: Sample, reference: Sample) -> Compared:
    """Measure an arm, and set it against the reference, dialogue by dialogue."""
    own, other = sample.rows(measure.unit), reference.rows(measure.unit)
    if not any(measure.part in row for row in own):
        return Compared(NOTHING, NOTHING, NOTHING)
    columns = [column(rows, name) for rows in (own, other) for name in (measure.part, measure.whole)]
    return _by_repeats(*columns) if measure.unit == "repeats" else _by_dialogues(*columns)


def share(rows: Sequence[Quantities], part: str, whole: str) -> Interval:
    """The ratio of two sums over dialogues."""
    above, below = column(rows, part), column(rows, whole)
    return _by_dialogues(above, below, above, below).value


def column(rows: Sequence[Quantities], name: str) -> "Array":
    """One quantity of all rows; none counts as nothing."""
    import numpy as np

    return np.array([row.get(name, 0.0) for row in rows], dtype=np.float64)


def _by_dialogues(part: "Array", whole: "Array", part_there: "Array", whole_there: "Array") -> Compared:
    """Draw dialogues with replacement, the same ones in both arms."""
    import numpy as np

    def statistic(a: "Array", b: "Array", c: "Array", d: "Array", axis: int = -1) -> "Array":
        with np.errstate(divide="ignore", invalid="ignore"):
            here, there = a.sum(axis) / b.sum(axis), c.sum(axis) / d.sum(axis)
            found = np.stack([here, here - there, here / there])
        return np.where(np.isfinite(found), found, np.nan)

    columns = (part, whole, part_there, whole_there)
    return Compared(*resampled(columns, statistic))


def resampled(columns: "Sequence[Array]", statistic: object) -> list[Interval]:
    """The numbers that a statistic gives of paired columns, each with its interval."""
    import numpy as np
    from scipy.stats import DegenerateDataWarning, bootstrap

    values = np.atleast_1d(statistic(*columns, axis=-1))  # type: ignore[operator]  # scipy types it as loosely
    if len(columns[0]) < 2:
        return [Interval(value=_told(value)) for value in values]
    generator = np.random.default_rng(_SEED)
    with catch_warnings():
        # It warns where a draw has nothing to divide by. That is counted below, and told as a missing interval.
        simplefilter("ignore", DegenerateDataWarning)
        found = bootstrap(
            tuple(columns), statistic, paired=True, vectorized=True, n_resamples=RESAMPLES, batch=200,
            method="percentile", rng=generator,
        )  # fmt: skip
    return [_interval(*each) for each in zip(values, np.atleast_2d(found.bootstrap_distribution), strict=True)]


def _interval(value: float, drawn: "Array") -> Interval:
    import numpy as np

    if np.isnan(drawn).mean() > _UNDEFINED:
        return Interval(value=_told(value))
    low, high = np.nanquantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(value=_told(value), low=_told(low), high=_told(high))


def _by_repeats(part: "Array", whole: "Array", part_there: "Array", whole_there: "Array") -> Compared:
    """A repeat is one number: its interval is that of a mean."""
    both = (whole > 0) & (whole_there > 0)
    here, there = part[both], part_there[both]
    return Compared(_mean(part[whole > 0]), _mean(here - there), _mean(here / there) if there.all() else NOTHING)


def _mean(values: "Array") -> Interval:
    from scipy.stats import sem, t

    if not len(values):
        return NOTHING
    mean = float(values.mean())
    if len(values) < LEAST_REPEATS:
        return Interval(value=_told(mean))
    beside = float(t.ppf((1 + LEVEL) / 2, len(values) - 1) * sem(values))
    return Interval(value=_told(mean), low=_told(mean - beside), high=_told(mean + beside))


def _told(value: float) -> float | None:
    return None if isnan(value) else float(f"{value:.{_DIGITS}g}")
