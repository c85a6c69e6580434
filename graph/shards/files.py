"""Puts whole files into a run folder that others write into at the same time, on a disk or in an object store."""

import os
import shutil
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from graph.folder import replacing
from graph.places import Location, reached

_ADVICE = "what is there already is untouched, and so is unfinished work on this machine; mend it and start again"


def write(place: Location, content: bytes) -> None:
    """Write a small file, or put it in the place of an older one."""
    with reached(place, "write", _ADVICE):
        place.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(place, Path):
            with replacing(place) as file:
                file.write(content)
        else:
            place.write_bytes(content)


def write_new(place: Location, content: bytes) -> bool:
    """Write a small file where there is none; of several processes that try at once, one is told that it did."""
    with reached(place, "write", _ADVICE):
        if not isinstance(place, Path):
            return _new(lambda: place.fs.pipe_file(place.path, content, mode="create"))
        copy = _beside(place)
        copy.write_bytes(content)
        return _linked(copy, place)


def send_new(file: Path, place: Location) -> bool:
    """The same with a copy of a file of any size on this machine."""
    with reached(place, "write", _ADVICE):
        if not isinstance(place, Path):
            return _new(lambda: place.fs.put_file(str(file), place.path, mode="create"))
        copy = _beside(place)
        shutil.copyfile(file, copy)
        return _linked(copy, place)


def _new(put: Callable[[], object]) -> bool:
    try:
        put()
    except FileExistsError:
        return False
    return True


def _beside(place: Path) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    return place.with_name(f"{place.name}.{socket.gethostname()}-{os.getpid()}.part")


def _linked(copy: Path, place: Path) -> bool:
    """Give the file its name when it is safe. A link fails where the name is taken; renaming would not."""
    try:
        with copy.open("rb") as file:
            os.fsync(file.fileno())
        return _new(lambda: place.hardlink_to(copy))
    finally:
        with suppress(OSError):
            copy.unlink()
