"""Leaves out dialogues of what there is too much of: domains, and combinations of complexities."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from graph.curation.entry import Entry

KINDS: dict[str, Callable[[Entry], str]] = {
    "domain": lambda entry: entry.domain,
    "complexities": lambda entry: " and ".join(entry.complexities) or "none",
}


def too_many(entries: Sequence[Entry], most: float) -> dict[str, str]:
    """By id, those to leave out, and of what there are more than `most` times as many as of the average group."""
    left_out: dict[str, str] = {}
    for kind, group_of in KINDS.items():
        rest = [entry for entry in entries if entry.id not in left_out]
        groups: dict[str, list[Entry]] = defaultdict(list)
        for entry in _rarest_first(rest):
            groups[group_of(entry)].append(entry)
        limit = max(1, int(most * len(rest) / max(1, len(groups))))
        for group, members in groups.items():
            left_out |= {entry.id: f"{kind}: {group}" for entry in members[limit:]}
    return left_out


def _rarest_first(entries: Sequence[Entry]) -> list[Entry]:
    """Order by how often the tools that a dialogue calls are called in the collection."""
    common = Counter(tool for entry in entries for tool in entry.called)

    def commonness(entry: Entry) -> tuple[float, str]:
        return sum(common[tool] for tool in entry.called) / max(1, len(entry.called)), entry.id

    return sorted(entries, key=commonness)
