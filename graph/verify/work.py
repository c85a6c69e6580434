"""Goes through files row by row: checks, counts, writes what machines read, and shows how far it is."""

import asyncio
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TextIO

import orjson
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from graph.models.notices import Notice
from graph.places import Location
from graph.settings import Settings
from graph.verify.checking import Checked, broken_row, checked
from graph.verify.flags import Options
from graph.verify.profiles import BY_PROFILE
from graph.verify.reading import EXPECTED, Entry, read_rows
from graph.verify.report import print_panel, print_report
from graph.verify.tally import Note, Tally
from state.errors import ConfigurationError

STDOUT = Path("-")

Advance = Callable[[int, int], None]
"""Told the bytes of the file that were read and the dialogues so far."""


def verify(options: Options) -> Tally:
    """Check every row of every file, and report."""
    tally = Tally(most=options.show)
    with _output(options.json) as output:
        if options.settings is None:
            for file in options.files:
                with _noting(file, options, tally, output) as note:
                    for entry in read_rows(file):
                        note(entry, _checked(entry, options))
        else:
            asyncio.run(_hear(options, options.settings, tally, output))
    if options.json != STDOUT:
        print_report(Console(), tally, BY_PROFILE[options.profile].left_out)
    print_panel(Console(stderr=options.json == STDOUT), tally)
    return tally


async def _hear(options: Options, settings: Settings, tally: Tally, output: TextIO | None) -> None:
    """The same with experts, until something stops them."""
    from graph.limits import limits_of
    from graph.verify.hearing import Hearing
    from graph.verify.keeping import keeping
    from graph.verify.panel import seated

    if settings.experts != "similarity" and settings.options("expert").simulated:
        print("warning: the experts are simulated, so what they say is a rehearsal; set --model", file=sys.stderr)
    with keeping(options.journal) as journal:
        panel = seated(settings, _tell, journal)
        try:
            for file in options.files:
                with _noting(file, options, tally, output) as note:
                    rows = ((entry, _checked(entry, options)) for entry in read_rows(file))
                    hearing = Hearing(panel, limits_of(settings), settings.concurrency, note)
                    tally.stopped = await hearing.hear(file, rows)
                if tally.stopped:
                    return
        finally:
            tally.asked, tally.spent = panel.asked, panel.meter.total
            await panel.close()


def _tell(notice: Notice) -> None:
    kind = notice.kind.replace("_", " ")
    print(f"{notice.endpoint} is {kind}: {notice.words}", file=sys.stderr)


@contextmanager
def _output(path: Path | None) -> Iterator[TextIO | None]:
    if path is None or path == STDOUT:
        yield None if path is None else sys.stdout
        return
    try:
        with path.open("w", encoding="utf-8") as file:
            yield file
    except OSError as error:
        raise ConfigurationError(f"--json {path}: cannot be written ({error}); name a file that can") from error


@contextmanager
def _noting(file: Location, options: Options, tally: Tally, output: TextIO | None) -> Iterator[Note]:
    """Count, write and show each row of a file; in the end there has to be one that can be read."""
    before, readable = tally.dialogues, 0
    with _progress(file) as advance:

        def note(entry: Entry, found: Checked) -> None:
            nonlocal readable
            readable += entry.problem is None and isinstance(entry.value, dict)
            tally.add(entry.file or file, entry.line, found)
            if output:
                _write(output, entry.file or (file if len(options.files) > 1 else None), entry.line, found)
            advance(entry.read, tally.dialogues)

        yield note
    if not readable and not tally.stopped:
        what = "the file is empty" if tally.dialogues == before else "no row of it is an object"
        raise ConfigurationError(f"{file}: {what}; expected {EXPECTED}")


def _checked(entry: Entry, options: Options) -> Checked:
    if entry.problem is None:
        return checked(entry.value, options.profile, options.format)
    return Checked(None, (broken_row("rows_are_json", entry.problem),), {})


def _write(output: TextIO, file: Location | None, line: int, found: Checked) -> None:
    """One JSON line. Which file it is about is said where there are several."""
    place = {"file": str(file)} if file else {}
    findings = [finding.model_dump(mode="json") for finding in found.findings]
    text = orjson.dumps({**place, "line": line, "id": found.id, "findings": findings})
    output.write(text.decode() + "\n")


@contextmanager
def _progress(file: Location) -> Iterator[Advance]:
    """Draw on a terminal how much of the file was read; elsewhere nothing."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[dialogues]} dialogues"),
        TimeRemainingColumn(),
    )
    progress = Progress(*columns, console=console, transient=True)
    with progress if console.is_terminal else nullcontext():
        size = file.stat().st_size if file.is_file() else None
        task = progress.add_task(file.name, total=size, dialogues=0)
        yield lambda read, dialogues: progress.update(task, completed=read, dialogues=dialogues)
