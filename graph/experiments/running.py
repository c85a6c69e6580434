"""Makes the runs of an experiment that are not there yet, and reads what they gave."""

import sys
from pathlib import Path

from graph.assemble import assemble
from graph.estimate import estimate, print_estimate
from graph.experiments.experiment import Arm, Experiment
from graph.experiments.sample import Sample, finished, read_sample, with_agreement
from graph.experiments.scope import Scope
from graph.progress import standing
from graph.run import exit_code, sitting
from graph.settings import Settings
from state.errors import ConfigurationError

_ONE_RUN_ONLY = ("accept", "max_tries", "shard", "cluster")
"""Settings that would have arms stop at different dialogues, or make them elsewhere."""


class Unfinished(Exception):
    """A run ended early; the same command goes on there."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code
        """What the run would have told a script."""


def samples_of(experiment: Experiment, scope: Scope) -> dict[str, Sample]:
    """What each arm gave; its runs are made first, as far as they are not there."""
    planned = [(arm, repeat) for arm in experiment.arms for repeat in range(scope.repeats)]
    for number, (arm, repeat) in enumerate(planned, start=1):
        _make(scope.settings(arm, repeat), f"{experiment.name} {number}/{len(planned)}: {arm.name}, seed", scope)
    samples = {arm.name: read_sample(_folders(arm, scope), scope.count) for arm in experiment.arms}
    return with_agreement(samples, experiment.reference) if "same_verdict" in experiment.shown else samples


def print_estimates(experiment: Experiment, scope: Scope) -> None:
    """Say what one repeat of each arm is expected to take; nothing is made."""
    for arm in experiment.arms:
        print(f"\n{experiment.name}, {arm.name}: each of {scope.repeats} repeats", flush=True)
        print_estimate(estimate(scope.settings(arm, 0), assemble))


def _folders(arm: Arm, scope: Scope) -> list[Path]:
    return [scope.folder(arm, repeat) for repeat in range(scope.repeats)]


def _make(settings: Settings, words: str, scope: Scope) -> None:
    assert isinstance(settings.out, Path)
    for name in _ONE_RUN_ONLY:
        if getattr(settings, name) is not None:
            raise ConfigurationError(f"{name} is set, and an experiment makes whole runs of a count here; leave it out")
    if finished(settings.out, settings.count):
        print(f"{words} {settings.seed}: was there", file=sys.stderr)
        return
    with sitting(assemble, settings) as session:
        outcome = session.work()
    print(f"{words} {settings.seed}: {standing(outcome.tally)}", file=sys.stderr)
    if outcome.interrupted or outcome.stopped:
        print(f"{outcome.stopped or 'interrupted'}; the same command goes on here", file=sys.stderr)
        raise Unfinished(exit_code(outcome))
