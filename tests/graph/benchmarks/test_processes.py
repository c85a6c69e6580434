"""What processes take is counted for those that descend from one, and kept when they are gone."""

import os
import subprocess
import sys

from graph.benchmarks.cluster.processes import Processes

BUSY = "import sys; sum(range(20_000_000)); print('done', flush=True); sys.stdin.read()"


def test_a_child_is_counted_under_its_name_also_when_it_is_gone(tmp_path):
    script = tmp_path / "busy.py"
    script.write_text(BUSY)
    processes = Processes(os.getpid())
    with subprocess.Popen([sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        child.stdout.readline()
        taken = processes.look()["busy.py"]
        child.stdin.close()
    assert taken > 0.05
    assert processes.look()["busy.py"] == taken


def test_whoever_does_not_descend_is_not_counted():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        assert len(Processes(child.pid).look()) == 1
        child.communicate(b"\n")
