"""What asking an endpoint costs: `python -m graph.benchmarks.endpoint`.

Records dialogues of the simulated model, serves the replies from an endpoint on this machine that takes 200 ms for
each, and runs the complete pipeline against it, beside a bare loop that sends the same requests. Then a storm: 256
callers at an endpoint that serves 64 at once and refuses the others. Each runs in a process of its own. At the end,
what the journal takes of a call.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.request import urlopen

import orjson

from graph.benchmarks.client import Asking, Measured

_LINE = "{:12}{:>10}{:>9}{:>8}{:>7}{:>9}{:>9}{:>8}{:>8}{:>8}"
_HEAD = ("", "in flight", "at once", "calls", "failed", "calls/s", "of ideal", "CPU ms", "peak MB", "seconds")


class Bench(NamedTuple):
    """What all measurements have in common."""

    recording: Path
    latency: float

    def measure(self, client: str, asking: Asking, *endpoint: str) -> Measured:
        """Run one client against a fresh endpoint."""
        with self._serving(*endpoint) as url:
            options = ["--in-flight", str(asking.in_flight), "--calls", str(asking.calls)]
            options += ["--dialogues-at-once", str(asking.dialogues)]
            done = _run("graph.benchmarks.client", client, url, str(self.recording), *options)
            self._say_refused(url)
        return Measured(**orjson.loads(done.splitlines()[-1]))

    @contextmanager
    def _serving(self, *options: str) -> Iterator[str]:
        words = ("graph.models.serve", str(self.recording), "--latency", str(self.latency), *options)
        command = [sys.executable, "-m", *words]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603 - our own module
            try:
                assert server.stdout is not None
                yield server.stdout.readline().strip()
            finally:
                server.terminate()

    def _say_refused(self, url: str) -> None:
        with urlopen(url.replace("/v1", "/report")) as reply:  # noqa: S310 - our own address
            report = orjson.loads(reply.read())
        if strange := {name: count for name, count in report.items() if name not in ("served", "most_in_flight")}:
            print(f"  endpoint: {strange}, most in flight {report['most_in_flight']}")


def row(name: str, asking: Asking, measured: Measured, ideal: float) -> str:
    """One line of the table."""
    rate = measured.calls / measured.seconds
    return _LINE.format(
        name,
        asking.in_flight,
        asking.dialogues if name == "pipeline" else "",
        f"{measured.calls:,}",
        measured.failed,
        f"{rate:,.0f}",
        f"{rate / ideal:.0%}",
        f"{1000 * measured.cpu_seconds / measured.calls:.2f}",
        f"{measured.peak_megabytes:.0f}",
        f"{measured.seconds:.1f}",
    )


def main() -> None:
    """Measure everything and print it as it comes."""
    parser = argparse.ArgumentParser(prog="python -m graph.benchmarks.endpoint", description=__doc__)
    parser.add_argument("--dialogues", type=int, default=2000, help="of the pipeline (default: 2,000)")
    parser.add_argument("--in-flight", type=int, nargs="+", default=[64, 256], help="(default: 64 256)")
    parser.add_argument("--latency", type=float, default=0.2, help="seconds of an answer (default: 0.2)")
    parser.add_argument("--seed", type=int, default=1, help="of the run (default: 1)")
    shares = "dialogues of the pipeline in the making for each request in flight (default: 1 0.5)"
    parser.add_argument("--shares", type=float, nargs="+", default=[1.0, 0.5], help=shares)
    parser.add_argument("--calls", type=int, default=10_000, help="of the bare loop (default: 10,000)")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        recorded = ("--count", str(options.dialogues), "--seed", str(options.seed), "--display", "quiet")
        _run("graph.run", "--record", "--out", f"{folder}/recorded", *recorded)
        bench = Bench(Path(folder, "recorded"), options.latency)
        print(_LINE.format(*_HEAD), flush=True)
        for in_flight in options.in_flight:
            wholes = [("pipeline", round(share * in_flight)) for share in options.shares]
            for client, dialogues in (("bare", 0), ("connection", 0), *wholes):
                asking = Asking(in_flight, options.calls, dialogues)
                measured = bench.measure(client, asking)
                print(row(client, asking, measured, in_flight / options.latency), flush=True)
        storm(bench)
    print(_run("graph.benchmarks.journal"), end="")


def storm(bench: Bench, capacity: int = 64, callers: int = 256, calls: int = 2000) -> None:
    """Far too many callers: every call should be served, in little more than the ideal time."""
    print(f"storm: {callers} callers, {calls:,} calls, capacity {capacity}", flush=True)
    ideal = calls * bench.latency / capacity
    for told in ((), ("--retry-after", "1")):
        measured = bench.measure("connection", Asking(callers, calls, 0), "--capacity", str(capacity), *told)
        words = " ".join(told).replace("--", "") or "no retry-after"
        times = f"{measured.seconds:.1f} s, {measured.seconds / ideal:.2f} times the ideal {ideal:.1f} s"
        print(f"  {words}: {measured.calls - measured.failed:,} served in {times}", flush=True)


def _run(*words: str) -> str:
    command = [sys.executable, "-m", *words]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603 - our own module


if __name__ == "__main__":
    main()
