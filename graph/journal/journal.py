"""The journal of a run: what dialogues were told, safe in a file before they use it.

A dialogue is a function of its seed, its settings and the answers it got. So one that a crash or an interruption left
unfinished is made again from the beginning, and told the same again until it asks something new.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from graph.damage import Damaged
from graph.folder import explained
from graph.journal.entry import Answer, Entry, Key, line_of, read_entry
from graph.journal.file import JournalFile, Places
from graph.journal.reading import IsDone, read_journal
from state.model import Request, Role
from state.record import Spent

SMALL = 64 * 1024 * 1024
"""Bytes. A journal below this is not worth compacting while the run goes on."""

log = structlog.get_logger()


@dataclass(slots=True)
class Told:
    """What one unfinished dialogue was told, and what it has asked again so far."""

    places: Places = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)

    @property
    def size(self) -> int:
        """The bytes of its lines."""
        return sum(place.length for place in self.places.values())


@dataclass(slots=True)
class Journal:
    """Keeps answers while it is open; otherwise it knows nothing and keeps nothing."""

    small: int = SMALL
    carried: dict[Role, Spent] = field(default_factory=dict)
    """What the answers took that an earlier session left for unfinished dialogues."""
    _file: JournalFile | None = None
    _told: defaultdict[str, Told] = field(default_factory=lambda: defaultdict(Told))
    """By dialogue."""
    _ids: dict[int, str] = field(default_factory=dict)
    """Dialogues in the making, by seed."""

    @contextmanager
    def open(self, path: Path, is_done: IsDone, *, recording: bool = False) -> Iterator[tuple[Damaged, ...]]:
        """Take up or begin the journal of a run; gives the lines of it that had to be set aside.

        Those of dialogues that are done are dropped, unless this is a recording.
        """
        with explained(path):
            past = read_journal(path, is_done)
        self.carried = past.carried
        self._told = defaultdict(Told, {id: Told(places) for id, places in past.places.items()})
        self._file = JournalFile(path, recording=recording, alive=sum(told.size for told in self._told.values()))
        try:
            if past.done and not recording:
                self._compact()
            yield past.damaged
        finally:
            file, self._file = self._file, None
            file.close(keep=any(told.places for told in self._told.values()))

    @property
    def is_open(self) -> bool:
        """Whether anything is kept."""
        return self._file is not None

    @property
    def is_recording(self) -> bool:
        """Whether everything that dialogues are told is kept, wherever it comes from."""
        return self._file is not None and self._file.recording

    @property
    def unfinished(self) -> int:
        """How many dialogues have answers that wait to be used."""
        return sum(bool(told.places) for told in self._told.values())

    def begin(self, id: str, seed: int) -> None:
        """Note that this dialogue is in the making."""
        self._ids[seed] = id

    def id_of(self, seed: int) -> str | None:
        """The dialogue in the making that has this seed."""
        return self._ids.get(seed)

    def finish(self, id: str, seed: int) -> None:
        """Forget a dialogue whose record is safe."""
        self._ids.pop(seed, None)
        told = self._told.pop(id, None)
        if told is not None and self._file is not None:
            self._file.alive -= told.size
            big = self._file.end > max(self.small, 2 * self._file.alive)
            if big and not self._file.recording:
                self._compact()

    def key(self, id: str, request: str) -> Key:
        """The key of what is being asked now, by the hash of the request."""
        asked = self._told[id].asked
        asked[request] += 1
        return Key(id, request, asked[request] - 1)

    def recall(self, key: Key) -> Answer | None:
        """The answer that an earlier session got."""
        told = self._told.get(key.dialogue)
        place = told.places.get(key[1:]) if told else None
        return None if place is None or self._file is None else read_entry(self._file.read(place)).answer

    def keep(self, entry: Entry, request: Request | None = None) -> None:
        """Write an answer down. It may be used when this returns."""
        if self._file is not None:
            place = self._file.append(line_of(entry, request if self._file.recording else None))
            self._told[entry.key.dialogue].places[entry.key[1:]] = place

    def _compact(self) -> None:
        """Drop the lines of dialogues that are done. No room for it is no reason to stop: the old file stays."""
        assert self._file is not None
        try:
            self._file.keep_only([told.places for told in self._told.values()])
        except OSError as error:
            self.small *= 2
            log.warning("journal_not_compacted", error=str(error))
