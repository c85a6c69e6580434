"""What a dialogue is about: tools, a date, and a task that fits them. Both methods begin with it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random

from nodes.asking import Asker
from prompts.prompt import Prompt
from prompts.wording import TASK, system_text
from state.answers import WrittenTask
from state.brief import TaskBrief
from state.complexity import COMPLEXITIES
from state.dialogue import Dialogue
from state.dialogue_state import DialogueState, Update
from state.environment import Pool
from state.model import ChatModel
from state.task import Task

MIN_SUBTASKS, MAX_SUBTASKS = 2, 5
MIN_STEPS, MAX_STEPS = 1, 6
_FIRST_DAY = datetime(2025, 1, 6, 8)


@dataclass(frozen=True, slots=True)
class SetTask:
    """Draw tools and a date, and ask for a task of a few subtasks."""

    model: ChatModel
    pool: Pool
    task_prompt: Prompt = TASK

    async def __call__(self, state: DialogueState) -> Update:
        """Leave a dialogue without turns, and the task that they are to be about."""
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
