"""Says the same in slightly other words, by rule: to see whether near-duplicates are found."""

from collections.abc import Callable
from random import Random

from state.dialogue import Dialogue, ToolTurn, Turn

SHARE = 0.1
"""How many of the words are changed."""

_SYNONYMS = {
    "please": "kindly", "thanks": "cheers", "show": "display", "find": "locate", "search": "look", "get": "fetch",
    "need": "require", "want": "wish", "like": "love", "help": "assist", "could": "can", "would": "will",
    "also": "moreover", "all": "every", "done": "finished", "there": "here", "is": "appears", "are": "seem",
    "the": "that", "a": "one", "for": "towards", "with": "alongside", "and": "plus", "at": "around", "my": "our",
}  # fmt: skip
_FILLERS = ("really", "just", "actually", "well", "simply", "now")

Change = Callable[[str, Random], str]


def _otherwise(word: str, random: Random) -> str:
    return _SYNONYMS.get(word.lower(), f"{random.choice(_FILLERS)} {word}")


CHANGES: tuple[Change, ...] = (
    _otherwise,
    lambda word, random: f"{word} {random.choice(_FILLERS)}",
    lambda word, random: "",
    lambda word, random: word.swapcase() if len(word) < 3 else word[0] + word[2] + word[1] + word[3:],
)
"""Another word, one more, none, or a slip of the keys."""


def reworded(dialogue: Dialogue, random: Random, share: float = SHARE) -> Dialogue:
    """The same dialogue with this share of the words of user and assistant changed; words with digits stay."""

    def turn(one: Turn) -> Turn:
        if isinstance(one, ToolTurn) or one.text is None:
            return one
        return one.model_copy(update={"text": _text(one.text, random, share)})

    return dialogue.with_turns(tuple(turn(one) for one in dialogue.turns))


def _text(text: str, random: Random, share: float) -> str:
    words = [
        random.choice(CHANGES)(word, random) if word.isalpha() and random.random() < share else word
        for word in text.split()
    ]
    return " ".join(word for word in words if word) or text
