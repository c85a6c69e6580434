"""Writes a collection: two folders that look like runs, and an account of what was decided."""

import json
from collections.abc import Iterable
from pathlib import Path

from graph.chat import row_line
from graph.curation.collection import Collection
from graph.curation.diversity import Diversity
from graph.curation.entry import Entry
from graph.curation.reading import again
from graph.records import DIALOGUES, RECORDS
from state.errors import ConfigurationError

ACCOUNT = "curation.json"


def check(folder: Path) -> None:
    """Raise a `ConfigurationError` where the folder holds something already."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ConfigurationError(f"{folder} is not empty; choose an empty or a new folder with --to")


def write(collection: Collection, folder: Path) -> Diversity:
    """Write everything, and say how diverse it is."""
    diversity = Diversity()
    try:
        for name, entries in (("train", collection.train), ("validation", collection.validation)):
            (folder / name).mkdir(parents=True)
            _write(entries, folder / name, diversity)
        text = json.dumps(_account(collection), ensure_ascii=False, indent=1)
        (folder / ACCOUNT).write_text(text, encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"cannot write {error.filename or folder}: {error.strerror or error}") from error
    return diversity


def _account(collection: Collection) -> dict[str, object]:
    return {
        "left_out": {id: left._asdict() for id, left in collection.left_out.items()},
        "overlaps": collection.overlaps,
        "validation": [entry.id for entry in collection.validation],
    }


def _write(entries: Iterable[Entry], folder: Path, diversity: Diversity) -> None:
    with (folder / RECORDS).open("wb") as records, (folder / DIALOGUES).open("wb") as dialogues:
        for entry in entries:
            _, record, dialogue = again(entry.line)
            diversity.add(record, dialogue)
            records.write(renamed(entry.line.text(), record.id, entry.id))
            dialogues.write(row_line(entry.id, record.simulated, dialogue))


def renamed(text: bytes, before: str, id: str) -> bytes:
    """The line with this id. Where it does not begin with the id, as ours do, it is written anew."""
    start = f'{{"id":{json.dumps(before)},'.encode()
    if text.startswith(start):
        return f'{{"id":{json.dumps(id)},'.encode() + text[len(start) :] + b"\n"
    return json.dumps(json.loads(text) | {"id": id}, ensure_ascii=False).encode() + b"\n"
