"""What an endpoint's troubles are told as, to the log and to whoever shows the run."""

from collections.abc import Callable
from typing import Literal, NamedTuple

import structlog

NoticeKind = Literal["down", "back", "given_up"]


class Notice(NamedTuple):
    """Something that the person at the run should know."""

    kind: NoticeKind
    endpoint: str
    """Its address, without credentials."""
    words: str


Tell = Callable[[Notice], None]

log = structlog.get_logger()


def log_notice(notice: Notice) -> None:
    """Write it to the run's log."""
    log.warning(f"endpoint_{notice.kind}", endpoint=notice.endpoint, words=notice.words)
