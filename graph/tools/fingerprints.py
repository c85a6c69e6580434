"""Tells tools of evaluation sets from others: `benchmark_tools.json` has hashes of their names and parameters.

To make the file anew: `python -m graph.tools.fingerprints NAME=PATH... > graph/tools/benchmark_tools.json`.
"""

import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from graph.tools.describing import describe
from graph.tools.reading import read_definitions
from state.errors import ConfigurationError
from state.tool import Tool

_FILE = Path(__file__).with_name("benchmark_tools.json")
_DIGITS = 16


def fingerprint(name: str, parameters: Iterable[str]) -> str:
    """A hash that stays the same whatever the case, dots, spaces and underscores, and the order of parameters."""
    words = [_plain(name), *sorted(map(_plain, parameters))]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:_DIGITS]


def benchmark_of(tool: Tool) -> str:
    """The evaluation set that this tool belongs to; empty where none is known."""
    return _known().get(_of(tool), "")


def _of(tool: Tool) -> str:
    return fingerprint(tool.original_name or tool.name, tool.properties)


def _plain(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())


@cache
def _known() -> Mapping[str, str]:
    sets: dict[str, list[str]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return {one: name for name, prints in sets.items() for one in prints}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the fingerprints of the tools in some files, by name of the set they belong to."""
    prints: dict[str, set[str]] = defaultdict(set)
    try:
        for argument in sys.argv[1:] if arguments is None else arguments:
            name, _, path = argument.partition("=")
            # One by one: of two tools with one name, both are to be known.
            prints[name] |= {_of(tool) for found in read_definitions(Path(path)) for tool in describe([found]).tools}
    except ConfigurationError as error:
        print(f"error: {error}; expected NAME=PATH", file=sys.stderr)
        return 2
    json.dump({name: sorted(of_set) for name, of_set in sorted(prints.items())}, sys.stdout, indent=0)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
