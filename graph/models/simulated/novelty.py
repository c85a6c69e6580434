"""Not saying nearly the same thing twice."""

from collections.abc import Collection, Iterable

from rapidfuzz.fuzz import ratio

_ALIKE = 90.0


def unlike(wordings: Iterable[str], said: Collection[str]) -> str:
    """The first of these that is not nearly what was said before; the last where all are."""
    wording = ""
    for wording in wordings:
        if not any(ratio(wording.casefold(), other.casefold(), score_cutoff=_ALIKE) for other in said):
            break
    return wording
