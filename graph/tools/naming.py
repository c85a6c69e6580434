"""Gives every tool a name that all providers accept."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence

LONGEST = 64

_LEGAL = re.compile(rf"[A-Za-z0-9_-]{{1,{LONGEST}}}")


def legal_names(given: Sequence[tuple[str, str]]) -> list[str]:
    """One legal name for each server and name; a server's tools never share one."""
    # Legal names are taken first, so that `a_b` keeps its name wherever `a.b` stands in the file.
    taken = {(server, name) for server, name in given if _LEGAL.fullmatch(name)}
    names = []
    for server, name in given:
        legal = name
        if (server, name) not in taken:
            legal = _free(taken, server, _legal(name))
            taken.add((server, legal))
        names.append(legal)
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
