"""The same settings over several pools of tools: `python -m graph.experiments.pools`."""

import sys
from pathlib import Path

from graph.experiments.command import main
from graph.experiments.experiment import Arm, Experiment
from graph.experiments.study import Options, OwnFlag, Study
from state.errors import ConfigurationError

BUILTIN = "builtin"
POOLS = (BUILTIN, "builtin:calendar,files,home,kitchen", "builtin:hotels,orders,payments,travel")


def experiment(options: Options) -> Experiment:
    """One arm for each pool, against the first."""
    pools = tuple(dict.fromkeys(options.get("pool", ()) or POOLS))
    return Experiment(
        name="pools",
        title="Other pools of tools",
        question="What changes with the tools, at the same settings?",
        arms=tuple(Arm(pool, _tools(pool)) for pool in pools),
        reference=pools[0],
        shown=(
            "pass_rate",
            "rules_pass_rate",
            "experts_pass_rate",
            "failure_rate",
            "calls_per_candidate",
            "tokens_per_kept",
            "user_turns_kept",
            "tool_calls_per_user_turn_kept",
            "coherence_kept",
            "likeness_kept",
            "distinct_3_kept",
            "tools_covered_kept",
            "flaws_kept",
        ),
        plotted=("pass_rate", "calls_per_candidate", "coherence_kept", "tools_covered_kept"),
        notes=(
            (
                "Seeds are the same, tasks cannot be: other tools make other tasks. Tools of the built-in pool run; "
                "what tools from files return is made up by the model."
            ),
        ),
    )


def _tools(pool: str) -> dict[str, object]:
    name, _, domains = pool.partition(":")
    if name == BUILTIN:
        return {"tools": None, "domains": tuple(domains.split(",")) if domains else None}
    if not Path(pool).exists():
        raise ConfigurationError(f"--pool {pool!r}: no such file or folder; the other pool is {BUILTIN}[:DOMAIN,...]")
    return {"tools": (pool,), "domains": None}


FLAGS = (
    OwnFlag(
        "pool",
        "POOL",
        "file or folder of tools, builtin, or builtin:DOMAIN,...; repeatable, the others are set against the first "
        "(default: builtin and each half of it)",
    ),
)
STUDY = Study("pools", "Take other tools.", experiment, ("tools", "domains"), FLAGS)

if __name__ == "__main__":
    sys.exit(main(STUDY))
