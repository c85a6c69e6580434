"""All experiments, one after the other: `python -m graph.experiments.all --preset smoke`."""

import shlex
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.experiments import ablate, compare, pools, scale, stops, verifiers
from graph.experiments.catalogue import ORDER
from graph.experiments.command import add_run_settings, add_sizes, guarded, parse, parser_of, scope_of
from graph.experiments.study import Study
from graph.experiments.work import DONE, Planned, carry_out
from graph.experiments.writing import write_chapter

STUDIES: tuple[Study, ...] = (
    compare.STUDY,
    ablate.STUDY,
    scale.STUDY,
    verifiers.STUDY,
    pools.STUDY,
    stops.STUDY,
)


@dataclass(frozen=True, slots=True)
class Size:
    """How much is made."""

    count: int
    repeats: int


PRESETS = {"smoke": Size(5, 2), "full": Size(200, 3)}
"""`smoke` shows that everything works; at `full`, a share of one half is known to about four points."""
_DESCRIPTION = "Run all experiments; runs of equal settings are made once."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run them, and give the exit code."""
    return guarded(lambda: _run(arguments))


def _run(arguments: Sequence[str] | None) -> int:
    parser = parser_of("all", _DESCRIPTION)
    sizes = "; ".join(f"{name}: {size.count} dialogues, {size.repeats} repeats" for name, size in PRESETS.items())
    parser.add_argument("--preset", choices=tuple(PRESETS), default="smoke", help=f"{sizes} (default: smoke)")
    add_sizes(parser, None, None)
    parser.add_argument("--pool", action="append", metavar="POOL", help="as in graph.experiments.pools; repeatable")
    parser.add_argument(
        "--chapter",
        type=Path,
        metavar="FILE",
        help="also write tables and plots as Markdown, such as docs/experiments.md",
    )
    varied = {name for study in STUDIES for name in (*study.varies, *(flag.name for flag in study.flags))}
    add_run_settings(parser, varied | {"preset"})  # whose flag is taken here
    given = parse(parser, arguments, varied)
    size = PRESETS[given.pop("preset")]
    given |= {"count": given["count"] or size.count, "repeats": given["repeats"] or size.repeats}
    pool, chapter, estimating = (given.pop(name) for name in ("pool", "chapter", "estimating"))
    planned = [Planned(study, {"pool": pool or ()} if study.name == "pools" else {}) for study in STUDIES]
    scope = scope_of(given)
    code = carry_out(planned, scope, estimating=estimating)
    if chapter and code == DONE and not estimating:
        words = ("python", "-m", "graph.experiments.all", *(sys.argv[1:] if arguments is None else arguments))
        write_chapter(scope.out, ORDER, chapter, shlex.join(words))
        print(f"chapter        {chapter}")
    return code


if __name__ == "__main__":
    sys.exit(main())
