"""Gives every tool a name that all providers accept."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence

from graph.tools.reading import Definition

LONGEST = 64

_LEGAL = re.compile(rf"[A-Za-z0-9_-]{{1,{LONGEST}}}")


def legal_names(definitions: Sequence[Definition]) -> list[str]:
    """One legal name for each definition; a server's tools never share one."""
    # Legal names are taken first, so that `a_b` keeps its name wherever `a.b` stands in the file.
    taken = {(one.server, one.name) for one in definitions if _LEGAL.fullmatch(one.name)}
    names = []
    for one in definitions:
        name = one.name
        if (one.server, name) not in taken:
            name = _free(taken, one.server, _legal(name))
            taken.add((one.server, name))
        names.append(name)
    return names


def _legal(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    if not any(character.isalnum() for character in plain):
        return f"tool_{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    return re.sub(r"[^A-Za-z0-9_-]+", "_", plain).strip("_")[:LONGEST]


def _free(taken: set[tuple[str, str]], server: str, name: str) -> str:
    candidate, number = name, 1
    while (server, candidate) in taken:
        number += 1
        suffix = f"_{number}"
        candidate = name[: LONGEST - len(suffix)] + suffix
    return candidate
