"""Set runs beside the first of them: `python -m examples.compare_runs runs/each runs/single ...`.

Agreement is the share of dialogues with one verdict in both runs. It means something where both verified the same
dialogues: the same seed and settings but for the verification, and `--repairs 0`, since a repair changes them.
"""

import sys

from rich.console import Console
from rich.table import Table

from graph.places import location
from graph.records import read_records
from graph.tally import Tally
from state.record import Record

COLUMNS = ("kept", "of", "calls each", "of experts", "tokens read by experts", "saved/labelled/lost", "agreement")


def main(folders: list[str]) -> None:
    """Print one line for each run."""
    table = Table("run", box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for name in COLUMNS:
        table.add_column(name, justify="right")
    first: dict[str, bool] = {}
    for folder in folders:
        tally, verdicts = _read(folder)
        first = first or verdicts
        same = [verdicts[id] == first[id] for id in verdicts.keys() & first.keys()]
        table.add_row(folder, *_cells(tally), f"{sum(same) / len(same):.1%}" if same else "none")
    Console(width=160).print(table)


def _read(folder: str) -> tuple[Tally, dict[str, bool]]:
    tally, verdicts = Tally(), {}
    for _, record in read_records(location(folder), Record):
        tally.add(record)
        verdicts[record.id] = record.status == "kept"
    return tally, verdicts


def _cells(tally: Tally) -> tuple[str, ...]:
    experts = tally.spent.get("expert")
    amounts = (tally.calls, tally.calls_by_node["expert-check"], experts.usage.prompt_tokens if experts else 0)
    each = (f"{amount / tally.tried:,.1f}" for amount in amounts)
    repaired = "/".join(str(tally.taxonomy.repairs[name]) for name in ("saved", "labelled", "lost"))
    return f"{tally.kept}", f"{tally.tried}", *each, repaired


if __name__ == "__main__":
    main(sys.argv[1:])
