"""How diverse a collection is, in the paper's measures and in what it covers."""

from collections import Counter
from dataclasses import dataclass, field
from math import log2

from graph.curation.entry import ToolKey
from graph.curation.reading import Seen
from graph.curation.words import spoken_texts, words_of
from state.dialogue import Dialogue, UserTurn

_LONGEST = 3


@dataclass(slots=True)
class Diversity:
    """Counts over all dialogues, fed one at a time."""

    dialogues: int = 0
    simulated: int = 0
    user_turns: int = 0
    tool_calls: int = 0
    words: Counter[str] = field(default_factory=Counter)
    """Of users and assistants."""
    runs: tuple[set[int], ...] = field(default_factory=lambda: tuple(set() for _ in range(_LONGEST)))
    """Hashes of the different runs of one, two and three words."""
    totals: list[int] = field(default_factory=lambda: [0] * _LONGEST)
    """How many runs there are in all."""
    offered: set[ToolKey] = field(default_factory=set)
    called: set[ToolKey] = field(default_factory=set)
    domains: Counter[str] = field(default_factory=Counter)
    """By calls."""
    complexities: Counter[str] = field(default_factory=Counter)

    def add(self, record: Seen, dialogue: Dialogue) -> None:
        """Count one dialogue."""
        self.dialogues += 1
        self.simulated += record.simulated
        self.complexities.update(record.complexities)
        self.user_turns += sum(isinstance(turn, UserTurn) for turn in dialogue.turns)
        for text in spoken_texts(dialogue):
            self._add_words(words_of(text))
        self.offered |= {(tool.server, tool.name) for tool in dialogue.all_tools().values()}
        for step in dialogue.steps():
            self.tool_calls += 1
            if step.tool is not None:
                self.called.add((step.tool.server, step.tool.name))
                self.domains[step.tool.area] += 1

    def _add_words(self, words: list[str]) -> None:
        self.words.update(words)
        for length, seen in enumerate(self.runs, start=1):
            seen.update(map(hash, zip(*(words[start:] for start in range(length)), strict=False)))
            self.totals[length - 1] += max(0, len(words) - length + 1)

    def distinct(self, length: int) -> float:
        """The share of different ones among all runs of so many words; it falls as a collection grows."""
        return len(self.runs[length - 1]) / max(1, self.totals[length - 1])

    def entropy(self) -> float:
        """Of single words, in bits."""
        total = max(1, self.words.total())
        return -sum(count / total * log2(count / total) for count in self.words.values())
