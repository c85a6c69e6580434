"""The actor that makes dialogues, without a cluster around it."""

import gc
import sys
from pathlib import Path

import pytest

pytest.importorskip("ray", reason="a cluster needs the extra `ray`")

from graph.assemble import assemble
from graph.cluster.budgets import Budgets
from graph.cluster.worker import Dialogues, Work
from graph.garbage import seldom_collected
from graph.settings import Settings


def test_an_actor_looks_for_cycles_as_seldom_as_a_run_in_one_process(monkeypatch):
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.chdir(Path.cwd())
    before = gc.get_threshold()
    with seldom_collected():
        seldom = gc.get_threshold()
    try:
        Dialogues(Work(Settings(), assemble, Path.cwd(), None, Budgets({})))
        assert gc.get_threshold() == seldom != before
        assert gc.get_freeze_count() > 0
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
