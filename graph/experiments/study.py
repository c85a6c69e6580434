"""An experiment as a command knows it: how its arms come from flags, and what is concluded from its figures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from graph.experiments.experiment import Experiment
from graph.experiments.result import Result
from graph.experiments.sample import Sample
from state.errors import ConfigurationError

Options = Mapping[str, Sequence[str]]
"""What was given for an experiment's own flags; nothing where a flag was not given."""
Conclude = Callable[[Experiment, Mapping[str, Sample], Result], Result]


class OwnFlag(NamedTuple):
    """A flag that only one experiment has. It can be repeated."""

    name: str
    metavar: str
    help: str


def _as_it_is(experiment: Experiment, samples: Mapping[str, Sample], result: Result) -> Result:
    return result


@dataclass(frozen=True, slots=True)
class Study:
    """One of the commands."""

    name: str
    description: str
    build: Callable[[Options], Experiment]
    varies: tuple[str, ...]
    """Settings in which its arms differ: nobody else can set them by a flag."""
    flags: tuple[OwnFlag, ...] = ()
    conclude: Conclude = _as_it_is


def numbers(given: Sequence[str], otherwise: tuple[int, ...], flag: str, least: int) -> tuple[int, ...]:
    """What was given as whole numbers, in order and each once."""
    for word in given:
        if not (word.isascii() and word.isdecimal() and int(word) >= least):
            raise ConfigurationError(f"{flag} {word!r}: expected a whole number from {least}")
    return tuple(sorted({int(word) for word in given})) or otherwise
