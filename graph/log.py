"""The run's diary: structlog events as JSON lines. Set up by the run alone; everybody else only speaks."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

import structlog

from graph.folder import explained


class LineLogger:
    """Writes each finished line to all of its files."""

    def __init__(self, files: tuple[TextIO, ...]) -> None:
        self._files = files

    def msg(self, line: str) -> None:
        """Write one line."""
        for file in self._files:
            # A diary that cannot be written is no reason to lose dialogues; a full disk shows with the records.
            with suppress(OSError):
                file.write(line + "\n")
                file.flush()

    debug = info = warning = error = critical = exception = msg


@contextmanager
def logging_to(path: Path, *, echo: bool) -> Iterator[None]:
    """Send events to this file, and with `echo` to stderr too."""
    with explained(path):
        file = path.open("a", encoding="utf-8")
    files = (file, sys.stderr) if echo else (file,)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=lambda *_: LineLogger(files),
        cache_logger_on_first_use=False,
    )
    try:
        yield
    finally:
        structlog.reset_defaults()
        with suppress(OSError):
            file.close()
