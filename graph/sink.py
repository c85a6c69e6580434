"""Where finished dialogues go: whole lines, one at a time, safe on disk before the next."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiofiles
from aiofiles.threadpool.binary import AsyncFileIO
from pydantic_core import PydanticSerializationError

from graph.chat import chat_line, chat_line_of
from graph.folder import RunFolder, explained
from graph.journal.file import refuse_if_deleted
from graph.ordered import Ordered, Place
from state.record import Record

TOGETHER = 64
"""So many training rows at most are written at once."""
AT_HAND = 2 * 1024 * 1024
"""Bytes of training rows that may wait in memory; others are made again from their records."""


@asynccontextmanager
async def open_sink(folder: RunFolder, ordered: Ordered) -> AsyncIterator["Sink"]:
    """Open both files of a run; at the end, write what still waits for an earlier dialogue."""
    async with open_lines(folder.records) as records, open_lines(folder.dialogues) as dialogues:
        sink = Sink(records, dialogues, ordered)
        try:
            yield sink
        finally:
            await sink.finish()


@dataclass(slots=True)
class Sink:
    """Writes records as dialogues finish, and the kept ones among them as training rows in their order."""

    records: "LineFile"
    dialogues: "LineFile"
    ordered: Ordered
    waiting: "Waiting" = field(default_factory=lambda: Waiting())
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _writing: set[asyncio.Task[Record]] = field(default_factory=set)

    async def put(self, record: Record) -> Record:
        """Store one finished dialogue; give back what was stored. A cancellation does not tear the line."""
        writing = asyncio.create_task(self._put(record))
        self._writing.add(writing)
        writing.add_done_callback(self._written)
        return await asyncio.shield(writing)

    async def finish(self) -> None:
        """Wait for what is being written, and write the rest."""
        if self._writing:
            await asyncio.wait(self._writing)
        await self._publish(self.ordered.rest())
        await self.dialogues.secure()

    async def _put(self, record: Record) -> Record:
        stored, line = stored_line(record)
        async with self._lock:
            place = await self.records.append(line)
            await self.records.secure()
            kept = stored.status == "kept"
            if kept:
                self.waiting.put(place, chat_line_of(stored, line))
            await self._publish(self.ordered.add(stored.index, place if kept else None))
        return stored

    async def _publish(self, places: list[Place]) -> None:
        for start in range(0, len(places), TOGETHER):
            rows = [await self._row(place) for place in places[start : start + TOGETHER]]
            await self.dialogues.append(b"".join(rows))

    async def _row(self, place: Place) -> bytes:
        return self.waiting.take(place) or chat_line(await self.records.read(place))

    def _written(self, writing: asyncio.Task[Record]) -> None:
        self._writing.discard(writing)
        # Where the caller was cancelled nobody asks for the outcome, and asyncio would complain of it at length.
        if not writing.cancelled():
            writing.exception()


@dataclass(slots=True)
class Waiting:
    """Training rows that wait for those before them, by where their records lie, as long as they are few."""

    most: int = AT_HAND
    size: int = 0
    _rows: dict[Place, bytes] = field(default_factory=dict)

    def put(self, place: Place, row: bytes) -> None:
        """Keep a row, or let it go where there is no room."""
        if self.size + len(row) <= self.most:
            self._rows[place] = row
            self.size += len(row)

    def take(self, place: Place) -> bytes:
        """Give a row away; nothing where it was let go."""
        row = self._rows.pop(place, b"")
        self.size -= len(row)
        return row


@asynccontextmanager
async def open_lines(path: Path) -> AsyncIterator["LineFile"]:
    """Go on at the end of this file."""
    with explained(path):
        file = await aiofiles.open(path, "ab+", buffering=0)
    try:
        yield LineFile(path, file, await file.seek(0, os.SEEK_END))
    finally:
        await file.close()


@dataclass(slots=True)
class LineFile:
    """A file that only ever grows by whole lines."""

    path: Path
    file: AsyncFileIO
    end: int

    async def append(self, line: bytes) -> Place:
        """Write whole lines, or nothing: what a full disk cut short is taken back."""
        place = Place(self.end, len(line))
        with explained(self.path):
            try:
                while line:
                    line = line[await self.file.write(line) :]
            except OSError:
                await self.file.truncate(self.end)
                raise
        self.end += place.length
        return place

    async def read(self, place: Place) -> bytes:
        """Read back one line."""
        return await asyncio.to_thread(os.pread, self.file.fileno(), place.length, place.offset)

    async def secure(self) -> None:
        """Wait until everything is on the disk."""
        with explained(self.path):
            await asyncio.to_thread(os.fsync, self.file.fileno())
        refuse_if_deleted(self.path, self.file.fileno())


def stored_line(record: Record) -> tuple[Record, bytes]:
    """Serialize a record; one that no JSON can hold becomes the record of its own failure."""
    try:
        return record, record.model_dump_json().encode() + b"\n"
    except PydanticSerializationError as error:
        failed = Record(
            id=record.id,
            index=record.index,
            seed=record.seed,
            status="failed",
            reasons=(f"not writable as JSON: {error}",),
            simulated=record.simulated,
            calls_by_node=record.calls_by_node,
            usage=record.usage,
            usage_by_node=record.usage_by_node,
            cost=record.cost,
        )
        return failed, failed.model_dump_json().encode() + b"\n"
