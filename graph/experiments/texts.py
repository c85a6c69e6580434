"""How dialogues hold together and differ from each other, by their words alone. No model is asked."""

from collections.abc import Sequence
from itertools import pairwise

from graph.curation.words import runs, spoken_texts, words_of
from prompts.views import view_value
from state.dialogue import AssistantTurn, Dialogue, ToolTurn, Turn, UserTurn

RUN = 3
"""Words of a run. Two texts that share one have more than a phrase in common."""
_OTHERS = 100
"""With how many other dialogues one is compared at most: all pairs of thousands would take hours."""
_SHORT = 2
"""Letters below which a word says little of what a turn is about."""


def coherence(dialogue: Dialogue) -> float:
    """How much adjacent turns speak of the same: the mean share of the shorter turn's words that the other has too."""
    shares = [_overlap(_words(before), _words(after)) for before, after in pairwise(dialogue.turns)]
    return sum(shares) / len(shares) if shares else 0.0


def _words(turn: Turn) -> set[str]:
    return {word for word in words_of(" ".join(_texts(turn))) if len(word) > _SHORT or word.isdecimal()}


def _texts(turn: Turn) -> list[str]:
    """What a turn says, does or brings."""
    if isinstance(turn, UserTurn):
        return [turn.text]
    if isinstance(turn, ToolTurn):
        return [view_value(observation.content) for observation in turn.observations]
    assert isinstance(turn, AssistantTurn)
    values = [view_value(value) for call in turn.calls for value in call.values().values()]
    return [turn.text or "", *(call.name.replace("_", " ") for call in turn.calls), *values]


def _overlap(one: set[str], other: set[str]) -> float:
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def spoken_runs(dialogue: Dialogue) -> frozenset[str]:
    """Every run of three words that user or assistant say."""
    return frozenset(run for text in spoken_texts(dialogue) for run in runs(words_of(text), RUN))


def likenesses(found: Sequence[frozenset[str]]) -> list[float]:
    """For each dialogue the mean share of runs that it has in common with others, of those that the two have."""
    return [_mean([_shared(one, other) for other in _others(found, place)]) for place, one in enumerate(found)]


def self_overlaps(found: Sequence[frozenset[str]]) -> list[float]:
    """For each dialogue the share of its runs that some other dialogue has too."""
    holders: dict[str, int] = {}
    for each in found:
        for run in each:
            holders[run] = holders.get(run, 0) + 1
    return [_mean([float(holders[run] > 1) for run in each]) for each in found]


def _others(found: Sequence[frozenset[str]], place: int) -> Sequence[frozenset[str]]:
    """The following ones, going round at the end."""
    return [found[(place + step) % len(found)] for step in range(1, min(len(found), _OTHERS + 1))]


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    common = len(one & other)
    both = len(one) + len(other) - common
    return common / both if both else 0.0


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
