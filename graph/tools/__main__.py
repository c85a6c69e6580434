"""The command `python -m graph.tools`: loads a pool, and says what is in it, what was changed and what was left out."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from graph.tools.definition import Rejected
from graph.tools.file_pool import shortage
from graph.tools.loading import Loaded, load
from state.errors import ConfigurationError

_SHOWN = 10
_GLIMPSE = 100


def main(arguments: Sequence[str] | None = None) -> int:
    """Load what was named, print what came of it, and give the exit code: 2 where there is no usable tool."""
    chosen = _parser().parse_args(arguments)
    try:
        loaded = load(chosen.tools, exclude_benchmarks=chosen.exclude_benchmarks)
        for line in report(loaded):
            print(line)
        if chosen.json:
            _write(chosen.json, loaded)
    except ConfigurationError as error:
        return _complain(str(error))
    return 0 if loaded.tools else _complain(f"{', '.join(chosen.tools)}: {shortage(loaded)}")


def _complain(words: str) -> int:
    print(f"error: {words}", file=sys.stderr)
    return 2


def report(loaded: Loaded) -> Iterator[str]:
    """The lines that are printed."""
    tools = loaded.tools
    yield f"accepted  {len(tools):,}"
    yield f"rejected  {len(loaded.rejected):,}"
    yield f"run       {sum(tool.executed for tool in tools):,}"
    yield f"results   {sum(tool.returns is not None for tool in tools):,} say what they return"
    yield from _groups("servers", Counter(tool.server for tool in tools))
    yield from _groups("domains", Counter(tool.domain for tool in tools))
    if loaded.notes:
        yield "\nnotes, the commonest first"
        yield from (f"  {count:>7,}  {note}" for note, count in Counter(loaded.notes).most_common(_SHOWN))
    if loaded.benchmarks:
        total = sum(loaded.benchmarks.values())
        yield f"\n{total:,} tools belong to evaluation sets; --exclude-benchmarks leaves them out"
    if loaded.rejected:
        yield "\nrejected"
        yield from map(_line, loaded.rejected[:_SHOWN])
        if len(loaded.rejected) > _SHOWN:
            yield f"  and {len(loaded.rejected) - _SHOWN:,} more; --json FILE has all of them"


def _groups(title: str, counts: Counter[str]) -> Iterator[str]:
    named = {name: count for name, count in counts.most_common() if name}
    shown = ", ".join(f"{name} {count:,}" for name, count in list(named.items())[:_SHOWN])
    more = ", ..." if len(named) > _SHOWN else ""
    yield f"{title:<8}  {len(named):,}{': ' if named else ''}{shown}{more}"


def _line(one: Rejected) -> str:
    name = f" {one.name!r}" if one.name else ""
    reason = one.reason if len(one.reason) <= _GLIMPSE else f"{one.reason[: _GLIMPSE - 3]}..."
    return f"  {one.file}:{one.line}{name}: {reason}"


def _write(path: Path, loaded: Loaded) -> None:
    rejected = [one._asdict() for one in loaded.rejected]
    content = {"accepted": len(loaded.tools), "rejected": rejected, "notes": dict(loaded.notes)}
    try:
        path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be written ({error.strerror}); choose another file") from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m graph.tools",
        description="List and check a pool of tools, in any of the formats of docs/tools.md.",
    )
    parser.add_argument(
        "tools", nargs="+", metavar="PATH", help="file, folder, or Python functions as MODULE:ATTRIBUTE"
    )
    parser.add_argument("--json", type=Path, metavar="OUT", help="write counts, notes and everything rejected here")
    parser.add_argument(
        "--exclude-benchmarks",
        action="store_true",
        help="reject tools of known evaluation sets, with this as the reason",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
