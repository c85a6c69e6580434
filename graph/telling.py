"""What a run says of its dialogues and of its end, to the log."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import structlog

from graph.crowd import Control
from graph.tally import Tally

log = structlog.get_logger()


class Done(Protocol):
    """As much of a record as is told."""

    @property
    def id(self) -> str:
        """Which dialogue."""
        ...

    @property
    def status(self) -> str:
        """What became of it."""
        ...

    @property
    def reasons(self) -> Sequence[str]:
        """Why."""
        ...

    @property
    def calls_by_node(self) -> Mapping[str, int]:
        """The calls that it took."""
        ...

    @property
    def cost(self) -> float | None:
        """What these cost."""
        ...


def say_finished(done: Done, tally: Tally) -> None:
    """Tell of a dialogue that is done."""
    log.info(
        "dialogue_finished",
        id=done.id,
        status=done.status,
        reasons=done.reasons,
        calls=sum(done.calls_by_node.values()),
        cost=done.cost,
        kept=tally.kept,
        tried=tally.tried,
    )


def say_ended(tally: Tally, control: Control) -> None:
    """Tell how the run ended."""
    log.info(
        "run_finished",
        kept=tally.kept,
        tried=tally.tried,
        calls=tally.calls,
        cost=tally.total.cost,
        interrupted=control.interrupted,
        stopped=control.stopped,
    )
