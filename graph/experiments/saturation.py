"""What one more call brings, and from where on more passes bring too little. Both with intervals."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph.experiments.intervals import Interval, column, resampled
from graph.experiments.sample import Sample

if TYPE_CHECKING:
    from graph.experiments.intervals import Array

MARGIN = 0.01
"""Sound dialogues per candidate that more passes must add to pay."""


def gain(before: Sample, after: Sample) -> Interval:
    """Sound dialogues that each further call to a model adds."""
    import numpy as np

    def statistic(sound: "Array", more: "Array", calls: "Array", further: "Array", axis: int = -1) -> "Array":
        with np.errstate(divide="ignore", invalid="ignore"):
            found = (more - sound).sum(axis) / (further - calls).sum(axis)
        return np.where(np.isfinite(found), found, np.nan)[np.newaxis]

    columns = [column(sample.rows("dialogues"), name) for name in ("sound_kept", "calls") for sample in (before, after)]
    return resampled(columns, statistic)[0]


def saturation(places: Sequence[int], samples: Sequence[Sample]) -> Interval:
    """The smallest of these places that none of the larger ones outdoes by more than the margin."""
    import numpy as np

    def statistic(*sound: "Array", axis: int = -1) -> "Array":
        means = np.stack([each.mean(axis) for each in sound])
        best_after = np.maximum.accumulate(means[::-1], axis=0)[::-1]
        enough = best_after - means <= MARGIN + 1e-12
        found: Array = np.asarray(places, dtype=np.float64)[enough.argmax(axis=0)]
        return found[np.newaxis]

    return resampled([column(sample.rows("dialogues"), "sound_kept") for sample in samples], statistic)[0]
