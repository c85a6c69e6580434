"""The folder in which the servers of one dialogue work: begun from a copy, known to the dialogue by another name."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from pydantic import JsonValue

from state.frozen import Frozen

ALIAS = "/workspace"
"""What a dialogue calls the folder, whose real name is different each time."""
_MOST_FILES = 500
"""More are not listed."""
_SKIPPED = frozenset({"node_modules", "__pycache__", ".cache", ".npm"})
_LONGEST = 4096


class OutsidePath(Exception):
    """An argument that leads out of the folder."""


class File(Frozen):
    """A file of the folder."""

    path: str
    size: int | None = None
    """None where it is gone."""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Workdir:
    """A temporary folder of one dialogue."""

    base: Path
    setup: Path | None = None

    @classmethod
    def begin(cls, setup: Path | None) -> "Workdir":
        """Make it, as a copy of the setup where there is one."""
        workdir = cls(Path(tempfile.mkdtemp(prefix="toolace-")).resolve(), setup)
        workdir.temporary.mkdir()
        workdir.root.mkdir()
        if setup is not None:
            shutil.copytree(setup, workdir.root, symlinks=True, dirs_exist_ok=True)
        return workdir

    @property
    def root(self) -> Path:
        """Where servers work."""
        return self.base / "work"

    @property
    def temporary(self) -> Path:
        """Where they put what nobody is to see."""
        return self.base / "temporary"

    def remove(self) -> None:
        """Delete it with all that is in it."""
        shutil.rmtree(self.base, ignore_errors=True)

    def inward(self, value: JsonValue) -> JsonValue:
        """The argument as a server has to see it; `OutsidePath` where a path in it leads elsewhere."""
        if isinstance(value, list):
            return [self.inward(item) for item in value]
        if isinstance(value, dict):
            return {key: self.inward(item) for key, item in value.items()}
        return self._path(value) if isinstance(value, str) and "\n" not in value and len(value) < _LONGEST else value

    def outward(self, value: JsonValue) -> JsonValue:
        """What a server said, with the folder under the name by which the dialogue knows it."""
        if isinstance(value, list):
            return [self.outward(item) for item in value]
        if isinstance(value, dict):
            return {self.named(key): self.outward(item) for key, item in value.items()}
        return self.named(value) if isinstance(value, str) else value

    def named(self, text: str) -> str:
        """A text in which the folder goes by its other name."""
        return text.replace(str(self.root), ALIAS)

    def changes(self) -> tuple[File, ...]:
        """The files that are not as they were in the beginning, by path; not what tools keep for themselves."""
        before = {_described(self.setup, path) for path in _walk(self.setup)} if self.setup else set()
        after = {_described(self.root, path) for path in _walk(self.root)}
        gone = {file.path for file in before} - {file.path for file in after}
        found = [*(after - before), *(File(path=path) for path in gone)]
        return tuple(sorted(found, key=lambda file: file.path))[:_MOST_FILES]

    def _path(self, value: str) -> str:
        """Any text of one line may be taken for a path, so all are held to the folder; most are no paths and stay."""
        scheme = "file://" if value.startswith("file://") else ""
        plain = unquote(value.removeprefix(scheme)) if scheme else value
        path = PurePosixPath(plain)
        real = self.root / (path.relative_to(ALIAS) if path.is_relative_to(ALIAS) else path)
        # Links are followed: one that leads out is out.
        if plain.split("/")[0] == "~" or "\0" in plain or not Path(os.path.realpath(real)).is_relative_to(self.root):
            raise OutsidePath(value)
        return f"{scheme}{real}" if path.is_absolute() else value


def _walk(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        if Path(folder).name == ".git":
            # The branches name all that was committed; the rest says when, or says it again.
            folders[:], names = ["refs"], [name for name in names if name in ("HEAD", "packed-refs")]
        folders[:] = [name for name in folders if name not in _SKIPPED]
        yield from (Path(folder, name) for name in names)


def _described(root: Path, path: Path) -> File:
    name = path.relative_to(root).as_posix()
    if path.is_symlink() or not path.is_file():
        return File(path=name, size=0)
    with path.open("rb") as file:
        digest = sha256()
        while block := file.read(1 << 20):
            digest.update(block)
        return File(path=name, size=file.tell(), sha256=digest.hexdigest())
