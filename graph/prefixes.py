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


@dataclass(slots=True)
class Prefixes:
    """The beginnings of all prompts that one model was sent for one dialogue."""

    seen: set[int] = field(default_factory=set)
    """Hashes: each stands for a block and all that comes before it."""

    def send(self, messages: Sequence[Message]) -> Sent:
        """Measure a prompt against the earlier ones, and remember it."""
        text = "".join(f"<{message.role}>{message.content}" for message in messages)
        chain = 0
        chains = [chain := hash((chain, text[start : start + BLOCK])) for start in range(0, len(text), BLOCK)]
        before = len(self.seen)
        self.seen.update(chains)
        repeated = len(chains) - (len(self.seen) - before)
        return Sent(len(text), min(BLOCK * repeated, len(text)))
