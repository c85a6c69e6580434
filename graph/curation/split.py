"""Holds dialogues back for validation, so that neither a task nor a set of tools stands on both sides."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from hashlib import blake2b

from graph.curation.entry import Entry


def held_back(entries: Sequence[Entry], share: float, seed: int) -> set[str]:
    """The ids of about this share, in an order that depends on the seed; never more than the share."""
    room = round(share * len(entries))
    chosen: set[str] = set()
    for together in sorted(_inseparable(entries), key=lambda ids: _rank(min(ids), seed)):
        if len(chosen) + len(together) <= room:
            chosen |= together
    return chosen


def _inseparable(entries: Sequence[Entry]) -> Iterator[set[str]]:
    """Groups of dialogues that share a task or a set of tools, also by way of others."""
    linked: dict[bytes, list[Entry]] = defaultdict(list)
    for entry in entries:
        linked[entry.task].append(entry)
        linked[entry.tool_set].append(entry)
    waiting = {entry.id: entry for entry in entries}
    while waiting:
        _, first = waiting.popitem()
        group = [first]
        for entry in group:  # which grows meanwhile
            near = [*linked.pop(entry.task, ()), *linked.pop(entry.tool_set, ())]
            group += [waiting.pop(one.id) for one in near if one.id in waiting]
        yield {entry.id for entry in group}


def _rank(id: str, seed: int) -> bytes:
    return blake2b(f"{seed}:{id}".encode(), digest_size=8).digest()
