"""The command: `python -m graph.run`. Puts a run together, and says how it ended."""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from graph.assemble import Assemble, Machine, assemble
from graph.crowd import Control, run_all
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
    machine = assembling(settings)
    for warning in machine.warnings:
        print(f"warning: {warning}", file=sys.stderr)
    with open_folder(settings) as folder, logging_to(folder.log, echo=echoes(settings)):
        session = Session(settings, machine, folder)
        outcome = session.work()
        print_summary(outcome)
    return exit_code(outcome)


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

    def work(self) -> Outcome:
        """Take up what is there, make what is missing, and say what came of it."""
        tally, control = Tally(), Control(on_interrupt=_say_interrupted)
        past = take_up(self.folder, self.settings.accept, tally.add)
        self._say_started(past, tally)
        drawing = live_display(self.settings, tally) if is_live(self.settings) else no_display()
        with drawing as show, seldom_collected():
            asyncio.run(self._make(past, tally, control, show))
        _say_ended(tally, control)
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
        settings = self.settings
        numbers = past.still_to_do(settings.tries(), lambda: tally.kept >= (settings.accept or settings.tries() + 1))
        async with open_sink(self.folder, past.ordered) as sink:

            async def finish(record: Record) -> None:
                stored = await sink.put(record)
                tally.add(stored)
                show(tally)
                _say_finished(stored, tally)

            allowance = Allowance(limits_of(settings), tally, self.machine.meter)
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
            models=self.settings.models(),
            simulated=bool(self.settings.simulated_roles()),
            tools=len(self.machine.tools),
            tools_rejected=self.machine.rejected,
            tries=self.settings.tries(),
            already_done=tally.tried,
            gaps=past.gaps(),
            torn_line_dropped=past.torn,
        )


def _say_finished(record: Record, tally: Tally) -> None:
    log.info(
        "dialogue_finished",
        id=record.id,
        status=record.status,
        reasons=record.reasons,
        calls=sum(record.calls_by_node.values()),
        cost=record.cost,
        kept=tally.kept,
        tried=tally.tried,
    )


def _say_ended(tally: Tally, control: Control) -> None:
    log.info(
        "run_finished",
        kept=tally.kept,
        tried=tally.tried,
        calls=tally.calls,
        cost=tally.total.cost,
        interrupted=control.interrupted,
        stopped=control.stopped,
    )


def _say_interrupted(cancelled: bool) -> None:
    words = "cancelling" if cancelled else "finishing what is in flight; interrupt again to cancel it"
    log.warning("run_interrupted", doing=words)
    print(f"interrupted: {words}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
