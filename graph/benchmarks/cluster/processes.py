"""What a process and its descendants take of the CPUs: read from /proc, again and again, as they come and go."""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

_PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")


class _Seen(NamedTuple):
    name: str
    parent: int
    seconds: float

    def named_as(self, before: "_Seen | None") -> "_Seen":
        """With the last name that it had: one that has ended has none any more."""
        return self if self.name or before is None else self._replace(name=before.name)


@dataclass(slots=True)
class Processes:
    """Those that descend from one, by what they were when they were last seen."""

    root: int
    _seen: dict[int, _Seen] = field(default_factory=dict)

    def look(self) -> Mapping[str, float]:
        """Seconds of CPU taken so far by all that were ever seen, those that are gone included, by their names."""
        running = dict(_running())
        for pid in running:
            if self._is_ours(pid, running):
                self._seen[pid] = running[pid].named_as(self._seen.get(pid))
        taken: dict[str, float] = {}
        for seen in self._seen.values():
            taken[seen.name] = taken.get(seen.name, 0.0) + seen.seconds
        return taken

    def _is_ours(self, pid: int, running: Mapping[int, _Seen]) -> bool:
        while pid != self.root and pid in running:
            pid = running[pid].parent
        return pid == self.root


def _running() -> Iterator[tuple[int, _Seen]]:
    for folder in _PROC.glob("[0-9]*"):
        # A process may end while it is looked at.
        with suppress(OSError):
            # The name in parentheses may hold anything.
            told = (folder / "stat").read_text().rpartition(")")[2].split()
            seconds = (int(told[11]) + int(told[12])) / _TICKS
            yield int(folder.name), _Seen(_name(folder), int(told[1]), seconds)


def _name(folder: Path) -> str:
    """What a process calls itself: the title of one of Ray's, the module or file that Python runs, the program."""
    words = [word for word in (folder / "cmdline").read_bytes().decode(errors="replace").split("\0") if word]
    if words and words[0].startswith("ray::"):
        return words[0].partition("(")[0].partition(".")[0].strip()
    if words and Path(words[0]).name.startswith("python"):
        words = [word for word in words[1:] if not word.startswith("-")] or words
    return Path(words[0]).name if words else ""
