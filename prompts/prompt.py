"""A prompt: a Markdown file with `$blanks`, read once when this package is imported."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from string import Template

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Prompt:
    """One request in words. Its name is its file's path under `prompts`, without the ending."""

    name: str
    text: str

    @property
    def blanks(self) -> frozenset[str]:
        """The names of the values it needs."""
        return frozenset(Template(self.text).get_identifiers())

    @cached_property
    def hash(self) -> str:
        """Twelve hexadecimal digits that change with the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]

    def fill(self, **values: str) -> str:
        """The text with every blank filled; `KeyError` where a value is missing."""
        return self._format % values

    @cached_property
    def _format(self) -> str:
        """The text as a format of `%`, which is filled many times faster than a template."""
        template = Template(self.text.replace("%", "%%"))
        return template.substitute({name: f"%({name})s" for name in template.get_identifiers()})


def load(name: str) -> Prompt:
    """Read a prompt from this folder."""
    return Prompt(name, (_FOLDER / f"{name}.md").read_text(encoding="utf-8").strip())
