"""The coarse skeleton: a task, then one subtask after the other, each in one generation."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random

from nodes.asking import Asker
from nodes.drafts import drafts
from nodes.refilling import Refiller
from nodes.replay import replay
from nodes.rules.rule import Rule, check
from nodes.stages import stage
from nodes.writing import skeleton
from prompts.prompt import Prompt
from prompts.wording import SUBTASK, TASK, system_text
from state.answers import WrittenTask, WrittenTurns
from state.brief import SubtaskBrief, TaskBrief
from state.complexity import COMPLEXITIES
from state.dialogue import Dialogue, Turn
from state.dialogue_state import DialogueState, Update
from state.environment import Pool
from state.model import ChatModel
from state.task import Task

MIN_SUBTASKS, MAX_SUBTASKS = 2, 5
MIN_STEPS, MAX_STEPS = 1, 6
_FIRST_DAY = datetime(2025, 1, 6, 8)


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
            return await self._begin(state)
        if failed := _failing_calls(state):
            return await self._mend(state, failed)
        if state.written < len(state.task.subtasks):
            return await self._write(state, state.task)
        return await self._settle(state)

    async def _begin(self, state: DialogueState) -> Update:
        random = state.random("initialize")
        now = _draw_time(random)
        tools = self.pool.offer(random, state.number)
        environment = self.pool.open(state.seed, now)
        dialogue = Dialogue(system=system_text(now, environment.policy(tools)), now=now, tools=tools)
        count = random.randint(MIN_SUBTASKS, MAX_SUBTASKS)
        steps = tuple(random.randint(MIN_STEPS, MAX_STEPS) for _ in range(count))
        facts = environment.facts(tools)
        brief = TaskBrief(dialogue=dialogue, facts=facts, steps=steps)
        asker = Asker("initialize", "writer", self.model, self.task_prompt)
        answered = await asker.ask(state, brief, WrittenTask, partial(_read_task, brief=brief))
        return {
            "task": answered.value,
            "facts": facts,
            "dialogue": dialogue,
            "complexities": tuple(random.sample(COMPLEXITIES, len(COMPLEXITIES))),
            "wanted": random.randint(state.budget.min_injections, state.budget.max_injections),
        } | answered.accounts

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


def _draw_time(random: Random) -> datetime:
    return _FIRST_DAY + timedelta(days=random.randrange(700), minutes=5 * random.randrange(120))


def _read_task(answer: WrittenTask, brief: TaskBrief) -> Task:
    names = {tool.name for tool in brief.dialogue.tools}
    if len(answer.subtasks) != len(brief.steps):
        raise ValueError(f"subtasks: {len(brief.steps)} were asked for, {len(answer.subtasks)} given")
    for subtask in answer.subtasks:
        if not subtask.tools or not MIN_STEPS <= subtask.steps <= MAX_STEPS:
            raise ValueError(f"subtasks: {subtask.goal!r} needs tools and {MIN_STEPS} to {MAX_STEPS} steps")
        if unknown := set(subtask.tools) - names:
            raise ValueError(f"subtasks: no tool is called {', '.join(sorted(unknown))}")
    return Task(subtasks=answer.subtasks)
