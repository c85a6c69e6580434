"""A whole run on a cluster: takes up what is there, has the rest made, and says what came of it."""

import asyncio
import sys
from collections.abc import Callable

import structlog

from graph.assemble import Assemble, Machine
from graph.cluster.connection import actors, connected
from graph.cluster.ledger import News
from graph.cluster.pipeline import Pipeline
from graph.cluster.reading import write_dialogues, written
from graph.cluster.rounds import Past
from graph.cluster.session import Sitting
from graph.crowd import Control
from graph.folder import RunFolder, explained
from graph.models.notices import Tell
from graph.parquet import CHECKPOINT, DATA
from graph.progress import Show, announcing, is_live, live_display, no_display
from graph.settings import Settings, without_credentials
from graph.summary import Outcome
from graph.tally import Tally
from graph.telling import say_ended, say_finished
from state.errors import ConfigurationError

log = structlog.get_logger()


def work_on_cluster(settings: Settings, assembling: Assemble, machine: Machine, folder: RunFolder) -> Outcome:
    """Make on a cluster what is missing in this folder."""
    refuse_if_unfit(settings, folder)
    control, found = Control(), written(folder)
    past = Past.of(settings, found)
    if past.leaves_work(settings, found.tally):
        drawing = live_display(settings, found.tally) if is_live(settings) else no_display()
        with connected(settings.cluster or ""), drawing as show:
            _watched(control)
            _say_started(settings, folder, machine, found.tally)
            pipeline, hear = _pipeline(settings, folder), _hearing(show, announcing(settings))
            asyncio.run(Sitting(settings, assembling, pipeline, found.tally, control, hear).work(past))
        found = written(folder)
        say_ended(found.tally, control)
    with explained(folder.path):
        ready = write_dialogues(folder, found, settings.accept)
    stopped, interrupted = control.stopped, control.interrupted
    return Outcome(settings, folder, found.tally, machine.tools, ready, interrupted=interrupted, stopped=stopped)


def _pipeline(settings: Settings, folder: RunFolder) -> Pipeline:
    place = folder.path.resolve()
    return Pipeline(f"{place}/{DATA}", f"{place}/{CHECKPOINT}", actors(settings))


def refuse_if_unfit(settings: Settings, folder: RunFolder) -> None:
    """`ConfigurationError` where something of these settings cannot be done on a cluster."""
    if folder.records.exists():
        raise ConfigurationError(f"{folder.path} was begun without a cluster; go on like that, or choose another --out")
    if settings.record or settings.answers_from:
        raise ConfigurationError("a cluster keeps no journal: record and answers_from are for runs in one process")
    urls = (settings.base_url, *(own.base_url for own in settings.roles.values()))
    if any(url is not None and without_credentials(url) != url for url in urls):
        raise ConfigurationError(
            "a base_url with credentials or a query would be sent to every machine of the cluster; put the key into "
            "their environment, and name the variable with key_variable"
        )


def _hearing(show: Show, announce: Tell) -> Callable[[News, bool], None]:
    """Hear the news of the cluster, and tell them as a run in one process would."""

    def hear(news: News, draining: bool) -> None:
        for notice in news.notices:
            announce(notice)
        for finished in news.finished:
            say_finished(finished, news.tally)
        show(news.tally, news.in_flight if draining else None)

    return hear


def _watched(control: Control) -> None:
    """Tell of interruptions."""

    def say_interrupted(cancelled: bool) -> None:
        finishing = f"{control.in_flight} dialogues finish, no more begin; interrupt again to cancel them"
        words = f"cancelling {control.in_flight} dialogues" if cancelled else finishing
        log.warning("run_interrupted", doing=words)
        print(f"interrupted: {words}", file=sys.stderr)

    control.on_interrupt = say_interrupted


def _say_started(settings: Settings, folder: RunFolder, machine: Machine, tally: Tally) -> None:
    log.info(
        "run_started",
        out=str(folder.path),
        cluster=settings.cluster,
        actors=actors(settings),
        models=settings.models(),
        simulated=bool(settings.simulated_roles()),
        tools=len(machine.tools),
        tools_rejected=machine.rejected,
        tries=settings.tries(),
        already_done=tally.tried,
    )
