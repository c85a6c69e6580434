"""Preference pairs for TRL's DPO: the judge's choice between two versions of the same turn."""

from collections.abc import Iterator

from graph.export.parts import Row, function
from graph.export.source import Kept
from graph.export.trl import assistant, messages, prompt
from graph.export.versions import Pair, pairs
from state.dialogue import AssistantTurn, Turn, UserTurn


def rows(record: Kept) -> Iterator[Row]:
    """One row for each choice that first tells in a turn of the assistant: only there both have the same prompt."""
    for pair in reversed([pair for pair in pairs(record) if pair.ruling.by == "judge"]):
        yield from _row(pair)


def _row(pair: Pair) -> Iterator[Row]:
    for position, (chosen, rejected) in enumerate(zip(pair.kept.turns, pair.lost.turns, strict=False)):
        if _is_draft(chosen):
            return
        if _told(chosen) != _told(rejected):
            if isinstance(chosen, AssistantTurn) and isinstance(rejected, AssistantTurn) and chosen.learn:
                yield {
                    "prompt": prompt(pair.kept, pair.kept.turns[:position]),
                    "chosen": [assistant(chosen)],
                    "rejected": [assistant(rejected)],
                    "tools": [function(tool) for tool in pair.kept.tools_at(chosen.id).values()],
                }
            return


def _is_draft(turn: Turn) -> bool:
    return isinstance(turn, AssistantTurn) and turn.drafted


def _told(turn: Turn) -> object:
    """What a model would see of a turn: a difference in provenance alone is none."""
    return list(messages((turn,))), turn.offers if isinstance(turn, UserTurn) else ()
