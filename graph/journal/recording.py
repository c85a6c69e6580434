"""A run that was recorded: finds its answers again, for a run that asks the same or for whoever speaks HTTP."""

from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Any

from graph.folder import RunFolder, explained
from graph.journal.entry import Answer, Entry, Key, Words, read_entry
from graph.journal.reading import entries
from graph.ordered import Place
from state.errors import ConfigurationError
from state.model import Reply


@dataclass(frozen=True, slots=True)
class Recording:
    """Answers by their keys."""

    folder: Path
    offsets: dict[int, int]
    """Where lines begin, by the hash of their keys: the keys of a long run would fill the memory."""

    def recall(self, key: Key) -> Answer | None:
        """The answer that was recorded for this key."""
        offset = self.offsets.get(hash(key))
        entry = None if offset is None else _entry_at(self.folder, offset)
        return entry.answer if entry is not None and entry.key == key else None


@dataclass(frozen=True, slots=True)
class Spoken:
    """Answers by the words of their requests, which is all that comes over HTTP."""

    texts: Mapping[bytes, Sequence[str]]
    """Kept at hand, some hundred bytes a call: who serves is to take little beside those who ask."""
    _given: Counter[bytes] = field(default_factory=Counter)

    def answer(self, body: dict[str, Any]) -> str | None:
        """The text for a request as it arrived, or None; the same words again may have been answered otherwise."""
        words = _digest(body["messages"])
        if (texts := self.texts.get(words)) is None:
            return None
        self._given[words] += 1
        return texts[(self._given[words] - 1) % len(texts)]


def read_recording(folder: Path) -> Recording:
    """Open the recording of a run; `ConfigurationError` where there is none."""
    return Recording(folder, {hash(entry.key): place.offset for place, entry in _entries(folder)})


def read_spoken(folder: Path) -> Spoken:
    """The same by the words of requests."""
    texts: dict[bytes, list[str]] = {}
    for _, entry in _entries(folder):
        if entry.messages:
            assert isinstance(entry.answer, Reply)
            texts.setdefault(_digest(entry.messages), []).append(entry.answer.text)
    return Spoken(texts)


def requests(folder: Path, most: int) -> list[Words]:
    """So many of the requests that were recorded, the first ones."""
    with closing(_entries(folder)) as recorded:
        return list(islice((entry.messages for _, entry in recorded if entry.messages), most))


def _entries(folder: Path) -> Generator[tuple[Place, Entry], None, None]:
    path = RunFolder(folder).journal
    if not path.exists():
        raise ConfigurationError(f"{folder} holds no recording; one is made with python -m graph.run --record")
    with explained(path), path.open("rb") as file:
        yield from entries(path, file)


def _entry_at(folder: Path, offset: int) -> Entry:
    path = RunFolder(folder).journal
    # Opened each time, which costs microseconds: nobody has to close it.
    with explained(path), path.open("rb") as file:
        file.seek(offset)
        return read_entry(file.readline())


def _digest(messages: Words) -> bytes:
    digest = blake2b(digest_size=16)
    for message in messages:
        digest.update(f"{message['role']}\0{message['content']}\0".encode(errors="surrogatepass"))
    return digest.digest()
