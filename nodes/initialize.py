"""The coarse skeleton: a task, then one subtask after the other, each in one generation."""

from dataclasses import dataclass

from nodes.asking import Asker
from nodes.drafts import drafts
from nodes.refilling import Refiller
from nodes.replay import replay
from nodes.rules.rule import Rule, check
from nodes.set_task import SetTask
from nodes.stages import stage
from nodes.writing import skeleton
from prompts.prompt import Prompt
from prompts.wording import SUBTASK, TASK
from state.answers import WrittenTurns
from state.brief import SubtaskBrief
from state.dialogue import Dialogue, Turn
from state.dialogue_state import DialogueState, Update
from state.environment import Pool
from state.model import ChatModel
from state.task import Task


@dataclass(frozen=True, slots=True)
class Initialize:
    """First the task, then at each visit the turns of one subtask, until all are written.

    Calls are run as soon as they are written; one that fails by accident is written anew with the error in
    view before the next subtask begins. At the end replies that were drafted before execution are refilled, all
    in one go.
    """

    model: ChatModel
    pool: Pool
    rules: tuple[Rule, ...]
    task_prompt: Prompt = TASK
    subtask_prompt: Prompt = SUBTASK

    async def __call__(self, state: DialogueState) -> Update:
        """Do the next thing that is missing."""
        if state.task is None:
            return await SetTask(self.model, self.pool, self.task_prompt)(state)
        if failed := _failing_calls(state):
            return await self._mend(state, failed)
        if state.written < len(state.task.subtasks):
            return await self._write(state, state.task)
        return await self._settle(state)

    async def _write(self, state: DialogueState, task: Task) -> Update:
        dialogue = state.draft()
        brief = SubtaskBrief(
            dialogue=dialogue, facts=state.facts, subtask=task.subtasks[state.written], index=state.written
        )

        def read(answer: WrittenTurns) -> tuple[Turn, ...]:
            return skeleton(dialogue, answer.turns, state.written)

        asker = Asker("initialize", "writer", self.model, self.subtask_prompt)
        answered = await asker.ask(state, brief, WrittenTurns, read)
        longer = dialogue.with_turns(dialogue.turns + answered.value)
        played = await replay(longer, self.pool.open(state.seed, dialogue.now))
        return {"dialogue": played, "written": state.written + 1, "mends": 0} | answered.accounts

    async def _mend(self, state: DialogueState, failed: tuple[int, ...]) -> Update:
        reasons = tuple(f.message for f in check(state.draft(), self.rules) if f.turn in failed)
        refiller = Refiller("initialize", self.model, self.pool)
        answered = await refiller.refill(state, failed, reasons)
        update: Update = {"mends": state.mends + 1} | answered.accounts
        if isinstance(answered.value, Dialogue):
            update["dialogue"] = answered.value
        return update

    async def _settle(self, state: DialogueState) -> Update:
        """Refill the drafts, if there are any, and count what is wrong with the complete skeleton."""
        dialogue, accounts = state.draft(), Update()
        masked = drafts(dialogue)
        if masked:
            answered = await Refiller("initialize", self.model, self.pool).refill(state, masked, ())
            accounts = answered.accounts
            dialogue = answered.value if isinstance(answered.value, Dialogue) else dialogue
        stands = stage("initialize", check(dialogue, self.rules))
        picks = dict.fromkeys(masked, 1)
        return {"dialogue": dialogue, "settled": True, "stages": (stands,), "picks": picks} | accounts


def _failing_calls(state: DialogueState) -> tuple[int, ...]:
    """Turns of the subtask written last whose calls failed, while there is budget to mend them; else none."""
    if state.mends >= state.budget.mends:
        return ()
    failed = (
        step.turn.id
        for step in state.draft().steps()
        if step.turn.subtask == state.written - 1 and step.observation and step.observation.error
    )
    return tuple(dict.fromkeys(failed))
