"""Reads tool definitions from files and folders, whatever their format. Judges no schema."""

from collections.abc import Iterator
from pathlib import Path

from graph.tools.definition import Definition, Entry, Found, Rejected
from graph.tools.entries import read_entries
from graph.tools.unpacking import definitions
from state.errors import ConfigurationError

SUFFIXES = (".json", ".jsonl", ".ndjson", ".yaml", ".yml", ".txt")
"""The files of a folder that are read; a file that is named itself may be called anything."""


def read_definitions(path: Path) -> Iterator[Found]:
    """Everything found in a file, or in the files of a folder, in order; never the whole of it at once."""
    for file in _files(path):
        nothing = True
        for found in _found(file):
            nothing = False
            yield found
        if nothing:
            yield Rejected(str(file), 1, "", "the list of tools is empty")


def _found(file: Path) -> Iterator[Definition | Rejected]:
    for entry in read_entries(file):
        if isinstance(entry, Entry):
            yield from definitions(entry)
        else:
            yield entry


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    inside = (
        file for file in path.rglob("*") if not any(part.startswith(".") for part in file.relative_to(path).parts)
    )
    files = sorted(file for file in inside if file.suffix.lower() in SUFFIXES and file.is_file())
    if not files:
        raise ConfigurationError(f"{path}: the folder has no file of tools; expected one of {', '.join(SUFFIXES)}")
    return files
