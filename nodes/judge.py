"""Keep of a candidate what reads better than what we have."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from nodes.asking import Asker
from nodes.fill import ruled
from nodes.masking import with_observations
from nodes.proposals import broken_by
from nodes.rules.rule import Rule, check
from nodes.stages import stage
from prompts.prompt import Prompt
from prompts.views import view_place
from prompts.wording import JUDGE
from state.answers import Letter, WrittenRuling
from state.brief import JudgeBrief
from state.dialogue import AssistantTurn, Dialogue, UserTurn
from state.dialogue_state import DialogueState, Update
from state.model import ChatModel
from state.verdict import By, Ruling, Side


class Preference(NamedTuple):
    """Which version of one turn is to be kept."""

    side: Side
    reason: str
    by: By = "judge"

    @property
    def accepts(self) -> bool:
        """The new one."""
        return self.side == "after"


Preferences = Mapping[int, Preference]
"""By the id of the turn."""


@dataclass(frozen=True, slots=True)
class Judge:
    """Show the two versions as A and B in a seeded order, and ask about each masked turn; a tie keeps the old one.

    Texts are decided one by one. Calls that were written anew are decided together, as they may go by each other's
    results, and what came of them goes along.
    """

    model: ChatModel
    rules: tuple[Rule, ...]
    """What they find in either version is shown to the judge, who decides."""
    prompt: Prompt = JUDGE

    async def __call__(self, state: DialogueState) -> Update:
        """Rule on the candidate."""
        assert state.candidate is not None
        swapped = state.random("judge").random() < 0.5
        changed = _changed(state)
        brief = JudgeBrief(
            dialogue=state.draft(),
            other=state.candidate.dialogue,
            masked=with_observations(state.draft(), changed),
            judged=changed,
            swapped=swapped,
            faults=self._faults(state.draft()),
            other_faults=self._faults(state.candidate.dialogue),
        )

        def read(answer: WrittenRuling) -> Preferences:
            return _preferences(answer, brief)

        answered = await Asker("judge", "judge", self.model, self.prompt).ask(state, brief, WrittenRuling, read)
        kept, rulings = self._settled(state, answered.value)
        return {
            "dialogue": kept,
            "candidate": None,
            "rulings": rulings,
            "stages": (stage(f"fill {state.refinements}", check(kept, self.rules)),),
        } | answered.accounts

    def _faults(self, dialogue: Dialogue) -> tuple[str, ...]:
        found = check(dialogue, self.rules)
        return tuple(f"turn {f.turn}: {f.message}" for f in found if f.severity != "tool_defect")

    def _settled(self, state: DialogueState, preferences: Preferences) -> tuple[Dialogue, tuple[Ruling, ...]]:
        """As the judge prefers, unless new and old turns break a rule together that neither version breaks."""
        before, after = _versions(state)
        mixed, rulings = _decided(state, preferences)
        if mixed in (before, after):
            return mixed, rulings
        broken = broken_by(mixed, (*check(before, self.rules), *check(after, self.rules)), self.rules)
        if not broken:
            return mixed, rulings
        reason = f"with the other turns as they are it breaks a rule: {broken[0].message}"
        return _decided(state, {id: Preference("before", reason, "rules") for id in preferences})


def _versions(state: DialogueState) -> tuple[Dialogue, Dialogue]:
    assert state.candidate is not None
    return state.draft(), state.candidate.dialogue


def _changed(state: DialogueState) -> tuple[int, ...]:
    """Those of the masked turns that were written otherwise; all of them where the change lies in what came of them."""
    before, after = _versions(state)
    masked = state.candidate.masked if state.candidate else ()
    return tuple(id for id in masked if view_place(before, id) != view_place(after, id)) or masked


def _preferences(answer: WrittenRuling, brief: JudgeBrief) -> Preferences:
    """What was said of each turn; nothing said is a tie."""
    old: Letter = "B" if brief.swapped else "A"
    said = {written.turn: Preference(written.side(old), written.reason) for written in answer.turns}
    if unknown := said.keys() - set(brief.judged):
        raise ValueError(f"turns: turn {min(unknown)} is not to be decided; decide {brief.judged}")
    return {id: said.get(id, Preference("tie", "nothing was said of it")) for id in brief.judged}


def _decided(state: DialogueState, preferences: Preferences) -> tuple[Dialogue, tuple[Ruling, ...]]:
    """The version that is kept, and how it came about: what was refused first, then one accepted part after another."""
    kept, after = _versions(state)
    texts_apart = tuple(id for id in preferences if _is_text(kept, id) and _is_text(after, id))
    parts: dict[tuple[int, ...], Preference] = {(id,): preferences[id] for id in texts_apart}
    if rest := tuple(id for id in preferences if id not in texts_apart):
        parts[rest] = _majority([preferences[id] for id in rest])
    rulings = []
    for part, preference in sorted(parts.items(), key=lambda item: item[1].accepts):
        version = _taking_calls(kept, after, texts_apart) if part == rest else _taking_text(kept, after, part[0])
        by, reason = preference.by, preference.reason
        rulings.append(ruled(state.refinements, kept, part, by, reason, version, preference.accepts))
        kept = version if preference.accepts else kept
    return kept, tuple(rulings)


def _majority(preferences: Sequence[Preference]) -> Preference:
    accepted = [preference for preference in preferences if preference.accepts]
    refused = [preference for preference in preferences if preference.side == "before"]
    decisive = accepted if len(accepted) > len(refused) else refused or preferences
    return Preference(decisive[0].side, "; ".join(dict.fromkeys(each.reason for each in decisive)))


def _is_text(dialogue: Dialogue, id: int) -> bool:
    turn = next((turn for turn in dialogue.turns if turn.id == id), None)
    return isinstance(turn, UserTurn) or (isinstance(turn, AssistantTurn) and not turn.calls)


def _taking_text(dialogue: Dialogue, after: Dialogue, id: int) -> Dialogue:
    return dialogue.with_turns(tuple(after.turn(id) if turn.id == id else turn for turn in dialogue.turns))


def _taking_calls(dialogue: Dialogue, after: Dialogue, texts_apart: Collection[int]) -> Dialogue:
    """The calls that were written anew, with all that came of them, and the texts as they are."""
    return after.with_turns(tuple(dialogue.turn(t.id) if t.id in texts_apart else t for t in after.turns))
