"""Where a run folder lies: on this machine, or in an object store. Both are spoken to in the words of `pathlib`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, Union

from state.errors import ConfigurationError

if TYPE_CHECKING:
    from upath import UPath

Location: TypeAlias = Union[Path, "UPath"]
"""A file or a folder."""

_REMOTE = "://"


def location(text: str) -> Location:
    """The file or folder of this name: a path, or an address such as s3://bucket/run."""
    if _REMOTE not in text:
        return Path(text)
    try:
        from upath import UPath

        # Another process may have written there a moment ago.
        return UPath(text, use_listings_cache=False)
    except (ImportError, ValueError) as error:
        raise ConfigurationError(
            f"{text} needs the extra `cloud`: pip install -e '.[cloud]' ({error}); stores other than s3:// need the "
            "package that fsspec names for them"
        ) from error


def beside(run: Location, name: str, flag: str) -> Path:
    """A new file in the folder of a run; in a store nothing is put that nobody asked for."""
    if isinstance(run, Path):
        return run / name
    raise ConfigurationError(f"{run} is in an object store; say with {flag} where on this machine to write")


def is_file(place: Location) -> bool:
    """Whether there is a file of this name. A store that does not answer has not said that there is none."""
    if isinstance(place, Path):
        return place.is_file()
    try:
        return bool(place.fs.info(place.path)["type"] == "file")
    except FileNotFoundError:
        return False


def is_remote(place: Location) -> bool:
    """Whether it lies in an object store."""
    return not isinstance(place, Path)


@contextmanager
def reached(place: Location, doing: str, advice: str) -> Iterator[None]:
    """Turn what a file system or a store refuses into a message to the operator: what could not be done, what to do."""
    try:
        yield
    except ConfigurationError:
        raise
    except OSError as error:
        raise ConfigurationError(f"cannot {doing} {place}: {error.strerror or error}; {advice}") from error
    except Exception as error:
        if not is_remote(place):
            raise
        # Every store has errors of its own, for want of credentials or of a network.
        raise ConfigurationError(f"cannot {doing} {place}: {type(error).__name__}: {error}; {advice}") from error
