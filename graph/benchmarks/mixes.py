"""Which faults a bad endpoint has, and how often each: shares of its faulty replies."""

from collections.abc import Mapping

from graph.benchmarks.mischief import KINDS

BURSTS = {"503": 0.3}
"""Seconds for which such a fault meets everybody."""
_MET = 10
"""About so many replies of a run with 64 dialogues at once fall into a burst."""

_MORE_THAN_ASKED = frozenset({"200 page", "no choices", "error in 200", "filtered", "unclosed thought"})
LASTING = frozenset({"refusal", "filtered", "cut off", "unclosed thought", "401", "404", "context", "no json_schema"})
"""What will be so the next time, too, where it is real."""
_RARE = 0.01

MIXES: Mapping[str, Mapping[str, float]] = {
    "even": {kind: 1.0 for kind in KINDS if kind not in _MORE_THAN_ASKED},
    "life": {kind: _RARE if kind in LASTING else 1.0 for kind in KINDS},
}
"""Even: the nineteen that a client is expected to meet, alike. Life: what lasts is a hundred times as rare."""


def weights(mix: str) -> dict[str, float]:
    """How often each fault begins, so that it has its share of replies."""
    return {kind: share / (_MET if kind in BURSTS else 1) for kind, share in MIXES[mix].items()}
