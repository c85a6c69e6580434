"""The twin of a clarified dialogue: the same request, fully specified and executed directly."""

from nodes.complexities import recited
from nodes.replay import replay
from state.complexity import Injection
from state.dialogue import Dialogue, UserTurn
from state.environment import Environment


async def twin(dialogue: Dialogue, injections: tuple[Injection, ...], environment: Environment) -> Dialogue | None:
    """The dialogue with its clarification taken back; None where there was none."""
    for injection in injections:
        if injection.original is not None:
            return await replay(_taken_back(dialogue, injection, injection.original), environment)
    return None


def _taken_back(dialogue: Dialogue, injection: Injection, original: UserTurn) -> Dialogue:
    extra = set(injection.added) - {original.id}
    asked = [turn for turn in dialogue.turns if turn.id in extra]
    cited = recited(_with_request(dialogue, original), (original, *asked))
    return cited.with_turns(tuple(turn for turn in cited.turns if turn.id not in extra))


def _with_request(dialogue: Dialogue, original: UserTurn) -> Dialogue:
    turns = tuple(original if turn.id == original.id else turn for turn in dialogue.turns)
    return dialogue.with_turns(turns)
