"""Whether what training needs is installed, in versions that it knows; and how it is kept quiet."""

import os
import warnings
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version

from packaging.requirements import Requirement

from state.errors import ConfigurationError

PROJECT, EXTRA = "toolace-mt", "train"


def check_extra() -> None:
    """Raise a `ConfigurationError` that names what is missing or out of date, before anything heavy is imported."""
    wrong = list(_wrong(requires(PROJECT) or []))
    if wrong:
        raise ConfigurationError(f"training needs {', '.join(wrong)}: pip install -e '.[{EXTRA}]'")


def versions() -> dict[str, str]:
    """What is installed of it."""
    return {each.name: version(each.name) for each in _needed(requires(PROJECT) or [])}


def quiet() -> None:
    """Keep the libraries from saying what we say, and from asking a tracker."""
    import datasets
    import huggingface_hub
    import transformers

    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    warnings.filterwarnings("ignore")
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    datasets.disable_progress_bars()
    huggingface_hub.utils.logging.set_verbosity_error()  # type: ignore[no-untyped-call]  # theirs


def _needed(lines: list[str]) -> Iterator[Requirement]:
    for requirement in map(Requirement, lines):
        marker = requirement.marker
        if marker and marker.evaluate({"extra": EXTRA}) and not marker.evaluate({"extra": ""}):
            yield requirement


def _wrong(lines: list[str]) -> Iterator[str]:
    for requirement in _needed(lines):
        wanted = f"{requirement.name}{requirement.specifier}"
        try:
            found = version(requirement.name)
        except PackageNotFoundError:
            yield f"{wanted}, which is not installed"
            continue
        if not requirement.specifier.contains(found, prereleases=True):
            yield f"{wanted}, and {found} is installed"
