"""What a shard says when it ends."""

import sys
from collections.abc import Iterator

from rich.console import Console

from graph.lock import holder_of
from graph.records import stored_records
from graph.shards.division import Part
from graph.shards.folder import SharedFolder
from graph.summary import Outcome, print_rows, rows

_SHOWN = 8


def tell_there(shared: SharedFolder, part: Part) -> None:
    """Say that nothing was to be done."""
    _print(("shard", f"{_named(part)}: there already, nothing to do"), ("file", str(shared.path / part.file)))


def tell_made(outcome: Outcome, shared: SharedFolder, part: Part, first: bool) -> None:
    """Say what came of a part that is done."""
    file = str(shared.path / part.file)
    other = "" if first else "; another process had put it there meanwhile, and its dialogues stay"
    _print(("shard", _named(part)), *_figures(outcome), ("file", file + other))


def tell_unfinished(outcome: Outcome, part: Part) -> None:
    """Say how far a part is."""
    higher = " with a higher limit" if (outcome.stopped or "").startswith("max_") else ""
    go_on = f"by the same command{higher}, where {outcome.folder.path} is; nothing is asked twice"
    _print(("shard", _named(part)), *_figures(outcome), ("goes on", go_on))


def tell_run(shared: SharedFolder) -> None:
    """Say which parts the run still lacks."""
    _print(("run", f"{shared.path}: {standing_of(shared)}"))


def standing_of(shared: SharedFolder) -> str:
    """How many parts are there, and the first of those that are not."""
    missing = shared.missing()
    total = sum(len(span.parts()) for span in shared.spans())
    words = f"{total - len(missing):,} of {total:,} parts are there"
    if missing:
        named = ", ".join(_named(part) for part in missing[:_SHOWN])
        words += f"; missing {named}" + (f" and {len(missing) - _SHOWN:,} more" if len(missing) > _SHOWN else "")
    return words


def at_work(shared: SharedFolder) -> Iterator[tuple[str, str]]:
    """What is known of parts that are not there: of those whose unfinished work lies in the run folder."""
    for part in shared.missing():
        made = shared.unfinished(part)
        if made is not None and made.path.is_dir():
            holder = holder_of(made.path)
            state = "stopped" if holder is None else f"going on: {holder}" if holder.is_alive() else "killed"
            done = sum(1 for _ in stored_records(made.path))
            yield f"shard {part.shard}", f"{done:,} of {len(part.numbers):,} dialogues done; {state}"


def _named(part: Part) -> str:
    numbers = part.numbers
    return f"{part.shard} (dialogues {numbers.start:,} to {numbers.stop - 1:,})"


def _figures(outcome: Outcome) -> list[tuple[str, str]]:
    return [(name, value) for name, value in rows(outcome) if name != "files"]


def _print(*lines: tuple[str, str]) -> None:
    print_rows(lines, Console(file=sys.stdout))
