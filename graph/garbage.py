"""How often Python looks for reference cycles: by default so often that a tenth of a run would go into it."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_YOUNG = 50_000
"""Objects made before the youngest are looked through; Python's own 700 suits small programs."""


def collect_seldom() -> None:
    """From now on, what is there already is never looked through, and what is made less often."""
    gc.freeze()
    gc.set_threshold(_YOUNG, *gc.get_threshold()[1:])


@contextmanager
def seldom_collected() -> Iterator[None]:
    """The same for as long as this is open."""
    before = gc.get_threshold()
    collect_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
