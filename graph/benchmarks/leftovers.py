"""What a run leaves behind in its process: tasks, open files and sockets, threads."""

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple


class Held(NamedTuple):
    """What a process holds at one moment."""

    files: dict[int, str]
    """Descriptors, and what they lead to."""
    threads: dict[int, str]
    """Threads, and what they are called."""


def held() -> Held:
    """Look at this process."""
    files = {}
    for descriptor in [*Path("/dev/fd").iterdir()]:
        # The one with which the folder itself was read is closed by now.
        with suppress(OSError):
            files[int(descriptor.name)] = str(descriptor.readlink())
    return Held(files, {id(thread): thread.name for thread in threading.enumerate()})


def left_over(before: Held, connections: Callable[[], int] = lambda: 0, patience: float = 5.0) -> list[str]:
    """Name what is held now and was not before, after so many seconds for what is just being closed."""
    deadline = time.monotonic() + patience
    while (found := _more(before, held(), connections())) and time.monotonic() < deadline:
        time.sleep(0.05)
    return found


def _more(before: Held, now: Held, connections: int) -> list[str]:
    files = [f"file {number}: {target}" for number, target in now.files.items() - before.files.items()]
    threads = [f"thread {name}" for _, name in now.threads.items() - before.threads.items()]
    return files + threads + ([f"{connections} connections open at the endpoint"] if connections else [])


@dataclass
class Witness:
    """Stands last among a machine's models; when they are closed it looks which tasks still run."""

    tasks: list[str] = field(default_factory=list)

    async def close(self) -> None:
        """Look around on the event loop of the run."""
        here = asyncio.current_task()
        self.tasks = [f"task {task.get_coro()!r}" for task in asyncio.all_tasks() if task is not here]
