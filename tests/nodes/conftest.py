"""A state in the middle of things."""

import pytest

from state.dialogue_state import DialogueState
from state.task import Subtask, Task


@pytest.fixture
def state(sound) -> DialogueState:
    """The sound dialogue, skeleton complete."""
    task = Task(subtasks=(Subtask(goal="Send the weather", tools=("get_weather", "send_report"), steps=2),))
    return DialogueState(id="d0", seed=5, task=task, dialogue=sound, written=1, wanted=1)
