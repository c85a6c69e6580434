"""What all arms of an experiment share: settings, seed, sizes and the folder. Gives each arm its runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import orjson

from graph.experiments.experiment import Arm, Experiment
from graph.roles import PLACES, flat
from graph.settings import FREE, Settings
from graph.sources import settings_of
from state.budget import UNKNOWN_TO

RUNS = "runs"
_DIGEST = 12
_EACH_RUN_HAS_ITS_OWN = frozenset({"seed"})


@dataclass(frozen=True, slots=True)
class Scope:
    """Where and how large an experiment is, and what was set for all of its arms."""

    out: Path
    count: int
    repeats: int
    seed: int
    given: Mapping[str, object]
    """Flags of a run, to be laid over files and environment, and under what an arm sets."""

    def settings(self, arm: Arm, repeat: int) -> Settings:
        """The settings of one run."""
        own = {"count": self.count, "seed": self.seed + repeat, "out": self.folder(arm, repeat)}
        return self._shared(arm).model_copy(update=own)

    def folder(self, arm: Arm, repeat: int) -> Path:
        """Where one run is."""
        return self.out / RUNS / self.run_name(arm, repeat)

    def run_name(self, arm: Arm, repeat: int) -> str:
        """What the run's folder is called: the same for equal settings, so that experiments share their runs."""
        return f"{_digest(self._shared(arm))}-{self.seed + repeat}"

    def models(self, experiment: Experiment) -> dict[str, str]:
        """By role, the model of all arms."""
        found: dict[str, set[str]] = {}
        for arm in experiment.arms:
            for role, model in self.settings(arm, 0).models().items():
                found.setdefault(role, set()).add(model)
        return {role: ", ".join(sorted(names)) for role, names in sorted(found.items())}

    def simulated(self, experiment: Experiment) -> tuple[str, ...]:
        """The roles that are not played by a language model in some arm."""
        found = {role for arm in experiment.arms for role in self.settings(arm, 0).simulated_roles()}
        return tuple(sorted(found))

    def _shared(self, arm: Arm) -> Settings:
        """What all repeats of an arm have, with the budget spelled out: arms that mean the same then say the same."""
        settings = settings_of({**self.given, **arm.overrides})
        known = set(Settings.model_fields) - UNKNOWN_TO[settings.method]
        budget = settings.budget().model_dump(include=known, exclude_none=True)
        return settings.model_copy(update=budget)


def _digest(settings: Settings) -> str:
    """A few letters that stand for everything that decides what is in a dialogue."""
    defaults = {name: field.default for name, field in Settings.model_fields.items()}
    deciding = {
        name: value
        for name, value in flat(settings.table()).items()
        if not _is_free(name) and defaults.get(name) != value and value not in ({}, [])
    }
    return sha256(orjson.dumps(deciding, option=orjson.OPT_SORT_KEYS)).hexdigest()[:_DIGEST]


def _is_free(name: str) -> bool:
    return name in FREE | _EACH_RUN_HAS_ITS_OWN or (name in PLACES and PLACES[name].option in FREE)
