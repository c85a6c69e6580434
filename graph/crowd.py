"""Many dialogues at once: how many, when no more are begun, and what an interruption does."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from graph.plan import Planned
from state.dialogue_state import Seed
from state.errors import ConfigurationError, EndpointDown
from state.record import Record

Generate = Callable[[Seed, int], Awaitable[Record]]
"""Makes one dialogue. Whatever goes wrong with it is in the record that comes back."""
Finish = Callable[[Record], Awaitable[None]]

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@dataclass(slots=True)
class Control:
    """Stops a crowd: within it, a first SIGINT or SIGTERM lets what is in flight finish, a second cancels it."""

    on_interrupt: Callable[[bool], None] = lambda cancelled: None
    """Told of each of the two, and whether it cancels."""
    interrupted: bool = False
    cancelled: bool = False
    stopped: str | None = None
    """Why no more are begun, where it is not for an interruption."""
    _task: asyncio.Task[object] | None = None

    def interrupt(self) -> None:
        """Begin no further dialogue; the second time, cancel those in flight; then nothing more."""
        if not self.interrupted:
            self.interrupted = True
            self.on_interrupt(False)
        elif not self.cancelled and self._task is not None:
            self.cancelled = True
            self._task.cancel()
            self.on_interrupt(True)

    def stop(self, reason: str) -> None:
        """Begin no further dialogue; those in flight finish."""
        self.stopped = self.stopped or reason

    @property
    def draining(self) -> bool:
        """Whether no further dialogue may begin."""
        return self.interrupted or self.stopped is not None

    def __enter__(self) -> Self:
        """Listen for signals on behalf of the current task."""
        self._task = asyncio.current_task()
        for number in _SIGNALS:
            asyncio.get_running_loop().add_signal_handler(number, self.interrupt)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """Listen no more; a cancellation that was asked for here ends here."""
        for number in _SIGNALS:
            asyncio.get_running_loop().remove_signal_handler(number)
        if not self.cancelled or not isinstance(error, asyncio.CancelledError):
            return False
        assert self._task is not None
        self._task.uncancel()
        return True


async def run_all(
    generate: Generate,
    planned: Iterable[Planned],
    finish: Finish,
    concurrency: int,
    control: Control,
    first: int | None = None,
) -> None:
    """Make the planned dialogues, never more than `concurrency` at once; the next is read when a place is free.

    Before the first is done there are places for `first` of them only.
    """
    free = asyncio.Semaphore(first or concurrency)
    held_back = concurrency - (first or concurrency)

    async def make(one: Planned) -> None:
        try:
            await finish(await generate(one.seed, one.number))
        except EndpointDown as error:
            # Not a fault of this dialogue: it is left for a later session.
            control.stop(str(error))
        finally:
            nonlocal held_back
            for _ in range(1 + held_back):
                free.release()
            held_back = 0

    todo: Iterator[Planned] = iter(planned)
    try:
        async with asyncio.TaskGroup() as group:
            while True:
                await free.acquire()
                if control.draining or (one := next(todo, None)) is None:
                    break
                group.create_task(make(one))
    except BaseExceptionGroup as errors:
        for error in errors.exceptions:
            if isinstance(error, ConfigurationError):
                raise error from None
        raise
