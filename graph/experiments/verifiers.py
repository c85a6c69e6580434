"""Eight experts, one for all questions, similarity, or none: `python -m graph.experiments.verifiers`."""

import sys

from graph.experiments.command import main
from graph.experiments.experiment import Arm, Experiment
from graph.experiments.study import Options, Study

_SAME = {"repairs": 0}
ARMS = (
    Arm("eight experts", _SAME | {"experts": "each"}),
    Arm("one expert", _SAME | {"experts": "single"}),
    Arm("similarity", _SAME | {"experts": "similarity"}),
    Arm("rules only", _SAME | {"experts": "none"}),
)


def experiment(options: Options) -> Experiment:
    """Four ways to look at the same candidates."""
    return Experiment(
        name="verifiers",
        title="Who verifies",
        question="What do cheaper verifiers let through, beside eight experts on the same candidates?",
        arms=ARMS,
        reference="eight experts",
        shown=(
            "pass_rate",
            "rules_pass_rate",
            "experts_pass_rate",
            "same_verdict",
            "verification_calls_per_candidate",
            "verification_tokens_per_candidate",
            "calls_per_kept",
            "flaws_kept",
        ),
        plotted=("pass_rate", "same_verdict", "verification_tokens_per_candidate", "flaws_kept"),
        notes=(
            (
                "The rules are the same in all arms, and nothing is repaired, so that all look at the same candidates. "
                "With a language model that answers differently each time, make one arm with --record --repeats 1 "
                "and give its run to the others with --answers-from."
            ),
        ),
    )


STUDY = Study("verifiers", "Replace the experts.", experiment, ("experts", "repairs"))

if __name__ == "__main__":
    sys.exit(main(STUDY))
