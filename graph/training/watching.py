"""What is seen of a training while it runs: a line now and then, and how fast it was."""

import resource
import sys
import time
from collections.abc import Callable
from typing import Any

from transformers import TrainerCallback

from graph.training.report import Speed

_LINES = 100
"""How many lines a training prints at most."""


class Watch(TrainerCallback):  # type: ignore[misc]  # transformers ships no types that mypy reads here
    """Counts tokens and time from the first step of this session on, and tells where it stands."""

    def __init__(self, tell: Callable[[str], None], *, gpu: bool) -> None:
        self._tell = tell
        self._gpu = gpu
        self._began = time.monotonic()
        self._steps = self._tokens = 0

    def on_train_begin(self, args: Any, state: Any, control: Any, **more: Any) -> None:  # noqa: ANN401 - theirs
        """Begin to count."""
        self._began, self._steps, self._tokens = time.monotonic(), state.global_step, state.num_input_tokens_seen

    def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **more: Any) -> None:  # noqa: ANN401
        """Tell, a hundred times at most."""
        every = -(-state.max_steps // _LINES)
        last = state.global_step == state.max_steps
        if "loss" in (logs or {}) and (state.global_step % every == 0 or last):
            speed = self.speed(state)
            left = (state.max_steps - state.global_step) * speed.seconds / max(speed.steps, 1)
            self._tell(
                f"step {state.global_step}/{state.max_steps}  loss {float(logs['loss']):.4f}  "
                f"{speed.tokens_per_second:,.0f} tokens/s  {time_left(left)}"
            )

    def speed(self, state: Any) -> Speed:  # noqa: ANN401 - theirs
        """How fast it has been up to here."""
        seconds = max(time.monotonic() - self._began, 1e-6)
        tokens = state.num_input_tokens_seen - self._tokens
        return Speed(
            steps=state.global_step - self._steps,
            seconds=round(seconds, 2),
            tokens=tokens,
            tokens_per_second=round(tokens / seconds, 1),
            peak_memory_bytes=_peak(gpu=self._gpu),
        )


def time_left(seconds: float) -> str:
    """In the largest unit that says something."""
    for unit, size in (("h", 3600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit} left"
    return f"{seconds:.0f} s left"


def _peak(*, gpu: bool) -> int:
    if gpu:
        import torch

        return int(torch.cuda.max_memory_allocated())
    # Linux counts in kilobytes, macOS in bytes.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
