"""What a process and its descendants take of the CPUs: looked at again and again, as they come and go."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import psutil


class _Seen(NamedTuple):
    name: str
    seconds: float


@dataclass(slots=True)
class Processes:
    """Those that descend from one, by what they were when they were last seen."""

    root: int
    _seen: dict[int, _Seen] = field(default_factory=dict)

    def look(self) -> Mapping[str, float]:
        """Seconds of CPU taken so far by all that were ever seen, those that are gone included, by their names."""
        root = psutil.Process(self.root)
        for process in (root, *root.children(recursive=True)):
            # A process may end while it is looked at.
            with suppress(psutil.Error):
                times = process.cpu_times()
                self._seen[process.pid] = _Seen(_name(process.cmdline()), times.user + times.system)
        taken: dict[str, float] = {}
        for seen in self._seen.values():
            taken[seen.name] = taken.get(seen.name, 0.0) + seen.seconds
        return taken


def _name(words: list[str]) -> str:
    """What a process calls itself: the title of one of Ray's, the module or file that Python runs, the program."""
    words = [word for word in words if word]
    if words and words[0].startswith("ray::"):
        return words[0].partition("(")[0].partition(".")[0].strip()
    if words and Path(words[0]).name.startswith("python"):
        words = [word for word in words[1:] if not word.startswith("-")] or words
    return Path(words[0]).name if words else ""
