"""What curation finds of what was planted, and what it takes: `python -m graph.benchmarks.curation [RUN...]`.

Into the kept dialogues of some runs, or of one that is made for it, two things are planted: copies in which one word
in ten is changed by rule, and user turns that quote a benchmark. Then they are curated like any other.
"""

import argparse
import io
import json
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple

from pydantic import JsonValue

from graph.benchmarks.rewording import reworded
from graph.curation.collection import DUPLICATE, Wishes, collect
from graph.curation.fingerprints import users_of
from graph.curation.overlap import RUN
from graph.curation.reading import Kept, read
from graph.curation.words import words_of
from graph.curation.writing import write
from graph.records import RECORDS
from state.dialogue import Dialogue, UserTurn
from state.errors import ConfigurationError

SHARE = 0.1
"""How many dialogues are copied, and how many quote a benchmark."""
_QUOTED = ("bfcl", "acebench", "tau", "tooltalk")
"""How the names of the files of benchmarks begin."""
_QUOTES = Path("../shared/data/dialogues")
_COPY = "copy-of-"


class Found(NamedTuple):
    """What curation made of it."""

    copies: int
    """How many were left out."""
    originals: int
    """How many originals were taken for near-duplicates."""
    quoting: int
    """How many of those that were made to quote a benchmark were told."""
    others_quoting: int
    """How many dialogues were told to quote a benchmark, though they were not made to."""
    seconds: float
    megabytes: float


class Planting:
    """Writes what is to be curated, and remembers what was planted in it."""

    def __init__(self, quotes: Sequence[str], reworded_share: float, random: Random) -> None:
        """Nothing is planted yet."""
        self._quotes = quotes
        self._reworded_share = reworded_share
        self._random = random
        self.originals: set[str] = set()
        self.copies: set[str] = set()
        self.quoting: set[str] = set()

    def write(self, runs: Sequence[Path], folder: Path) -> None:
        """Write the kept dialogues of the runs, with quotes in some and copies of some."""
        with (folder / RECORDS).open("w", encoding="utf-8") as out:
            for run in runs:
                for kept in read(run):
                    out.writelines(self._planted(f"{run.resolve().name}-{kept.record.id}", kept))

    def _planted(self, id: str, kept: Kept) -> Iterator[str]:
        self.originals.add(id)
        record, dialogue = json.loads(kept.line.text()), kept.dialogue
        if self._quotes and self._random.random() < SHARE:
            self.quoting.add(id)
            dialogue = _quoting(dialogue, self._random.choice(self._quotes), self._random)
        yield _line(record, id, dialogue)
        if self._random.random() < SHARE:
            self.copies.add(_COPY + id)
            yield _line(record, _COPY + id, reworded(dialogue, self._random, self._reworded_share))


def _line(record: dict[str, JsonValue], id: str, dialogue: Dialogue) -> str:
    return json.dumps(record | {"id": id, "dialogue": dialogue.model_dump(mode="json")}) + "\n"


def _quoting(dialogue: Dialogue, quote: str, random: Random) -> Dialogue:
    """Put the words of a benchmark's user into the mouth of ours, beside what they say anyway."""
    places = [place for place, turn in enumerate(dialogue.turns) if isinstance(turn, UserTurn)]
    chosen = random.choice(places)
    turn = dialogue.turns[chosen]
    assert isinstance(turn, UserTurn)
    said = turn.model_copy(update={"text": f"{turn.text} {quote}"})
    return dialogue.with_turns((*dialogue.turns[:chosen], said, *dialogue.turns[chosen + 1 :]))


def quotes_of(folder: Path) -> list[str]:
    """What users of benchmarks say that is long enough to be told, from files of their dialogues."""
    files = [file for file in sorted(folder.glob("*.jsonl")) if file.name.startswith(_QUOTED)]
    return [text for file in files for text in users_of(file) if len(words_of(text)) >= RUN]


def measure(planting: Planting, planted: Path, to: Path) -> Found:
    """Curate what was planted."""
    started = time.process_time()
    collection = collect([planted], Wishes(most=None))
    write(collection, to)
    seconds = time.process_time() - started
    doubles = {id for id, left in collection.left_out.items() if left.why == DUPLICATE}
    quoting = collection.overlaps.keys() & planting.originals
    return Found(
        copies=len(doubles & planting.copies),
        originals=len(doubles & planting.originals),
        quoting=len(quoting & planting.quoting),
        others_quoting=len(quoting - planting.quoting),
        seconds=seconds,
        megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def report(planting: Planting, found: Found) -> str:
    """What was planted beside what was found."""
    copies, originals, quoting = len(planting.copies), len(planting.originals), len(planting.quoting)
    return "\n".join(
        (
            f"dialogues         {originals + copies:,}, {copies:,} of them reworded copies",
            f"copies found      {found.copies:,} of {copies:,} ({found.copies / max(1, copies):.1%}; wanted: 95%)",
            f"falsely removed   {found.originals:,} of {originals:,} ({found.originals / originals:.2%}; at most: 1%)",
            f"quotes found      {found.quoting:,} of {quoting:,}; {found.others_quoting:,} dialogues quote by chance",
            f"curated in        {found.seconds:.1f} s of the processor, {found.megabytes:,.0f} MB at most",
        )
    )


def _made(folder: Path, dialogues: int) -> Path:
    """A run of the simulated model."""
    from graph.run import main as run

    with redirect_stdout(io.StringIO()):
        run(["--count", str(dialogues), "--out", str(folder), "--display", "quiet"])
    return folder


def main() -> int:
    """Plant, curate and print."""
    parser = argparse.ArgumentParser(prog="python -m graph.benchmarks.curation", description=__doc__)
    parser.add_argument("runs", nargs="*", type=Path, metavar="RUN", help="run folders (default: one is made)")
    parser.add_argument("--dialogues", type=int, default=300, help="of the run that is made (default: 300)")
    parser.add_argument("--reworded", type=float, default=0.1, help="share of words changed (default: 0.1)")
    parser.add_argument("--quotes", type=Path, default=_QUOTES, help=f"dialogues of benchmarks (default: {_QUOTES})")
    options = parser.parse_args()
    planting = Planting(quotes_of(options.quotes), options.reworded, Random(0))
    with TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "planted").mkdir()
        try:
            planting.write(options.runs or [_made(folder / "run", options.dialogues)], folder / "planted")
            print(report(planting, measure(planting, folder / "planted", folder / "curated")))
        except (ConfigurationError, OSError) as error:
            print(f"error: {error}", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
