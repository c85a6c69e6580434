"""Carries experiments out: runs, results, tables, plots, page."""

from collections.abc import Sequence
from typing import NamedTuple

from graph.experiments.catalogue import ORDER
from graph.experiments.experiment import Experiment
from graph.experiments.intervals import check_extra
from graph.experiments.result import result_of
from graph.experiments.running import Unfinished, print_estimates, samples_of
from graph.experiments.scope import Scope
from graph.experiments.study import Options, Study
from graph.experiments.writing import write_page, write_result

DONE = 0


class Planned(NamedTuple):
    """An experiment that was asked for."""

    study: Study
    options: Options


def carry_out(planned: Sequence[Planned], scope: Scope, arms: Sequence[str] = (), *, estimating: bool = False) -> int:
    """Do them one after the other, and give the exit code. What can be refused is refused before the first."""
    experiments = [(study, study.build(options).only(arms)) for study, options in planned]
    for _, experiment in experiments:
        for arm in experiment.arms:
            scope.settings(arm, 0)
    if estimating:
        for _, experiment in experiments:
            print_estimates(experiment, scope)
        return DONE
    check_extra()
    try:
        for study, experiment in experiments:
            _one(study, experiment, scope)
    except Unfinished as unfinished:
        return unfinished.code
    page = write_page(scope.out, ORDER)
    print(f"page           {page}: every experiment in {scope.out}; open it in a browser, no server is needed")
    return DONE


def _one(study: Study, experiment: Experiment, scope: Scope) -> None:
    samples = samples_of(experiment, scope)
    result = study.conclude(experiment, samples, result_of(experiment, scope, samples))
    folder = write_result(scope.out, result)
    print(f"{experiment.name:<14} {folder}: results.json, results.csv, results.md, plots")
    for finding in result.findings:
        print(f"{'':<14} {finding}")
