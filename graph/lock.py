"""One process at a time writes into a run folder; the others are told which."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from state.errors import ConfigurationError

NAME = "lock"
"""The file that says who holds the lock. The lock itself is on the folder, so the file may come and go."""


class Holder(BaseModel):
    """A process that writes into a run folder, or did until it was killed."""

    model_config = ConfigDict(frozen=True)

    process: int
    host: str
    since: datetime

    def __str__(self) -> str:
        """Who it is."""
        return f"process {self.process} on {self.host}, since {self.since:%Y-%m-%d %H:%M:%S} UTC"

    def is_alive(self) -> bool:
        """Whether it may still be writing; of a process on another machine nothing is known."""
        if self.host != socket.gethostname():
            return True
        try:
            os.kill(self.process, 0)
        except ProcessLookupError:
            return False
        except OSError:
            return True
        return True


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder; `ConfigurationError` says who else does."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        _lock(descriptor, folder)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def signed(folder: Path) -> Iterator[None]:
    """Say in the folder that it is us who hold its lock."""
    us = Holder(process=os.getpid(), host=socket.gethostname(), since=datetime.now(UTC).replace(microsecond=0))
    (folder / NAME).write_text(us.model_dump_json() + "\n", encoding="utf-8")
    try:
        yield
    finally:
        with suppress(OSError):
            (folder / NAME).unlink()


def holder_of(folder: Path) -> Holder | None:
    """Who holds the lock, or held it and was killed; None where nobody says so."""
    try:
        return Holder.model_validate_json((folder / NAME).read_bytes())
    except (OSError, ValidationError):
        return None


def _lock(descriptor: int, folder: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = holder_of(folder)
        who = f": {holder}" if holder else ""
        raise ConfigurationError(
            f"another run is writing into {folder}{who}; wait for it, or choose another --out"
        ) from error
