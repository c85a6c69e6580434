"""The parser of every command: what is wrong with its arguments is told in one line, as all else."""

import argparse
from typing import NoReturn

from state.errors import ConfigurationError


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are ours to word."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and where help is."""
        raise ConfigurationError(f"{message}; see {self.prog} --help")
