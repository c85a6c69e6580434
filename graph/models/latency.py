"""Whether answers take longer than usual. Knows nothing of limits."""

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["usual", "rising", "risen"]

RISING, RISEN = 1.5, 2.0
"""So many times the usual."""

_NEWEST = 0.1
_OVERHEAD = 100
"""Tokens that an answer costs beside its own: reading the prompt, getting started."""


@dataclass(slots=True)
class Latency:
    """Compares the mean of the last replies with a slow average of those before.

    Both the seconds of an answer and its seconds per token have to rise: longer answers alone, or shorter ones
    that all take as long, are another mix of questions and no sign of a tired endpoint.
    """

    verdict: Verdict = "usual"
    _count: int = 0
    _seconds: float = 0.0
    _per_token: float = 0.0
    _usual_seconds: float = 0.0
    _usual_per_token: float = 0.0

    def add(self, seconds: float, tokens: int, replies: int) -> Verdict:
        """Count one answer; `risen` is said once for each so many replies."""
        self._count += 1
        self._seconds += seconds
        self._per_token += seconds / (tokens + _OVERHEAD)
        if self._count < replies:
            return "rising" if self.verdict == "risen" else self.verdict
        self.verdict = self._judge(self._seconds / self._count, self._per_token / self._count)
        self._count, self._seconds, self._per_token = 0, 0.0, 0.0
        return self.verdict

    def _judge(self, seconds: float, per_token: float) -> Verdict:
        if not self._usual_seconds:
            self._usual_seconds, self._usual_per_token = seconds, per_token
            return "usual"
        times = min(seconds / self._usual_seconds, per_token / self._usual_per_token)
        self._usual_seconds += _NEWEST * (seconds - self._usual_seconds)
        self._usual_per_token += _NEWEST * (per_token - self._usual_per_token)
        return "risen" if times > RISEN else "rising" if times > RISING else "usual"
