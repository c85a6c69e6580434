"""How long a large pool takes to load, and how much memory: `python -m graph.benchmarks.pools FILE...`.

Makes a pool of so many tools from those of some files by giving names and servers numbers, and loads it in a process of
its own, whose peak of memory is then known.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import count, islice
from pathlib import Path
from typing import NamedTuple

_LOAD = "import sys; from graph.tools.file_pool import read_pool; print(len(read_pool(sys.argv[1:]).tools))"
_KILOBYTES_PER_MEGABYTE = 1024


class Measured(NamedTuple):
    """What loading a pool took."""

    tools: int
    megabytes: float
    """Of the file."""
    seconds: float
    busy: float
    """Seconds of a processor; less where the machine had other work."""
    peak: float
    """Megabytes of memory of the whole process."""


def write_pool(files: Sequence[Path], size: int, path: Path) -> None:
    """Write so many tools, made from the lines of these files again and again under other names."""
    lines = [line for file in files for line in file.read_text(encoding="utf-8").split("\n") if line.strip()]
    copies = (_renamed(line, number) for number in count() for line in lines)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(islice(copies, size))


def _renamed(line: str, number: int) -> str:
    entry = json.loads(line)
    function = entry["function"]
    function["name"] = f"{function['name']}_{number}"
    if "server" in entry:
        entry["server"] = f"{entry['server']} {number}"
    return json.dumps(entry, ensure_ascii=False) + "\n"


def measure(path: Path) -> Measured:
    """Load a pool in a process of its own."""
    begun = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", _LOAD, str(path)], check=True, capture_output=True, text=True)  # noqa: S603
    seconds = time.perf_counter() - begun
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / _KILOBYTES_PER_MEGABYTE
    return Measured(int(done.stdout), path.stat().st_size / 1e6, seconds, busy, peak)


def main() -> None:
    """Make a pool, load it, and print what it took."""
    parser = argparse.ArgumentParser(prog="python -m graph.benchmarks.pools", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="OpenAI functions, one object a line")
    parser.add_argument("--tools", type=int, default=50_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pool.jsonl"
        write_pool(chosen.files, chosen.tools, path)
        found = measure(path)
    print(f"{chosen.tools:,} entries, {found.megabytes:.0f} MB: {found.tools:,} tools accepted")
    print(
        f"{found.seconds:.1f} s, {found.busy:.1f} s of a processor; at most {found.peak:.0f} MB, the process included"
    )


if __name__ == "__main__":
    main()
