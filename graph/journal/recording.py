"""A run that was recorded: finds its answers again, for a run that asks the same or for whoever speaks HTTP."""

from array import array
from collections import Counter
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from graph.folder import RunFolder, explained
from graph.journal.entry import Answer, Entry, Key, Words, read_entry
from graph.journal.reading import entries
from state.errors import ConfigurationError
from state.model import Reply


@dataclass(frozen=True, slots=True)
class Recording:
    """Answers by their keys."""

    folder: Path
    file: BinaryIO
    offsets: dict[int, int]
    """Where lines begin, by the hash of their keys: the keys of a long run would fill the memory."""

    def recall(self, key: Key) -> Answer | None:
        """The answer that was recorded for this key."""
        offset = self.offsets.get(hash(key))
        entry = None if offset is None else _entry_at(self.file, offset)
        return entry.answer if entry is not None and entry.key == key else None


@dataclass(frozen=True, slots=True)
class Spoken:
    """Answers by the words of their requests, which is all that comes over HTTP."""

    file: BinaryIO
    offsets: dict[bytes, "array[int]"]
    _given: Counter[bytes] = field(default_factory=Counter)

    def answer(self, body: dict[str, Any]) -> str | None:
        """The text for a request as it arrived, or None; the same words again may have been answered otherwise."""
        words = _digest(body["messages"])
        if (offsets := self.offsets.get(words)) is None:
            return None
        self._given[words] += 1
        answer = _entry_at(self.file, offsets[(self._given[words] - 1) % len(offsets)]).answer
        assert isinstance(answer, Reply)
        return answer.text


def read_recording(folder: Path) -> Recording:
    """Open the recording of a run; `ConfigurationError` where there is none."""
    offsets: dict[int, int] = {}
    file = _opened(folder)
    for place, entry in entries(RunFolder(folder).journal, file):
        offsets[hash(entry.key)] = place.offset
    return Recording(folder, file, offsets)


def read_spoken(folder: Path) -> Spoken:
    """The same by the words of requests."""
    offsets: dict[bytes, array[int]] = {}
    file = _opened(folder)
    for place, entry in entries(RunFolder(folder).journal, file):
        if entry.messages:
            offsets.setdefault(_digest(entry.messages), array("Q")).append(place.offset)
    return Spoken(file, offsets)


def requests(folder: Path, most: int) -> list[Words]:
    """So many of the requests that were recorded, the first ones."""
    with _opened(folder) as file:
        asked = (entry.messages for _, entry in entries(RunFolder(folder).journal, file) if entry.messages)
        return list(islice(asked, most))


def _opened(folder: Path) -> BinaryIO:
    path = RunFolder(folder).journal
    if not path.exists():
        raise ConfigurationError(f"{folder} holds no recording; one is made with python -m graph.run --record")
    with explained(path):
        return path.open("rb")


def _entry_at(file: BinaryIO, offset: int) -> Entry:
    file.seek(offset)
    return read_entry(file.readline())


def _digest(messages: Words) -> bytes:
    digest = blake2b(digest_size=16)
    for message in messages:
        digest.update(f"{message['role']}\0{message['content']}\0".encode(errors="surrogatepass"))
    return digest.digest()
