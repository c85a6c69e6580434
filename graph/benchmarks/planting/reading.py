"""Where trusted dialogues come from: runs of ours, files of others, or the simulated model on the spot."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

from graph.benchmarks.planting.own import OwnSpecimen
from graph.benchmarks.planting.rows import RowSpecimen
from graph.chat import to_chat
from graph.places import Location
from graph.records import check_run, read_records
from state.dialogue import Dialogue
from state.errors import ConfigurationError
from state.record import Record


def read_run(folder: Location) -> list[OwnSpecimen]:
    """The kept dialogues of a run."""
    check_run(folder)
    name = folder.name if folder.is_dir() else folder.parent.name or folder.name
    found = [
        OwnSpecimen(name, record.id, record.dialogue, record.seed)
        for _, record in read_records(folder, Record)
        if record.status == "kept" and record.dialogue is not None
    ]
    if not found:
        raise ConfigurationError(f"{folder}: no kept dialogue; expected the folder of a run that kept some")
    return found


def made_now(count: int, seed: int) -> list[OwnSpecimen]:
    """Dialogues of the simulated model with the built-in pool, without the flaws that it can plant itself."""
    from graph.build import build_graph, default_nodes
    from graph.generate import Generator
    from graph.models.simulated.model import SimulatedModel
    from graph.plan import plan
    from graph.tools.builtin.pool import BuiltinPool
    from graph.tools.sampled_pool import sampled
    from state.budget import DEFAULT

    pool = sampled(BuiltinPool())
    generate = Generator(build_graph(default_nodes(SimulatedModel(flaw_rate=0.0), pool)), pool)

    async def make() -> list[Record]:
        return [await generate(one.seed, one.number) for one in plan(seed, DEFAULT, range(count))]

    kept = [record for record in asyncio.run(make()) if record.status == "kept"]
    return [OwnSpecimen("simulated", one.id, one.dialogue, one.seed) for one in kept if one.dialogue is not None]


def exported(own: OwnSpecimen) -> RowSpecimen:
    """The same dialogue as a training row, without its sources."""
    return RowSpecimen(own.source, {"id": own.id, **_row(own.dialogue)}, "generated")


def _row(dialogue: Dialogue) -> dict[str, object]:
    return dict(to_chat(dialogue))


def read_rows(path: Path) -> list[RowSpecimen]:
    """The rows of a file of chat messages."""
    found = []
    for number, line in _lines(path):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise ConfigurationError(f"{path}:{number}: not JSON: {error}") from error
        if not isinstance(row, dict) or not isinstance(row.get("messages"), list):
            raise ConfigurationError(f'{path}:{number}: expected an object with "messages", as in OpenAI chat rows')
        found.append(RowSpecimen(path.name, row | {"id": row.get("id") or f"line {number}"}, "imported"))
    return found


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise ConfigurationError(f"{path}: cannot be read: {reason}; expected JSON lines") from error
