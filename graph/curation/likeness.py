"""Finds near-duplicates: dialogues that say nearly the same and do nearly the same.

A dialogue is compared as a set of which one half is what is said, as runs of three words, and the other what is done:
tools, and arguments with their values. Half the set in common makes two dialogues near-duplicates. So one that is
reworded is found, since it still does the same; and two that ask for different things in the same words are not.
"""

from collections.abc import Iterator
from typing import NamedTuple, Protocol

from graph.curation.words import runs, spoken_texts, words_of
from state.dialogue import Dialogue
from state.errors import ConfigurationError

ALIKE = 0.5
"""Which share of what two dialogues have together makes them near-duplicates."""
_RUN = 3
_PERMUTATIONS, _BANDS = 256, 64
"""Of pairs of likeness 0.6 one in seven thousand is overlooked, of likeness 0.5 one in sixty."""
_SEED = 1


class Sketch(Protocol):
    """What the library makes of a set: small, and comparable."""

    def update(self, items: list[str]) -> None:
        """Add members of the set."""
        ...

    def jaccard(self, other: "Sketch") -> float:
        """Estimate which share of the members of both sets is in both."""
        ...


class _Seen(NamedTuple):
    id: str
    sketch: Sketch


class Known:
    """The dialogues that were seen so far."""

    def __init__(self, alike: float = ALIKE) -> None:
        """Begin with none; `ConfigurationError` where the library is missing."""
        try:
            from rensa import RMinHash, RMinHashLSH  # type: ignore[import-untyped]  # it comes without types
        except ImportError as error:
            raise ConfigurationError(
                "near-duplicates are found by rensa, which is not installed: pip install -e '.[curate]', "
                "or keep them (--keep-duplicates)"
            ) from error
        self._alike = alike
        self._seen: list[_Seen] = []
        self._sketch = RMinHash
        self._buckets = RMinHashLSH(alike, _PERMUTATIONS, _BANDS)

    def double_of(self, id: str, dialogue: Dialogue) -> str | None:
        """The id of an earlier dialogue that this one is nearly; if there is none, it is known from now on."""
        sketch: Sketch = self._sketch(_PERMUTATIONS, _SEED)
        sketch.update(list(contents(dialogue)))
        near: list[int] = self._buckets.query(sketch)
        for seen in (self._seen[number] for number in sorted(near)):
            if sketch.jaccard(seen.sketch) >= self._alike:
                return seen.id
        self._buckets.insert(len(self._seen), sketch)
        self._seen.append(_Seen(id, sketch))
        return None


def contents(dialogue: Dialogue) -> set[str]:
    """What is said and what is done, in parts of equal weight."""
    said = {run for text in spoken_texts(dialogue) for run in runs(words_of(text), _RUN)}
    done = set(_done(dialogue))
    copies = range(max(1, round(len(said) / len(done)))) if done else ()
    return said.union(f"{deed}\0{copy}" for deed in done for copy in copies)


def _done(dialogue: Dialogue) -> Iterator[str]:
    for step in dialogue.steps():
        for argument in step.call.arguments:
            yield f"{step.call.name}\0{argument.name}\0{argument.value!r}"
        if not step.call.arguments:
            yield step.call.name
