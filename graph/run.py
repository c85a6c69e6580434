"""The command: `python -m graph.run`. Puts a run together, and says how it ended."""

import asyncio
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import structlog

from graph.assemble import Assemble, Machine, assemble
from graph.crowd import Control, run_all
from graph.damage import Damaged, rejected
from graph.estimate import estimate, print_estimate
from graph.folder import RunFolder, open_folder
from graph.garbage import seldom_collected
from graph.limits import Allowance, limits_of
from graph.log import logging_to
from graph.plan import plan
from graph.progress import Show, echoes, is_live, live_display, no_display
from graph.resume import Past, take_up
from graph.settings import Settings
from graph.sink import open_sink
from graph.sources import load_settings
from graph.summary import Outcome, print_summary
from graph.tally import Tally
from graph.telling import say_ended, say_finished
from state.errors import ConfigurationError
from state.record import Record

DONE, TOO_FEW, TO_BE_FIXED, STOPPED, INTERRUPTED = 0, 1, 2, 3, 130

log = structlog.get_logger()


def main(arguments: Sequence[str] | None = None, assembling: Assemble = assemble) -> int:
    """Run with these arguments, or those of the command line, and give the exit code."""
    try:
        return run(load_settings(arguments), assembling)
    except ConfigurationError as error:
        print(f"error: {error}", file=sys.stderr)
        return TO_BE_FIXED
    except KeyboardInterrupt:
        return INTERRUPTED


def run(settings: Settings, assembling: Assemble = assemble) -> int:
    """Make the dialogues that these settings ask for, or those of them that are not there yet."""
    if settings.estimate:
        print_estimate(estimate(settings, assembling))
        return DONE
    sit = partial(sitting, assembling)
    if settings.shard:
        from graph.shards.work import make_shard

        unfinished = make_shard(settings, sit)
        return exit_code(unfinished) if unfinished else DONE
    with sit(settings) as session:
        outcome = session.work() if settings.cluster is None else _on_cluster(session, assembling)
        print_summary(outcome)
    return exit_code(outcome)


@contextmanager
def sitting(assembling: Assemble, settings: Settings, first: int = 0) -> Iterator["Session"]:
    """Begin a session that makes the dialogues from the number `first` on, and hold its folder."""
    machine = assembling(settings)
    for warning in (*machine.warnings, *_idle(settings)):
        print(f"warning: {warning}", file=sys.stderr)
    with open_folder(settings) as folder, logging_to(folder.log, echo=echoes(settings)):
        yield Session(settings, machine, folder, first)


def _on_cluster(session: "Session", assembling: Assemble) -> Outcome:
    try:
        from graph.cluster.run import work_on_cluster
    except ModuleNotFoundError as error:
        raise ConfigurationError("a cluster needs the extra `ray`: pip install -e '.[ray]'") from error
    return work_on_cluster(session.settings, assembling, session.machine, session.folder)


def _idle(settings: Settings) -> Iterator[str]:
    for role in sorted(settings.roles.keys() - settings.cast):
        yield f"something is set for the {role}, and method {settings.method} has none"


def exit_code(outcome: Outcome) -> int:
    """Tell a script how the run ended."""
    if outcome.interrupted:
        return INTERRUPTED
    if outcome.stopped:
        return STOPPED
    return DONE if outcome.tally.kept >= (outcome.settings.accept or 1) else TOO_FEW


@dataclass(frozen=True, slots=True)
class Session:
    """One sitting of a run: from what the folder holds to what the settings ask for."""

    settings: Settings
    machine: Machine
    folder: RunFolder
    first: int = 0
    """The number of its first dialogue."""

    def work(self) -> Outcome:
        """Take up what is there, make what is missing, and say what came of it."""
        tally, folder, machine = Tally(), self.folder, self.machine
        past = take_up(folder, self.settings.accept, tally.add, self.first)
        _say_set_aside(folder.records, past.damaged)
        journalling = machine.journal.open(folder.journal, past.is_done, recording=self.settings.record)
        drawing = live_display(self.settings, tally, first=self.first) if is_live(self.settings) else no_display()
        with journalling as damaged, drawing as show, seldom_collected():
            _say_set_aside(folder.journal, damaged)
            self._say_started(past, tally)
            control = _control(machine, tally, show)
            asyncio.run(self._make(past, tally, control, show))
        say_ended(tally, control)
        return Outcome(
            settings=self.settings,
            folder=self.folder,
            tally=tally,
            pool=self.machine.tools,
            written=past.ordered.passed,
            interrupted=control.interrupted,
            stopped=control.stopped,
            unfinished=self.machine.meter.unfinished(),
        )

    async def _make(self, past: Past, tally: Tally, control: Control, show: Show) -> None:
        settings, meter, journal = self.settings, self.machine.meter, self.machine.journal
        numbers = past.still_to_do(settings.tries(), lambda: tally.kept >= (settings.accept or settings.tries() + 1))
        async with open_sink(self.folder, past.ordered) as sink:

            async def finish(record: Record) -> None:
                stored = await sink.put(record)
                journal.finish(stored.id, stored.seed)
                tally.add(stored)
                show(tally)
                say_finished(stored, tally)

            allowance = Allowance(limits_of(settings), tally, meter, meter.priced(journal.carried))
            meter.watch = lambda: allowance.watch(control.halt)
            planned = allowance.within(plan(settings.seed, settings.budget(), numbers), control.stop)
            first = allowance.first(settings.concurrency)
            try:
                with control:
                    await run_all(self.machine.generate, planned, finish, settings.concurrency, control, first)
            finally:
                await self.machine.close()

    def _say_started(self, past: Past, tally: Tally) -> None:
        log.info(
            "run_started",
            out=str(self.folder.path),
            method=self.settings.method,
            models=self.settings.models(),
            simulated=bool(self.settings.simulated_roles()),
            tools=len(self.machine.tools),
            tools_rejected=self.machine.rejected,
            tries=self.settings.tries(),
            already_done=tally.tried,
            gaps=past.gaps(),
            torn_line_dropped=past.torn,
            unfinished=self.machine.journal.unfinished,
        )


def _control(machine: Machine, tally: Tally, show: Show) -> Control:
    """What signals and limits do to this run, and how that is told."""
    control = Control(drain=machine.drain)

    def say_interrupted(cancelled: bool) -> None:
        stopping = f"{control.in_flight} dialogues stop at their next step; interrupt again to cancel them"
        words = f"cancelling {control.in_flight} dialogues" if cancelled else stopping
        log.warning("run_interrupted", doing=words)
        print(f"interrupted: {words}", file=sys.stderr)
        show(tally, control.in_flight)

    def say_left(left: int) -> None:
        log.info("run_stopping", left=left)
        show(tally, left)

    control.on_interrupt, control.on_left = say_interrupted, say_left
    return control


def _say_set_aside(path: Path, damaged: Sequence[Damaged]) -> None:
    for each in damaged:
        log.warning("line_set_aside", file=str(path), line=each.number, problem=each.problem)
        print(f"{path}, line {each.number}: {each.problem}; set aside in {rejected(path)}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
