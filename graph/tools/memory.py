"""Where results of calls that must not be made twice are kept beyond the life of this process."""

from dataclasses import dataclass
from typing import Protocol

from state.environment import Result


class Memory(Protocol):
    """Keeps the results of live calls; a journal, say."""

    def recall(self, seed: int, key: str) -> Result | None:
        """What an earlier session of the run got, for the dialogue of this seed."""
        ...

    def keep(self, seed: int, key: str, result: Result) -> None:
        """Keep it for a later one."""
        ...


@dataclass(frozen=True, slots=True)
class Forgetful:
    """Keeps nothing."""

    def recall(self, seed: int, key: str) -> None:
        """Nothing is known."""

    def keep(self, seed: int, key: str, result: Result) -> None:
        """Nothing is kept."""


FORGETFUL = Forgetful()
