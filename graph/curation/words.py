"""Texts as words, and as runs of words. Case, punctuation and white space make no difference."""

import re
from collections.abc import Iterator, Sequence

from state.dialogue import AssistantTurn, Dialogue, UserTurn

# Chinese and Japanese are written without spaces: there each character counts as a word.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")


def words_of(text: str) -> list[str]:
    """The words of a text, in small letters."""
    return _WORD.findall(text.lower())


def runs(words: Sequence[str], length: int) -> Iterator[str]:
    """Every run of so many words, in order."""
    return map(" ".join, zip(*(words[start:] for start in range(length)), strict=False))


def user_texts(dialogue: Dialogue) -> Iterator[str]:
    """What the user says, turn by turn."""
    return (turn.text for turn in dialogue.turns if isinstance(turn, UserTurn))


def spoken_texts(dialogue: Dialogue) -> Iterator[str]:
    """What the user and the assistant say, turn by turn."""
    spoken = (turn for turn in dialogue.turns if isinstance(turn, UserTurn | AssistantTurn))
    return (turn.text for turn in spoken if turn.text)
