"""Fixed numbers of passes against an early stop: `python -m graph.experiments.stops`."""

import sys

from graph.experiments.command import main
from graph.experiments.experiment import Arm, Experiment
from graph.experiments.scale import OFTEN, refining
from graph.experiments.study import Options, OwnFlag, Study, numbers

PASSES, PATIENCE = (5, 10, 15), (1, 2, 3)


def experiment(options: Options) -> Experiment:
    """Fixed numbers, and ways to stop early within the largest of them."""
    passes = numbers(options.get("passes", ()), PASSES, "--passes", 1)
    patience = numbers(options.get("patience", ()), PATIENCE, "--patience", 1)
    most = passes[-1]
    fixed = tuple(Arm(f"fixed at {number}", refining(number)) for number in passes)
    early = tuple(Arm(f"patience {number}", {**refining(most), "patience": number}) for number in patience)
    once = Arm("every text once", {**refining(most), "rounds": 1})
    return Experiment(
        name="stops",
        title="When to stop",
        question=f"Does stopping after rejections in a row save calls, at no loss against {most} passes?",
        arms=(*fixed, *early, once),
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
                f"Patience is the number of passes in a row that changed nothing after which refining stops. All early "
                f"stops make at most {most} passes; 'every text once' stops when each was refined and no fault is left."
            ),
            OFTEN,
        ),
    )


FLAGS = (
    OwnFlag("passes", "N", f"a fixed number; repeatable (default: {', '.join(map(str, PASSES))})"),
    OwnFlag("patience", "N", f"an early stop; repeatable (default: {', '.join(map(str, PATIENCE))})"),
)
STUDY = Study("stops", "Stop early instead of after a fixed number of passes.", experiment, ("rounds",), FLAGS)

if __name__ == "__main__":
    sys.exit(main(STUDY))
