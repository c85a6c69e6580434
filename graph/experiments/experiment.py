"""What an experiment is: arms that differ in a few settings, and what is looked at. Runs nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from graph.settings import nearest
from state.errors import ConfigurationError

Overrides = Mapping[str, object]
Layout = Literal["by measure", "by arm"]
"""Which way a table lies: a line for each measure, or one for each arm."""


@dataclass(frozen=True, slots=True)
class Arm:
    """One way to make dialogues."""

    name: str
    overrides: Overrides = field(default_factory=dict)
    """Settings of a run, laid over those that all arms share."""
    paper: Mapping[str, float] = field(default_factory=dict)
    """What the paper says of this arm, by name of the measure."""
    x: int | None = None
    """Where it stands in a curve over arms."""
    series: str = ""
    """The curve that it belongs to."""


@dataclass(frozen=True, slots=True)
class Experiment:
    """One question, and the arms that answer it."""

    name: str
    title: str
    question: str
    arms: tuple[Arm, ...]
    reference: str
    """The arm that the others are set against."""
    shown: tuple[str, ...]
    """The measures of its tables, by name; the files have all."""
    plotted: tuple[str, ...]
    """Those that have a plot."""
    layout: Layout = "by arm"
    x: str = ""
    """What the arms are numbered by, where they make curves."""
    by_pass: tuple[str, ...] = ()
    """The arms whose acceptance is followed pass by pass."""
    notes: tuple[str, ...] = ()
    """What a reader has to know."""

    def varied(self) -> set[str]:
        """The settings in which arms differ; nobody else may set them."""
        return {name for arm in self.arms for name in arm.overrides}

    def only(self, names: Sequence[str]) -> "Experiment":
        """The same with these arms, and the one that they are set against."""
        known = [arm.name for arm in self.arms]
        for name in names:
            if name not in known:
                words = f"--arm: {self.name} has no arm {name!r}{nearest(name, known)}; it has {', '.join(known)}"
                raise ConfigurationError(words)
        chosen = {*names, self.reference} if names else set(known)
        return replace(self, arms=tuple(arm for arm in self.arms if arm.name in chosen))
