"""ToolACE-MT and the multi-agent baseline on the same tasks: `python -m graph.experiments.compare`."""

import sys
from collections.abc import Iterator, Mapping

from graph.experiments.command import main
from graph.experiments.experiment import Arm, Experiment
from graph.experiments.intervals import compared
from graph.experiments.measures import AT_NODES, NAMED
from graph.experiments.paper import MAS, TOOLACE_MT
from graph.experiments.result import Result
from graph.experiments.sample import Sample
from graph.experiments.study import Options, Study
from graph.experiments.tables import in_brackets
from graph.settings import Settings
from state.budget import UNKNOWN_TO, Method


def _by(method: Method) -> dict[str, object]:
    """Take this method; limits that only the other one has may be set for it."""
    foreign = sorted(UNKNOWN_TO[method] & Settings.model_fields.keys())
    return {"method": method, **dict.fromkeys(foreign)}


_OURS, _BASELINE = _by("toolace-mt"), _by("mas")
_ONE_EXPERT: dict[str, object] = {"experts": "single"}
ARMS = (
    Arm("toolace-mt", _OURS, TOOLACE_MT),
    Arm("toolace-mt, one expert", _OURS | _ONE_EXPERT),
    Arm("toolace-mt, paper's settings", _OURS | {"preset": "paper"}, TOOLACE_MT),
    Arm("mas", _BASELINE, MAS),
    Arm("mas, one expert", _BASELINE | _ONE_EXPERT),
)


NOTES = (
    (
        "Calls are counted as they were made, with re-asked ones; calls to generate are all but those of experts. "
        "The paper does not say which calls it counts. Eight experts are eight calls here, and with one expert "
        "they are one."
    ),
    (
        "Where calls go: a task and its subtasks take one each, an injected complexity one, a pass one to fill "
        "and one to judge unless a rule refuses it before, a repair the same again. In the baseline every turn of "
        "user and assistant takes one, and tools that are not run one more. Rules take none, and no expert is "
        "asked about what they reject."
    ),
    (
        "No arm makes more than five passes, as in the paper. By default refining ends when each text was refined "
        "once and no fault is left; at the paper's settings calls and results are masked too, and no rule refuses a "
        "fill before the judge is asked."
    ),
    (
        "How much worse simulated agents do than the simulated writer is a property of that program. That agents "
        "cannot plan, and that nothing is refined or repaired, is one of the method."
    ),
    (
        "Coherence is the share of words that adjacent turns have in common, likeness the share of three-word "
        "runs that two dialogues have in common; the paper's own measures are not published."
    ),
)

BESIDE = {
    "toolace-mt": "mas",
    "toolace-mt, one expert": "mas, one expert",
    "toolace-mt, paper's settings": "mas",
}


def experiment(options: Options) -> Experiment:
    """All arms, against the baseline."""
    return Experiment(
        name="compare",
        title="ToolACE-MT and the multi-agent baseline",
        question="What does a dialogue cost by each method, how many are kept, and what are they like?",
        arms=ARMS,
        reference="mas",
        shown=(
            "pass_rate",
            "rules_pass_rate",
            "experts_pass_rate",
            "first_pass_rate",
            "failure_rate",
            "calls_per_candidate",
            "generation_calls_per_candidate",
            "verification_calls_per_candidate",
            *(measure.name for measure in AT_NODES),
            "calls_per_kept",
            "generation_calls_per_kept",
            "prompt_tokens_per_candidate",
            "prompt_tokens_per_kept",
            "completion_tokens_per_candidate",
            "completion_tokens_per_kept",
            "tokens_per_candidate",
            "tokens_per_kept",
            "cost_per_candidate",
            "cost_per_kept",
            "turns",
            "turns_kept",
            "user_turns",
            "user_turns_kept",
            "tool_calls_per_user_turn",
            "tool_calls_per_user_turn_kept",
            "sound_kept",
            "flaws_kept",
            "coherence",
            "coherence_kept",
            "likeness_kept",
            "self_overlap_kept",
            "distinct_3_kept",
            "entropy_kept",
            "tools_covered_kept",
        ),
        plotted=("pass_rate", "calls_per_candidate", "calls_per_kept", "tokens_per_kept", "cost_per_kept"),
        layout="by measure",
        notes=NOTES,
    )


def conclude(experiment: Experiment, samples: Mapping[str, Sample], result: Result) -> Result:
    """Say how many calls a candidate takes, and what a kept dialogue takes beside the baseline verified alike."""
    pairs = [(ours, theirs) for ours, theirs in BESIDE.items() if ours in samples and theirs in samples]
    told = [_beside(ours, theirs, samples) for ours, theirs in pairs]
    return result.model_copy(update={"findings": (*_calls(result), *filter(None, told))})


def _calls(result: Result) -> Iterator[str]:
    for column in result.columns:
        every, generating = (column.cell(f"{name}_per_candidate") for name in ("calls", "generation_calls"))
        if every and generating and every.paper is not None:
            yield (
                f"A candidate of {column.name!r} takes {in_brackets(every.value, '.1f')} calls, "
                f"{in_brackets(generating.value, '.1f')} of them to generate; the paper counts {every.paper:.1f}."
            )


def _beside(ours: str, theirs: str, samples: Mapping[str, Sample]) -> str:
    measures = (NAMED["calls_per_kept"], NAMED["tokens_per_kept"])
    ratios = [compared(measure, samples[ours], samples[theirs]).ratio for measure in measures]
    if any(ratio.value is None for ratio in ratios):
        return ""
    calls, tokens = (in_brackets(ratio, ".2f") for ratio in ratios)
    return f"A kept dialogue of {ours!r} takes {calls} of the calls of one of {theirs!r}, and {tokens} of its tokens."


VARIES = ("method", "experts", "preset")
STUDY = Study("compare", "Set ToolACE-MT beside the baseline.", experiment, VARIES, conclude=conclude)

if __name__ == "__main__":
    sys.exit(main(STUDY))
