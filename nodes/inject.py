"""Make a dialogue realistically harder: one turn becomes a placeholder and grows into several."""

from dataclasses import dataclass, field

from nodes.asking import Asker, Unread
from nodes.complexities import KINDS, withholdable
from nodes.drafts import with_drafts
from nodes.replay import replay
from nodes.rules.rule import Rule, check, fatal
from nodes.writing import numbered
from prompts.prompt import Prompt
from prompts.wording import INJECT
from state.answers import WrittenTurns
from state.brief import InjectBrief
from state.change import change
from state.complexity import Complexity, Injection
from state.dialogue import Dialogue, UserTurn
from state.dialogue_state import DialogueState, Update
from state.environment import Pool
from state.model import ChatModel


@dataclass(frozen=True, slots=True)
class Inject:
    """Try the next complexity on a turn that no earlier one has altered."""

    model: ChatModel
    pool: Pool
    rules: tuple[Rule, ...]
    prompts: dict[Complexity, Prompt] = field(default_factory=lambda: INJECT)

    async def __call__(self, state: DialogueState) -> Update:
        """One attempt; it is logged whether or not it succeeds."""
        complexity, *rest = state.complexities
        brief = self._brief(state, complexity)
        if brief is None:
            log = Injection(complexity=complexity, turn=None, applied=False, reason="no turn suits it")
            return {"complexities": tuple(rest), "injections": (log,)}
        asker = Asker("inject", "writer", self.model, self.prompts[complexity])
        answered = await asker.attempt(state, brief, WrittenTurns, lambda answer: _extend(brief, answer))
        update: Update = {"complexities": tuple(rest)} | answered.accounts
        return update | await self._applied(state, brief, answered.value)

    def _brief(self, state: DialogueState, complexity: Complexity) -> InjectBrief | None:
        dialogue, random = state.draft(), state.random("inject")
        altered = {id for injection in state.applied() for id in injection.added}
        suiting = [
            turn for turn in dialogue.turns if turn.id not in altered and KINDS[complexity].suits(dialogue, turn)
        ]
        if not suiting:
            return None
        turn = random.choice(suiting)
        if complexity != "tool_awareness":
            return InjectBrief(dialogue=dialogue, complexity=complexity, turn=turn.id)
        withheld = random.choice(withholdable(dialogue, turn.subtask))
        fewer = tuple(tool for tool in dialogue.tools if tool != withheld)
        dialogue = dialogue.model_copy(update={"tools": fewer})
        return InjectBrief(dialogue=dialogue, complexity=complexity, turn=turn.id, withheld=withheld)

    async def _applied(self, state: DialogueState, brief: InjectBrief, extended: Dialogue | Unread) -> Update:
        if isinstance(extended, Unread):
            return {"injections": (_log(brief, reason=extended.problem),)}
        replayed = await replay(extended, self.pool.open(state.seed, extended.now))
        played = with_drafts(state.draft(), replayed)
        before = {finding.place() for finding in check(state.draft(), self.rules)}
        broken = [f for f in fatal(check(played, self.rules)) if f.place() not in before]
        if broken:
            return {"injections": (_log(brief, reason=f"{broken[0].rule}: {broken[0].message}"),)}
        log = _log(brief, extended=played).model_copy(
            update={"rulings": len(state.rulings), "undone": change(played, state.draft())}
        )
        return {"dialogue": played, "injections": (log,)}


def _extend(brief: InjectBrief, answer: WrittenTurns) -> Dialogue:
    dialogue = brief.dialogue
    turns = numbered(dialogue, answer.turns, dialogue.turn(brief.turn).subtask, kept=brief.turn)
    if not any(turn.id == brief.turn for turn in turns) and brief.complexity != "non_function_calling":
        raise ValueError(f"turns: turn {brief.turn} itself is missing; give its id")
    return KINDS[brief.complexity].extend(dialogue, brief.turn, turns, brief.withheld)


def _log(brief: InjectBrief, extended: Dialogue | None = None, reason: str = "") -> Injection:
    if extended is None:
        return Injection(complexity=brief.complexity, turn=brief.turn, applied=False, reason=reason)
    old = {turn.id for turn in brief.dialogue.turns}
    added = tuple(turn.id for turn in extended.turns if turn.id not in old)
    original = brief.dialogue.turn(brief.turn)
    kept = original if isinstance(original, UserTurn) and brief.complexity == "clarification" else None
    return Injection(
        complexity=brief.complexity, turn=brief.turn, added=(brief.turn, *added), applied=True, original=kept
    )
