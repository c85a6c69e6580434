"""Preference pairs for TRL's DPO: the judge's choice between two versions of the same turn."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from graph.export.bfcl import Words
from graph.export.parts import Row, function
from graph.export.source import Kept
from graph.export.trl import assistant, messages, prompt
from graph.export.versions import Pair, pairs
from state.dialogue import AssistantTurn, Dialogue, Turn, UserTurn


class Parting(NamedTuple):
    """Where two versions of a dialogue part: all before is the same."""

    kept: Dialogue
    position: int
    chosen: AssistantTurn
    rejected: AssistantTurn


Telling = Callable[[Parting], Row]


def rows(record: Kept, tell: Telling) -> Iterator[Row]:
    """One row for each choice that first tells in a turn of the assistant: only there both have the same prompt."""
    for pair in reversed([pair for pair in pairs(record) if pair.ruling.by == "judge"]):
        if parting := _parting(pair):
            row = tell(parting)
            if row["chosen"] != row["rejected"]:
                yield row


def structured(parting: Parting) -> Row:
    """As TRL renders it with the template of a model."""
    return {
        "prompt": prompt(parting.kept, parting.kept.turns[: parting.position]),
        "chosen": [assistant(parting.chosen)],
        "rejected": [assistant(parting.rejected)],
        "tools": [function(tool) for tool in parting.kept.tools_at(parting.chosen.id).values()],
    }


def in_words(parting: Parting) -> Row:
    """In the words of BFCL's prompt mode."""
    words = Words(parting.kept, also=(call.name for call in parting.rejected.calls))
    return {
        "prompt": words.prompt(parting.kept.turns[: parting.position]),
        "chosen": list(words.messages((parting.chosen,))),
        "rejected": list(words.messages((parting.rejected,))),
    }


def _parting(pair: Pair) -> Parting | None:
    """The first turns that differ, if they are the assistant's and one is to be learned."""
    for position, (chosen, rejected) in enumerate(zip(pair.kept.turns, pair.lost.turns, strict=False)):
        if _is_draft(chosen):
            return None
        if _told(chosen) != _told(rejected):
            if isinstance(chosen, AssistantTurn) and isinstance(rejected, AssistantTurn) and chosen.learn:
                return Parting(pair.kept, position, chosen, rejected)
            return None
    return None


def _is_draft(turn: Turn) -> bool:
    return isinstance(turn, AssistantTurn) and turn.drafted


def _told(turn: Turn) -> object:
    """What a model would see of a turn: a difference in provenance alone is none."""
    return list(messages((turn,))), turn.offers if isinstance(turn, UserTurn) else ()
