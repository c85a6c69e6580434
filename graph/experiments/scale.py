"""How many passes pay, with and without verification: `python -m graph.experiments.scale`."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from graph.experiments.ablate import AFTERWARDS, UNVERIFIED, VERIFIED
from graph.experiments.command import main
from graph.experiments.experiment import Arm, Experiment, Overrides
from graph.experiments.paper import SATURATED, TRAINED
from graph.experiments.result import Curve, Point, Result
from graph.experiments.sample import Sample
from graph.experiments.saturation import MARGIN, gain, saturation
from graph.experiments.study import Options, OwnFlag, Study, numbers

PASSES = (1, 3, 5, 10, 15, 20, 30)
SERIES = {"with verification": VERIFIED, "without verification": UNVERIFIED}


OFTEN = (
    "Every turn may be masked as often as there are passes (--rounds), since otherwise refining would end when each "
    "text was refined once."
)


def refining(passes: int) -> Overrides:
    """Make so many passes, and do not stop before."""
    return {"passes": passes, "rounds": max(1, passes), "patience": None}


def experiment(options: Options) -> Experiment:
    """An arm for each number of passes, with and without verification."""
    passes = numbers(options.get("passes", ()), PASSES, "--passes", 0)
    arms = tuple(
        Arm(f"{number} {series}", {**refining(number), **verification}, x=number, series=series)
        for series, verification in SERIES.items()
        for number in passes
    )
    return Experiment(
        name="scale",
        title="More passes",
        question="What does each further pass of refinement bring, and when does one more no longer pay?",
        arms=arms,
        reference=arms[0].name,
        shown=(
            "pass_rate",
            "calls_per_candidate",
            "tokens_per_candidate",
            "sound_kept",
            "sound_per_candidate",
            "calls_per_sound",
            "flaws",
            "flaws_kept",
            "coherence_kept",
        ),
        plotted=("sound_per_candidate", "calls_per_candidate", "calls_per_sound", "flaws_kept"),
        x="passes",
        by_pass=(arms[len(passes) - 1].name,),
        notes=(
            (
                f"One more pass no longer pays from the smallest number on to which all larger ones add at most "
                f"{MARGIN:.0%} of sound dialogues per candidate. A dialogue is sound where it was kept and the rules "
                "find nothing fatal in it. The interval is that of this number when dialogues are drawn anew."
            ),
            OFTEN,
            AFTERWARDS,
            SATURATED,
            TRAINED,
        ),
    )


def conclude(experiment: Experiment, samples: Mapping[str, Sample], result: Result) -> Result:
    """Add what one more call brings, and where more passes stop to pay."""
    gains, findings = list[Curve](), list[str]()
    for series in SERIES:
        arms = [arm for arm in experiment.arms if arm.series == series]
        if len(arms) > 1:
            gains.append(Curve(name="gain", series=series, points=tuple(_gains(arms, samples))))
            findings.append(_finding(series, arms, samples))
    return result.model_copy(update={"curves": (*result.curves, *gains), "findings": tuple(findings)})


def _gains(arms: Sequence[Arm], samples: Mapping[str, Sample]) -> Iterator[Point]:
    for before, after in pairwise(arms):
        assert after.x is not None
        value = gain(samples[before.name], samples[after.name])
        yield Point(x=after.x, value=value, of=len(samples[after.name].trials))


def _finding(series: str, arms: Sequence[Arm], samples: Mapping[str, Sample]) -> str:
    places = [arm.x for arm in arms if arm.x is not None]
    found = saturation(places, [samples[arm.name] for arm in arms])
    drawn = "" if found.low is None else f" ({found.low:g} to {found.high:g} when dialogues are drawn anew)"
    return f"{series[0].upper()}{series[1:]}, one more pass no longer pays from {found.value:g} on{drawn}."


FLAGS = (OwnFlag("passes", "N", f"a number of passes; repeatable (default: {', '.join(map(str, PASSES))})"),)
VARIES = ("verify", "rounds", "patience")
STUDY = Study("scale", "Refine more often, with and without verification.", experiment, VARIES, FLAGS, conclude)

if __name__ == "__main__":
    sys.exit(main(STUDY))
