"""Makes what one shard has to make, and puts it into the run folder that it shares with the others."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from graph.folder import RunFolder
from graph.places import location
from graph.settings import Settings
from graph.shards.division import SHARDS, Part, Shard, Span
from graph.shards.folder import SharedFolder
from graph.shards.publish import add_dialogues, publish
from graph.shards.share import share_of
from graph.shards.telling import tell_made, tell_run, tell_there, tell_unfinished
from graph.summary import Outcome
from state.errors import ConfigurationError


class Sitting(Protocol):
    """One session, in a run folder of its own."""

    @property
    def folder(self) -> RunFolder:
        """Where it writes."""
        ...

    def work(self) -> Outcome:
        """Make what is missing there."""
        ...


Sit = Callable[[Settings, int], AbstractContextManager[Sitting]]
"""Begins a session that makes the dialogues from this number on."""


def make_shard(settings: Settings, sit: Sit) -> Outcome | None:
    """Make the parts of this shard that are not there; gives the outcome of one that could not be finished."""
    assert settings.shard is not None
    shared = SharedFolder(location(str(settings.out)))
    shared.enter(settings)
    spans = shared.divide(settings, settings.shard.of)
    for part in _parts(settings.shard, spans, shared):
        if shared.has(part):
            add_dialogues(shared.path, part)
            tell_there(shared, part)
        elif (outcome := _make(settings, part, shared, sit)) is not None:
            return outcome
    tell_run(shared)
    return None


def _parts(shard: Shard, spans: tuple[Span, ...], shared: SharedFolder) -> Iterator[Part]:
    """What the shard has to make of each span that was divided among so many."""
    mine = [span.part(shard.number) for span in spans if span.shards == shard.of]
    if not mine:
        divided = ", ".join(f"{span} among {span.shards:,}" for span in spans)
        raise ConfigurationError(
            f"--shard {shard}: {shared.path} was divided otherwise ({divided}); go on with these, or with a higher "
            f"--count, whose new dialogues can be divided among {shard.of:,}"
        )
    return (part for part in mine if part.numbers)


def _make(settings: Settings, part: Part, shared: SharedFolder, sit: Sit) -> Outcome | None:
    own = share_of(settings, part, settings.scratch or Path(str(shared.path), SHARDS))
    with sit(own, part.numbers.start) as session:
        if shared.has(part):
            # Another process held the lock until now, and has made it.
            tell_there(shared, part)
            return None
        outcome = session.work()
        if outcome.interrupted or outcome.stopped:
            tell_unfinished(outcome, part)
            return outcome
        first = publish(session.folder, shared.path, part)
        tell_made(outcome, shared, part, first)
    return None
