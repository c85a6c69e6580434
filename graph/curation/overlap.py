"""Finds what users of benchmarks say in the mouths of our users, by hashes of runs of eight words."""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path

from graph.curation.words import runs, words_of

RUN = 8
"""Shorter texts are said everywhere: `Yes, please go ahead` is no sign of a benchmark."""
BYTES = 6
"""Of a hash: among a million runs of ours, fewer than one in a thousand collections has one by chance."""
FILE = Path(__file__).with_name("benchmarks.bin")


def hashes(text: str) -> Iterator[bytes]:
    """The hash of each run of eight words."""
    return (blake2b(run.encode(), digest_size=BYTES).digest() for run in runs(words_of(text), RUN))


def benchmarks_in(texts: Iterable[str]) -> tuple[str, ...]:
    """The benchmarks whose users say at least one run of eight words that stands in these texts."""
    found = {one for text in texts for one in hashes(text)}
    return tuple(name for name, theirs in known_hashes().items() if not found.isdisjoint(theirs))


@cache
def known_hashes() -> dict[str, frozenset[bytes]]:
    """The hashes that we ship, by benchmark."""
    with FILE.open("rb") as file:
        counts: dict[str, int] = json.loads(file.readline())
        return {name: frozenset(file.read(BYTES) for _ in range(count)) for name, count in counts.items()}


def write(known: dict[str, set[bytes]], file: Path) -> None:
    """Write hashes: a line of JSON that counts those of each benchmark, then all of them in order."""
    counts = {name: len(theirs) for name, theirs in sorted(known.items())}
    body = b"".join(one for _, theirs in sorted(known.items()) for one in sorted(theirs))
    file.write_bytes(json.dumps(counts).encode() + b"\n" + body)
