"""Makes the hashes of benchmarks that curation ships: `python -m graph.curation.fingerprints NAME=FILE ... --to OUT`.

A file has one JSON object a line, with OpenAI `messages` or, as in BFCL, a `question`. Only what users say is read.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from graph.curation.overlap import FILE, hashes, write
from state.errors import ConfigurationError


def users_of(file: Path) -> Iterator[str]:
    """What users say in a file."""
    for number, line in enumerate(_text(file).split("\n"), start=1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError as error:
                raise ConfigurationError(f"{file}:{number}: not JSON ({error}); expected one object a line") from error
            if not isinstance(row, dict):
                raise ConfigurationError(f"{file}:{number}: expected an object with messages or a question")
            yield from _said(row.get("messages") or row.get("question"))


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{file} cannot be read: {error}; expected JSON lines") from error


def _said(part: object) -> Iterator[str]:
    """Go through lists of messages, and lists of such lists."""
    if isinstance(part, list):
        for inside in part:
            yield from _said(inside)
    elif isinstance(part, dict) and part.get("role") == "user" and isinstance(part.get("content"), str):
        yield part["content"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the files, write the hashes, and give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m graph.curation.fingerprints", description=__doc__)
    parser.add_argument("files", nargs="+", metavar="NAME=FILE", help="a benchmark's name, and a file of it")
    parser.add_argument("--to", type=Path, default=FILE, help=f"where to write (default: {FILE.name}, which we ship)")
    options = parser.parse_args(arguments)
    known: dict[str, set[bytes]] = defaultdict(set)
    try:
        for word in options.files:
            name, _, file = word.partition("=")
            for text in users_of(Path(file)):
                known[name].update(hashes(text))
    except ConfigurationError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    write(known, options.to)
    print(", ".join(f"{name}: {len(theirs):,} hashes" for name, theirs in sorted(known.items())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
