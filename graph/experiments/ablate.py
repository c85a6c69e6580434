"""What injection, refinement and verification each add: `python -m graph.experiments.ablate`."""

import sys

from graph.experiments.command import main
from graph.experiments.experiment import Arm, Experiment, Overrides
from graph.experiments.paper import TRAINED
from graph.experiments.study import Options, Study

_NO_INJECTION: Overrides = {"min_injections": 0, "max_injections": 0}
_NO_REFINEMENT: Overrides = {"passes": 0}
VERIFIED: Overrides = {"verify": True}
UNVERIFIED: Overrides = {"verify": False}
STAGES: dict[str, Overrides] = {
    "initialize only": {**_NO_INJECTION, **_NO_REFINEMENT},
    "with injection": _NO_REFINEMENT,
    "with refinement": _NO_INJECTION,
    "full": {},
}
ARMS = tuple(
    Arm(name + ending, {**overrides, **verification})
    for ending, verification in ((", verified", VERIFIED), (", unverified", UNVERIFIED))
    for name, overrides in STAGES.items()
)
AFTERWARDS = (
    "Where nobody verifies, everything is kept. So that quality can be compared all the same, the same rules look at "
    "those dialogues afterwards; no model is asked about them."
)


def experiment(options: Options) -> Experiment:
    """Four stages, each with and without verification."""
    return Experiment(
        name="ablate",
        title="What each stage adds",
        question="What do injection, refinement and verification cost, and what do they change?",
        arms=ARMS,
        reference="full, verified",
        shown=(
            "pass_rate",
            "calls_per_candidate",
            "tokens_per_candidate",
            "calls_per_kept",
            "sound_kept",
            "calls_per_sound",
            "flaws_kept",
            "coherence_kept",
            "turns_kept",
            "user_turns_kept",
            "tool_calls_per_user_turn_kept",
        ),
        plotted=("pass_rate", "sound_kept", "calls_per_sound", "flaws_kept"),
        notes=(
            AFTERWARDS,
            "A rejected dialogue is repaired as the settings say, also where nothing is refined.",
            TRAINED,
        ),
    )


VARIES = ("passes", "min_injections", "max_injections", "verify")
STUDY = Study("ablate", "Leave out stages, with and without verification.", experiment, VARIES)

if __name__ == "__main__":
    sys.exit(main(STUDY))
