"""How fast dialogues are verified, on one core: `python -m graph.benchmarks.verify FILE...`.

Beside it stands what a check with JSON Schema alone takes: parse the row, parse the arguments, validate them.
Time is the processor's. The first rows are not counted: they pay for imports, schemas and what all rows share.
Every other row is checked once, so that nothing is remembered of it.
"""

import argparse
import gc
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import orjson

from graph.verify.checking import checked
from graph.verify.openai_shape import openai_row
from graph.verify.tools import toolbox
from nodes.rules.schemas import argument_problems

_WARM_UP = 10
_FOLDER = Path(__file__).parent.parent.parent.parent / "shared" / "data" / "dialogues"
_DEFAULT = (_FOLDER / "tau_bench.jsonl", _FOLDER / "tau2_bench.jsonl")


class Speed(NamedTuple):
    """What was measured of one way to check."""

    dialogues: int
    kilobytes: float
    seconds: float

    def line(self, name: str) -> str:
        """One line for people."""
        rate, size = self.dialogues / self.seconds, self.kilobytes / self.dialogues
        each = 1000 * self.seconds / self.dialogues
        return f"{name:24}{rate:>10,.0f} dialogues/s{each:>9.2f} ms each{size:>8.1f} KB each"


def by_rules(line: bytes) -> int:
    """All rules of the imported profile."""
    return len(checked(orjson.loads(line)).findings)


def by_schema(line: bytes) -> int:
    """The tool is known, and its schema accepts the arguments."""
    row = openai_row(orjson.loads(line))
    tools = {tool.name: tool for tool in toolbox(row.tools or ()).tools}
    calls = (call for message in row.messages for call in message.calls)
    return sum(
        call.name not in tools or bool(argument_problems(tools[call.name], call.arguments or {})) for call in calls
    )


def measure(check: Callable[[bytes], int], lines: list[bytes]) -> Speed:
    """Check each line once and give the processor's time."""
    for line in lines[:_WARM_UP]:
        check(line)
    measured = lines[_WARM_UP:] or lines
    gc.collect()
    gc.freeze()
    began = time.process_time()
    for line in measured:
        check(line)
    seconds = time.process_time() - began
    gc.unfreeze()
    return Speed(len(measured), sum(map(len, measured)) / 1024, seconds)


def main() -> int:
    """Measure and print; 2 where a file is missing."""
    parser = argparse.ArgumentParser(prog="python -m graph.benchmarks.verify", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="JSON lines (default: tau-bench and tau2)")
    for file in parser.parse_args().files or _DEFAULT:
        if not file.is_file():
            print(f"error: {file}: no such file; name files of dialogues, as JSON lines", file=sys.stderr)
            return 2
        lines = [line for line in file.read_bytes().split(b"\n") if line.strip()]
        print(f"{file.name}: {len(lines)} dialogues")
        print(measure(by_schema, lines).line("  JSON Schema only"))
        print(measure(by_rules, lines).line("  all rules"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
