"""The plan of a large run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.benchmarks.scale import REPLICAS, Figures, main, plan
from graph.run import main as run


@given(st.integers(1, 2000), st.floats(1, 1e7), st.floats(0.1, 60))
def test_a_plan_feeds_its_replicas_and_divides_all_dialogues(replicas, dialogues, latency):
    figures = Figures(dialogues=dialogues, latency=latency)
    made = plan(replicas, figures)
    assert made.calls_a_second * made.run_hours * 3600 == pytest.approx(dialogues * figures.calls)
    assert made.processes * 800 / figures.cpu >= made.calls_a_second * 0.999
    assert made.shards >= made.processes
    assert made.part_megabytes * made.shards == pytest.approx(dialogues * figures.record / 1000)
    assert made.part_megabytes <= figures.part * 1.001


def test_what_is_lost_without_a_scratch_folder_is_what_theory_says():
    # A shard that takes as long as processes live on average is begun e - 1 times as long as it takes.
    made = plan(1, Figures(hours=1.0, failures=1.0, part=1e9, dialogues=32 * 3600 / 20.8))
    assert made.shards == 1
    assert made.made_again == pytest.approx(0.718, abs=0.001)


def test_the_plan_is_printed_and_takes_figures_from_a_run(tmp_path, monkeypatch, assembling, capsys):
    monkeypatch.chdir(tmp_path)
    run(["--count", "4", "--out", "run", "--display", "quiet"], assembling)
    capsys.readouterr()
    assert main(["run", "--latency", "4"]) == 0
    out = capsys.readouterr().out
    assert "calls 5," in out
    assert len([line for line in out.splitlines() if line.startswith(("replicas", "calls made twice"))]) == 3
    assert f"{REPLICAS[-1]:,}" in out


def test_what_is_no_run_is_a_message(tmp_path, capsys):
    assert main([str(tmp_path)]) == 2
    assert "holds no record" in capsys.readouterr().err
    assert main(["nowhere://run"]) == 2
    assert "nowhere://run needs the extra `cloud`" in capsys.readouterr().err
