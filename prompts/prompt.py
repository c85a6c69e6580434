"""A prompt: a Markdown file with `$blanks`, read once when this package is imported."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Prompt:
    """One request in words. Its name is its file's path under `prompts`, without the ending."""

    name: str
    text: str

    @property
    def blanks(self) -> frozenset[str]:
        """The names of the values it needs."""
        return frozenset(Template(self.text).get_identifiers())

    @property
    def hash(self) -> str:
        """Twelve hexadecimal digits that change with the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]

    def fill(self, **values: str) -> str:
        """The text with every blank filled; `KeyError` where a value is missing."""
        return "".join([words + values[blank] if blank else words for words, blank in _pieces(self.text)])


@cache
def _pieces(text: str) -> tuple[tuple[str, str], ...]:
    """Words, each with the blank that comes after them; a text is taken apart once, not for each request."""
    pieces, start = [], 0
    for match in Template.pattern.finditer(text):
        blank = match["named"] or match["braced"] or ""
        pieces.append((text[start : match.start()] + ("" if blank else "$"), blank))
        start = match.end()
    return (*pieces, (text[start:], ""))


def load(name: str) -> Prompt:
    """Read a prompt from this folder."""
    return Prompt(name, (_FOLDER / f"{name}.md").read_text(encoding="utf-8").strip())
