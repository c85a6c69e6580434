"""What becomes of the flaws that the simulated model plants: `python -m graph.benchmarks.flaws`.

Runs dialogues at a high rate of flaws and looks each planted flaw up in what came out: gone from the dialogue (its turn
was written anew, or the candidate refused), dropped with its dialogue, or still there in a dialogue that was kept.
"""

import argparse
import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple

from graph.benchmarks.planting.visible import Visible
from graph.build import build_graph, default_nodes
from graph.generate import Generator
from graph.models.simulated.model import SimulatedModel
from graph.plan import plan
from graph.tools.builtin.pool import BuiltinPool
from graph.tools.file_pool import read_pool
from graph.tools.sampled_pool import sampled
from state.budget import PRESETS
from state.dialogue import Dialogue, Step, ToolTurn, UserTurn
from state.model import Flaw
from state.record import Record

Fate = Literal["gone", "dropped", "kept"]
_LINE = "{:<20}{:>9}{:>8}{:>9}{:>8}{:>10}"


class Outcome(NamedTuple):
    """One planted flaw and what became of it."""

    dialogue: str
    flaw: Flaw
    fate: Fate


def remains(dialogue: Dialogue, flaw: Flaw) -> bool:
    """Whether a flaw stands in a dialogue: what was planted, where it was planted."""
    return _LOOKING[flaw.kind](dialogue, flaw)


def _call(dialogue: Dialogue, flaw: Flaw) -> Step | None:
    """The call that a flaw is in. Calls that are wrong on purpose, and shown to fail, are no flaws."""
    id = flaw.path.partition(".")[0]
    return next((step for step in dialogue.steps() if step.call.id == id and step.turn.learn), None)


def _name(flaw: Flaw) -> str:
    return flaw.path.partition(".")[2]


def _has_value(dialogue: Dialogue, flaw: Flaw) -> bool:
    step = _call(dialogue, flaw)
    values = step.call.values() if step else {}
    value = values.get(_name(flaw))
    same = _name(flaw) in values and value == flaw.value and type(value) is type(flaw.value)
    return same and not _has_become_true(dialogue, flaw)


def _has_become_true(dialogue: Dialogue, flaw: Flaw) -> bool:
    """Whether the request was written anew since, and now says what was wrong: to which the call then keeps."""
    said = "\n".join(turn.text for turn in dialogue.turns if isinstance(turn, UserTurn))
    value = flaw.value
    number = isinstance(value, int | float) and not isinstance(value, bool) and Visible(said).states_number(value)
    return number or (isinstance(value, str) and Visible(said).has(value))


def _lacks_argument(dialogue: Dialogue, flaw: Flaw) -> bool:
    step = _call(dialogue, flaw)
    required = step.tool.required if step and step.tool else ()
    return step is not None and _name(flaw) in required and _name(flaw) not in step.call.values()


def _has_argument(dialogue: Dialogue, flaw: Flaw) -> bool:
    step = _call(dialogue, flaw)
    return step is not None and _name(flaw) in step.call.values()


def _has_tool(dialogue: Dialogue, flaw: Flaw) -> bool:
    step = _call(dialogue, flaw)
    return step is not None and step.call.name == flaw.value


def _has_words(dialogue: Dialogue, flaw: Flaw) -> bool:
    return any(str(flaw.value) in (turn.text or "") for turn in dialogue.turns if not isinstance(turn, ToolTurn))


def _is_repeated(dialogue: Dialogue, flaw: Flaw) -> bool:
    """Whether the second call is there, and the one right before it does the same and succeeded."""
    steps = dialogue.steps()
    again = _call(dialogue, flaw)
    if again is None:
        return False
    before = steps[steps.index(again) - 1] if steps.index(again) else None
    same = before is not None and (before.call.name, before.call.values()) == (again.call.name, again.call.values())
    return same and bool(before and before.observation and not before.observation.error)


_LOOKING: dict[str, Callable[[Dialogue, Flaw], bool]] = {
    "invented_id": _has_value,
    "ungrounded_number": _has_value,
    "wrong_date": _has_value,
    "wrong_type": _has_value,
    "missing_argument": _lacks_argument,
    "unknown_parameter": _has_argument,
    "unknown_tool": _has_tool,
    "false_claim": _has_words,
    "unbacked_claim": _has_words,
    "leak": _has_words,
    "repetition": _is_repeated,
}


def outcomes(records: Iterable[Record]) -> Iterator[Outcome]:
    """Follow every planted flaw of these records."""
    for record in records:
        for flaw in record.planted:
            yield Outcome(record.id, flaw, _fate(record, flaw))


def _fate(record: Record, flaw: Flaw) -> Fate:
    if record.dialogue is None or not remains(record.dialogue, flaw):
        return "gone"
    return "kept" if record.status == "kept" else "dropped"


def make(count: int, seed: int, flaw_rate: float, preset: str, tools: Path | None) -> list[Record]:
    """Make dialogues with the simulated model."""
    pool = sampled(read_pool([str(tools)]) if tools else BuiltinPool())
    generate = Generator(build_graph(default_nodes(SimulatedModel(flaw_rate), pool)), pool)

    async def all_of_them() -> list[Record]:
        return [await generate(one.seed, one.number) for one in plan(seed, PRESETS[preset], range(count))]

    return asyncio.run(all_of_them())


def table(found: Iterable[Outcome]) -> str:
    """One line for each kind. Recall is the share of flaws that are in no dialogue that was kept."""
    counts: Counter[tuple[str, Fate]] = Counter((one.flaw.kind, one.fate) for one in found)
    lines = [_LINE.format("planted flaw", "planted", "gone", "dropped", "kept", "recall")]
    for kind in (*_LOOKING, "all"):
        gone, dropped, kept = (
            sum(number for (of, is_fate), number in counts.items() if is_fate == fate and kind in (of, "all"))
            for fate in ("gone", "dropped", "kept")
        )
        planted = gone + dropped + kept
        recall = f"{1 - kept / planted:.1%}" if planted else "-"
        lines.append(_LINE.format(kind, planted, gone, dropped, kept, recall))
    return "\n".join(lines)


def main() -> None:
    """Run and print, with every flaw that was kept."""
    parser = argparse.ArgumentParser(prog="python -m graph.benchmarks.flaws", description=__doc__)
    parser.add_argument("--dialogues", type=int, default=200, help="(default: 200)")
    parser.add_argument("--seed", type=int, default=0, help="of the run (default: 0)")
    parser.add_argument("--flaw-rate", type=float, default=0.3, help="(default: 0.3)")
    parser.add_argument("--preset", choices=tuple(PRESETS), default="default")
    parser.add_argument("--tools", type=Path, help="a file of tools instead of the built-in pool")
    chosen = parser.parse_args()
    records = make(chosen.dialogues, chosen.seed, chosen.flaw_rate, chosen.preset, chosen.tools)
    found = [*outcomes(records)]
    statuses = Counter(record.status for record in records)
    print(f"{len(records)} dialogues: {', '.join(f'{count} {status}' for status, count in statuses.items())}")
    print(table(found))
    for one in found:
        if one.fate == "kept":
            print(f"kept: {one.dialogue} turn {one.flaw.turn} {one.flaw.kind} {one.flaw.path} {one.flaw.detail}")


if __name__ == "__main__":
    main()
