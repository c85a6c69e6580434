"""Fixed numbers of passes against an early stop: `python -m graph.experiments.stops`."""

import sys

from graph.experiments.command import main
from graph.experiments.experiment import Arm, Experiment
from graph.experiments.study import Options, OwnFlag, Study, numbers

PASSES, PATIENCE = (5, 10, 15), (1, 2, 3)


def experiment(options: Options) -> Experiment:
    """Fixed numbers, and early stops within the largest of them."""
    passes = numbers(options.get("passes", ()), PASSES, "--passes", 1)
    patience = numbers(options.get("patience", ()), PATIENCE, "--patience", 1)
    most = passes[-1]
    fixed = tuple(Arm(f"fixed at {number}", {"passes": number, "patience": None}) for number in passes)
    early = tuple(Arm(f"patience {number}", {"passes": most, "patience": number}) for number in patience)
    return Experiment(
        name="stops",
        title="When to stop",
        question=f"Does stopping after rejections in a row save calls, at no loss against {most} passes?",
        arms=(*fixed, *early),
        reference=f"fixed at {most}",
        shown=(
            "pass_rate",
            "first_pass_rate",
            "calls_per_candidate",
            "calls_per_kept",
            "tokens_per_kept",
            "sound_per_candidate",
            "calls_per_sound",
            "flaws_kept",
            "coherence_kept",
        ),
        plotted=("pass_rate", "calls_per_candidate", "calls_per_sound", "flaws_kept"),
        notes=(
            (
                f"An early stop refines until so many candidates in a row were refused, at most {most} times. However "
                "many passes are allowed, refining ends when every turn was refined."
            ),
        ),
    )


FLAGS = (
    OwnFlag("passes", "N", f"a fixed number; repeatable (default: {', '.join(map(str, PASSES))})"),
    OwnFlag("patience", "N", f"an early stop; repeatable (default: {', '.join(map(str, PATIENCE))})"),
)
STUDY = Study("stops", "Stop early instead of after a fixed number of passes.", experiment, (), FLAGS)

if __name__ == "__main__":
    sys.exit(main(STUDY))
