"""Many dialogues at once: how many, when no more are begun, and what an interruption does."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from graph.plan import Planned
from state.dialogue_state import Seed
from state.errors import ConfigurationError, EndpointDown, SetDown
from state.record import Record

Generate = Callable[[Seed, int], Awaitable[Record]]
"""Makes one dialogue. Whatever goes wrong with it is in the record that comes back; `SetDown` where it was stopped."""
Finish = Callable[[Record], Awaitable[None]]

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@dataclass(slots=True)
class Control:
    """Stops a crowd: within it, a first SIGINT or SIGTERM has dialogues stop at their next step, a second cancels."""

    drain: Callable[[], None] = lambda: None
    """Has every dialogue stop at its next step."""
    on_interrupt: Callable[[bool], None] = lambda cancelled: None
    """Told of each of the two, and whether it cancels."""
    on_left: Callable[[int], None] = lambda left: None
    """Told how many dialogues are still on their way, when one has stopped or finished on request."""
    in_flight: int = 0
    interrupted: bool = False
    cancelled: bool = False
    stopped: str | None = None
    """Why no more are begun, where it is not for an interruption."""
    _halted: bool = False
    _task: asyncio.Task[object] | None = None

    def interrupt(self) -> None:
        """Stop all dialogues at their next step; the second time, cancel them; then nothing more."""
        if not self.interrupted:
            self.interrupted = True
            self._halt()
            self.on_interrupt(False)
        elif not self.cancelled and self._task is not None:
            self.cancelled = True
            self._task.cancel()
            self.on_interrupt(True)

    def stop(self, reason: str) -> None:
        """Begin no further dialogue; those in flight finish."""
        self.stopped = self.stopped or reason

    def halt(self, reason: str) -> None:
        """Stop those in flight too, at their next step."""
        self.stop(reason)
        self._halt()

    def begun(self) -> None:
        """Count a dialogue in."""
        self.in_flight += 1

    def ended(self) -> None:
        """Count it out."""
        self.in_flight -= 1
        if self._halted:
            self.on_left(self.in_flight)

    @property
    def draining(self) -> bool:
        """Whether no further dialogue may begin."""
        return self.interrupted or self.stopped is not None

    def _halt(self) -> None:
        self._halted = True
        self.drain()

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
        except SetDown:
            pass
        except EndpointDown as error:
            # Not a fault of this dialogue: it is left for a later session.
            control.halt(str(error))
        finally:
            nonlocal held_back
            control.ended()
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
                control.begun()
                group.create_task(make(one))
    except BaseExceptionGroup as errors:
        for error in errors.exceptions:
            if isinstance(error, ConfigurationError):
                raise error from None
        raise
