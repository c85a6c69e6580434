"""From a brief to the messages of a request: what stays the same in a dialogue comes first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from weakref import WeakValueDictionary

from prompts.prompt import Prompt, load
from prompts.views import (
    view_dialogue,
    view_errands,
    view_facts,
    view_heard,
    view_list,
    view_masked,
    view_moment,
    view_needs,
    view_place,
    view_taken,
    view_tool,
    view_tools,
)
from state.brief import (
    AssistantBrief,
    Brief,
    ExpertBrief,
    FillBrief,
    InjectBrief,
    JudgeBrief,
    SingleExpertBrief,
    SubtaskBrief,
    TaskBrief,
    ToolBrief,
    UserBrief,
)
from state.complexity import COMPLEXITIES, Complexity
from state.dialogue import Dialogue
from state.model import Message
from state.remember import remembered
from state.task import Fact
from state.tool import Tool

SYSTEM = load("system")
PREFACE = load("preface")
PREFACE_IMPORTED = load("preface_imported")
TASK = load("task")
SUBTASK = load("subtask")
FILL = load("fill")
JUDGE = load("judge")
EXPERT = load("expert")
SINGLE_EXPERT = load("single_expert")
AGAIN = load("again")
PREFACE_ACTORS = load("simulate/preface")
PREFACE_USER = load("simulate/preface_user")
SIMULATE = {name: load(f"simulate/{name}") for name in ("user", "assistant", "tool")}
INJECT: dict[Complexity, Prompt] = {name: load(f"inject/{name}") for name in COMPLEXITIES}
QUESTIONS: dict[str, Prompt] = {
    name: load(f"experts/{name}")
    for name in (
        "argument_hallucination",
        "reply_completes_task",
        "observation_matches_definition",
        "task_completion",
        "dialogue_flow",
        "clarification_needed",
        "tool_list_consistency",
        "error_plausibility",
    )
}
_NO_MORE_CALLS = (
    "\n\nYou have called tools often enough for what the user said last. Reply now, in text: say what was done and "
    "what could not be done."
)


def system_text(now: datetime, policy: str) -> str:
    """The system turn of a dialogue, with its date anchor."""
    return SYSTEM.fill(now=view_moment(now), policy=policy).strip()


def messages(prompt: Prompt, brief: Brief) -> tuple[Message, ...]:
    """The words of a request."""
    return (
        _preface(brief),
        Message(role="user", content=prompt.fill(**blanks(brief))),
    )


def _preface(brief: Brief) -> Message:
    if isinstance(brief, UserBrief):
        content = PREFACE_USER.fill(now=view_moment(brief.now), goals=view_errands(brief.errands))
        return Message(role="system", content=content)
    return _opening(brief.dialogue, isinstance(brief, AssistantBrief | ToolBrief)).preface


@dataclass(frozen=True, slots=True, weakref_slot=True)
class _Opening:
    """What the versions of a dialogue have in common, as long as one of them lives that was asked about."""

    system: str
    tools: tuple[Tool, ...]
    preface: Message


_openings = WeakValueDictionary[tuple[int, int, bool, bool], _Opening]()
"""By the identities of the system text and the tools, which an opening keeps alive."""


@remembered
def _opening(dialogue: Dialogue, played: bool) -> _Opening:
    place = (id(dialogue.system), id(dialogue.tools), dialogue.imported, played)
    if (opening := _openings.get(place)) is None:
        preface = Message(role="system", content=_preface_of(dialogue, played))
        opening = _openings[place] = _Opening(dialogue.system, dialogue.tools, preface)
    return opening


def _preface_of(dialogue: Dialogue, played: bool) -> str:
    if played:
        return PREFACE_ACTORS.fill(system=dialogue.system, tools=view_list(map(view_tool, dialogue.tools)))
    if dialogue.imported:
        return PREFACE_IMPORTED.fill(system=dialogue.system, tools=view_list(map(view_tool, dialogue.tools)))
    return PREFACE.fill(system=dialogue.system, tools=view_tools(dialogue.tools))


def blanks(brief: Brief) -> Mapping[str, str]:
    """The values for the blanks of a brief's prompt."""
    match brief:
        case TaskBrief():
            return _task(brief)
        case SubtaskBrief():
            return _subtask(brief)
        case InjectBrief():
            return _inject(brief)
        case FillBrief():
            return _fill(brief)
        case JudgeBrief():
            return _judge(brief)
        case ExpertBrief():
            return _expert(brief)
        case SingleExpertBrief():
            return _single_expert(brief)
        case UserBrief():
            return {"dialogue": view_heard(brief.heard), "left": str(brief.left)}
        case AssistantBrief():
            return _assistant(brief)
        case ToolBrief():
            return {"dialogue": view_dialogue(brief.dialogue), "calls": ", ".join(brief.calls)}


def _assistant(brief: AssistantBrief) -> Mapping[str, str]:
    return {
        "dialogue": view_dialogue(brief.dialogue),
        "call": f"call_{brief.dialogue.next_call_number()}",
        "limit": "" if brief.may_call else _NO_MORE_CALLS,
    }


def _task(brief: TaskBrief) -> Mapping[str, str]:
    return {
        "count": str(len(brief.steps)),
        "steps": ", ".join(str(steps) for steps in brief.steps),
        "facts": view_facts(brief.facts),
    }


def _subtask(brief: SubtaskBrief) -> Mapping[str, str]:
    return {
        "dialogue": view_dialogue(brief.dialogue),
        "goal": brief.subtask.goal,
        "tools": ", ".join(brief.subtask.tools),
        "steps": str(brief.subtask.steps),
        "facts": view_facts(_useful(brief)),
        "turn": str(brief.dialogue.next_turn_id()),
        "call": f"call_{brief.dialogue.next_call_number()}",
    }


def _useful(brief: SubtaskBrief) -> Iterator[Fact]:
    """What the user knows that serves the tools of this subtask."""
    tools = set(brief.subtask.tools)
    return (fact for fact in brief.facts if not fact.tools or tools & set(fact.tools))


def _inject(brief: InjectBrief) -> Mapping[str, str]:
    common = {"dialogue": view_dialogue(brief.dialogue), "turn": str(brief.turn)}
    taken = {"needs": view_taken(brief.dialogue, brief.turn)}
    match brief.complexity:
        case "clarification":
            return common | taken
        case "tool_awareness":
            assert brief.withheld is not None
            return common | taken | {"withheld": brief.withheld.name}
        case "error_simulation":
            return common | {"call": f"call_{brief.dialogue.next_call_number()}"}
        case "non_function_calling":
            return common


def _fill(brief: FillBrief) -> Mapping[str, str]:
    return {
        "dialogue": view_masked(brief.dialogue, brief.masked),
        "masked": ", ".join(f"turn {id}" for id in brief.masked),
        "needs": view_needs(brief.dialogue, brief.masked),
        "reasons": view_list(brief.reasons),
        "goals": view_list(goals_of_masked(brief)),
    }


def goals_of_masked(brief: FillBrief) -> Iterator[str]:
    """The goals that masked turns serve; what the user wants elsewhere can be read there."""
    masked = {brief.dialogue.turn(id).subtask for id in brief.masked}
    return (goal for subtask, goal in enumerate(brief.goals) if subtask in masked)


def _judge(brief: JudgeBrief) -> Mapping[str, str]:
    versions = ((brief.dialogue, brief.faults), (brief.other, brief.other_faults))
    (first, first_faults), (second, second_faults) = reversed(versions) if brief.swapped else versions
    return {
        "dialogue": view_masked(brief.dialogue, brief.masked),
        "masked": ", ".join(f"turn {id}" for id in brief.judged),
        "first": view_version(first, brief.masked),
        "second": view_version(second, brief.masked),
        "first_faults": view_list(first_faults),
        "second_faults": view_list(second_faults),
    }


def view_version(dialogue: Dialogue, masked: tuple[int, ...]) -> str:
    """These turns as one version of the dialogue has them."""
    return "\n".join(view_place(dialogue, id) for id in masked)


def _expert(brief: ExpertBrief) -> Mapping[str, str]:
    return {
        "dialogue": view_dialogue(brief.dialogue),
        "goals": view_list(subtask.goal for subtask in brief.task),
        "question": brief.words,
    }


def _single_expert(brief: SingleExpertBrief) -> Mapping[str, str]:
    return {
        "dialogue": view_dialogue(brief.dialogue),
        "goals": view_list(subtask.goal for subtask in brief.task),
        "questions": view_list(f"{question.name}: {question.words}" for question in brief.questions),
    }
