"""Which dialogues a run is to make: their numbers, ids and seeds."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import NamedTuple

from state.budget import Budget
from state.dialogue_state import Seed


class Planned(NamedTuple):
    """One dialogue to be made."""

    number: int
    seed: Seed


def plan(run_seed: int, budget: Budget, numbers: Iterable[int]) -> Iterator[Planned]:
    """Give the dialogues with these numbers, one at a time as they are asked for."""
    for number in numbers:
        seed = dialogue_seed(run_seed, number)
        yield Planned(number, Seed(id=dialogue_id(number), seed=seed, number=number, budget=budget))


def dialogue_id(number: int) -> str:
    """`d000012` for 12."""
    return f"d{number:06}"


def dialogue_seed(run_seed: int, number: int) -> int:
    """A number of 63 bits that depends on nothing but these two."""
    digest = sha256(f"{run_seed}:{number}".encode()).digest()
    return int.from_bytes(digest[:8]) >> 1
