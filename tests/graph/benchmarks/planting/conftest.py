"""Trusted dialogues to plant in: our own, and the same as rows without sources."""

import pytest

from graph.benchmarks.planting.own import OwnSpecimen
from graph.benchmarks.planting.reading import exported, made_now
from graph.benchmarks.planting.rows import RowSpecimen
from state.dialogue import Dialogue


@pytest.fixture(scope="session")
def own() -> list[OwnSpecimen]:
    """Fourteen dialogues of the simulated model."""
    return made_now(14, seed=5)


@pytest.fixture(scope="session")
def rows(own: list[OwnSpecimen]) -> list[RowSpecimen]:
    """The same as training rows."""
    return [exported(one) for one in own]


@pytest.fixture
def small(sound: Dialogue) -> OwnSpecimen:
    """The sound little dialogue."""
    return OwnSpecimen("run", "d0", sound, seed=0)


@pytest.fixture
def small_row(small: OwnSpecimen) -> RowSpecimen:
    """The sound little dialogue as a row."""
    return exported(small)
