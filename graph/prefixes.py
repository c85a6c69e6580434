"""Which part of a prompt its model has seen before, at the beginning of an earlier one: what a provider's cache keeps.

Prompts are compared in blocks, as providers' caches do it, so that a call costs microseconds: a block counts where it
and everything before it was sent before, byte for byte.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from state.model import Message

BLOCK = 256
"""Characters, some 64 tokens: between the blocks of vLLM (16) and of OpenAI (128)."""


class Sent(NamedTuple):
    """The length of a prompt, and of its repeated beginning."""

    characters: int
    repeated: int


class Beginning(NamedTuple):
    """Whole blocks of a prompt, from its first on."""

    text: str
    chain: int
    """Their hash."""


_NOTHING = Beginning("", 0)


@dataclass(slots=True)
class Prefixes:
    """The beginnings of all prompts that one model was sent for one dialogue."""

    seen: set[int] = field(default_factory=set)
    """Hashes: each stands for a block and all that comes before it."""
    _first: Beginning = _NOTHING
    """The blocks of the first message of the last prompt, which mostly is that of the next one too."""

    def send(self, messages: Sequence[Message]) -> Sent:
        """Measure a prompt against the earlier ones, and remember it."""
        text = "".join(f"<{message.role}>{message.content}" for message in messages)
        first, chain = self._first if text.startswith(self._first.text) else _NOTHING
        places = range(len(first), len(text), BLOCK)
        chains = [chain := hash((chain, text[start : start + BLOCK])) for start in places]
        before = len(self.seen)
        self.seen.update(chains)
        repeated = len(first) + BLOCK * (len(chains) - (len(self.seen) - before))
        if not first and (blocks := len(messages[0].content) // BLOCK):
            self._first = Beginning(text[: blocks * BLOCK], chains[blocks - 1])
        return Sent(len(text), min(repeated, len(text)))
