"""The file of a journal: it grows by whole lines, each handed to the system before the next thing happens."""

import asyncio
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from graph.folder import explained, replacing
from graph.journal.entry import header
from graph.ordered import Place
from state.errors import ConfigurationError

SECURED_EVERY = 1.0
"""Seconds. A machine that stops may lose what was written since; a process that is killed loses nothing."""

Places = dict[tuple[str, int], Place]
"""Where the answers to one dialogue lie, by hash and occurrence of the request."""


@dataclass(slots=True)
class JournalFile:
    """Open for one process, from its first line on; a run that writes nothing makes no file."""

    path: Path
    recording: bool
    alive: int = 0
    """Bytes of lines that may still be asked for."""
    end: int = 0
    _descriptor: int | None = None
    _securing: bool = False
    _trouble: OSError | None = None
    """What the disk said of lines that the system had taken already."""

    def append(self, line: bytes) -> Place:
        """Write one line, or nothing: what a full disk cut short is taken back."""
        with explained(self.path):
            if self._trouble is not None:
                raise self._trouble
            descriptor = self._opened()
            place = Place(self.end, len(line))
            self._write(descriptor, line)
        self.alive += place.length
        self._secure_soon()
        return place

    def read(self, place: Place) -> bytes:
        """Read back one line."""
        return os.pread(self._opened(), place.length, place.offset)

    def keep_only(self, kept: Iterable[Places]) -> None:
        """Drop all lines but these, which move; `OSError` leaves everything as it was."""
        moved: list[tuple[Places, Places]] = []
        with replacing(self.path) as new:
            end = new.write(header(recorded=self.recording))
            for places in kept:
                there: Places = {}
                for key, place in places.items():
                    there[key] = Place(end, new.write(self.read(place)))
                    end += place.length
                moved.append((places, there))
        for places, there in moved:
            places.update(there)
        self._close()
        self._opened()

    def close(self, *, keep: bool) -> None:
        """Wait until everything is on the disk, or leave no file where none is needed."""
        if self.recording or keep:
            if self._descriptor is not None:
                with explained(self.path):
                    os.fsync(self._descriptor)
        else:
            with suppress(OSError):
                self.path.unlink()
        self._close()

    def _opened(self) -> int:
        if self._descriptor is None:
            descriptor = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o666)
            self._descriptor, self.end = descriptor, os.fstat(descriptor).st_size
            if self.end == 0:
                self._write(descriptor, header(recorded=self.recording))
        return self._descriptor

    def _write(self, descriptor: int, line: bytes) -> None:
        rest = line
        try:
            while rest:
                rest = rest[os.write(descriptor, rest) :]
        except OSError:
            with suppress(OSError):
                os.ftruncate(descriptor, self.end)
            raise
        self.end += len(line)
        refuse_if_deleted(self.path, descriptor)

    def _secure_soon(self) -> None:
        if not self._securing:
            self._securing = True
            loop = asyncio.get_running_loop()
            loop.call_later(SECURED_EVERY, self._secure, loop)

    def _secure(self, loop: asyncio.AbstractEventLoop) -> None:
        """Ask the disk to keep what was written, in a thread: it may take its time."""
        self._securing = False
        if self._descriptor is None:
            return
        # A descriptor of its own: the file may be compacted meanwhile.
        own = os.dup(self._descriptor)
        try:
            loop.run_in_executor(None, _fsync, own).add_done_callback(self._secured)
        except RuntimeError:
            # The loop is ending and takes no more threads; who closes the file waits for the disk.
            os.close(own)

    def _secured(self, done: "asyncio.Future[None]") -> None:
        error = None if done.cancelled() else done.exception()
        if isinstance(error, OSError):
            self._trouble = error

    def _close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def refuse_if_deleted(path: Path, descriptor: int) -> None:
    """`ConfigurationError` where nothing leads to this open file any more, so that nobody would find what it holds."""
    if os.fstat(descriptor).st_nlink == 0:
        raise ConfigurationError(
            f"{path} was deleted while this run was writing it; start again, with this --out or another"
        )


def _fsync(descriptor: int) -> None:
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
