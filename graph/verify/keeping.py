"""Keeps what experts say in a file, so that a verification that was interrupted does not ask them again."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from graph.folder import explained
from graph.journal.entry import header
from graph.journal.journal import Journal
from state.errors import ConfigurationError

_BEGINNING = header(recorded=False).partition(b":")[0]


@contextmanager
def keeping(path: Path | None) -> Iterator[Journal]:
    """The journal in a file; without one, a journal that keeps nothing."""
    journal = Journal()
    if path is None:
        yield journal
        return
    with explained(path):
        file = path.open("ab+")
    with file:
        _claim(path, file)
        with journal.open(path, is_done=lambda place: False):
            yield journal


def _claim(path: Path, file: BinaryIO) -> None:
    """Make sure that it is a journal, or new, and that nobody else writes into it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise ConfigurationError(f"--journal {path}: another verification writes into it; name another file") from error
    file.seek(0)
    if file.read(len(_BEGINNING)) not in (b"", _BEGINNING):
        raise ConfigurationError(f"--journal {path}: this is no journal of experts; name a new file")
