"""Imports libraries that only some uses need, and says which extra brings them where they are not installed."""

from importlib import import_module
from types import ModuleType

from state.errors import ConfigurationError


def needed(module: str, extra: str, purpose: str) -> ModuleType:
    """Import the module; `ConfigurationError` says how to install it."""
    try:
        return import_module(module)
    except ImportError as error:
        raise ConfigurationError(
            f"{purpose} needs the extra {extra!r}, which is not installed ({error}); pip install -e '.[{extra}]'"
        ) from error
