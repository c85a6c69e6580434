"""Every prompt gets exactly the values it has blanks for."""

from datetime import datetime
from pathlib import Path
from string import Template

import pytest

from prompts.prompt import load
from prompts.views import as_json, view_dialogue, view_masked, view_shape, view_tool, view_tools
from prompts.wording import (
    AGAIN,
    EXPERT,
    FILL,
    INJECT,
    JUDGE,
    PREFACE,
    PREFACE_ACTORS,
    PREFACE_IMPORTED,
    PREFACE_USER,
    QUESTIONS,
    SIMULATE,
    SINGLE_EXPERT,
    SUBTASK,
    SYSTEM,
    TASK,
    blanks,
    goals_of_masked,
    messages,
    system_text,
)
from state.brief import (
    AssistantBrief,
    Errand,
    ExpertBrief,
    FillBrief,
    Heard,
    InjectBrief,
    JudgeBrief,
    Known,
    Question,
    SingleExpertBrief,
    SubtaskBrief,
    TaskBrief,
    ToolBrief,
    UserBrief,
)
from state.complexity import COMPLEXITIES
from state.task import Fact, Subtask

SUB = Subtask(goal="Know the weather", tools=("get_weather",), steps=1)
FACTS = (Fact(about="a friend", values={"email": "ana@fernmail.com"}),)
FOLDER = Path(__file__).parent.parent.parent / "prompts"


def _briefs(sound):
    yield TASK, TaskBrief(dialogue=sound.with_turns(()), facts=FACTS, steps=(1, 2))
    yield SUBTASK, SubtaskBrief(dialogue=sound, facts=(), subtask=SUB, index=1)
    yield FILL, FillBrief(dialogue=sound, masked=(1, 2, 3, 6), reasons=("turn 6: too short",))
    yield JUDGE, JudgeBrief(dialogue=sound, other=sound, masked=(6,), judged=(6,), swapped=True)
    for question, prompt in QUESTIONS.items():
        yield EXPERT, ExpertBrief(dialogue=sound, task=(SUB,), question=question, words=prompt.text)
    questions = tuple(Question(name=name, words=prompt.text) for name, prompt in QUESTIONS.items())
    yield SINGLE_EXPERT, SingleExpertBrief(dialogue=sound, task=(SUB,), questions=questions)
    for name in COMPLEXITIES:
        turn = {"error_simulation": 2, "non_function_calling": 6}.get(name, 1)
        yield INJECT[name], InjectBrief(dialogue=sound, complexity=name, turn=turn, withheld=sound.tools[1])


def _baseline(sound):
    known = Known(about="a friend", values={"email": "ana@fernmail.com"})
    heard = Heard(role="assistant", id=6, errand=0, text="Tomorrow it will be 21.5 degrees.")
    errands = (Errand(goal="Know the weather", known=(known,)), Errand(goal="Sail"))
    yield SIMULATE["user"], UserBrief(now=sound.now, errands=errands, heard=(heard,), left=3)
    yield SIMULATE["assistant"], AssistantBrief(dialogue=sound.with_turns(sound.turns[:1]))
    yield SIMULATE["tool"], ToolBrief(dialogue=sound.with_turns(sound.turns[:2]), calls=("call_1",))


def test_blanks_and_values_are_the_same_both_ways(sound) -> None:
    for prompt, brief in (*_briefs(sound), *_baseline(sound)):
        assert prompt.blanks == blanks(brief).keys(), prompt.name


def test_every_prompt_file_is_used() -> None:
    requests = {TASK, SUBTASK, FILL, JUDGE, EXPERT, SINGLE_EXPERT, *INJECT.values(), *QUESTIONS.values()}
    requests |= {PREFACE_ACTORS, PREFACE_USER, *SIMULATE.values()}
    used = {SYSTEM, PREFACE, PREFACE_IMPORTED, AGAIN, *requests}
    files = {path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*.md")}
    assert {prompt.name for prompt in used} == files


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.md")), ids=lambda path: path.stem)
def test_every_prompt_is_filled_as_a_template_is(path) -> None:
    prompt = load(path.relative_to(FOLDER).with_suffix("").as_posix())
    values = {blank: f"{blank}: $10 or $$10 or ${blank}" for blank in prompt.blanks}
    assert prompt.fill(**values) == Template(prompt.text).substitute(values)


def test_messages_of_one_dialogue_begin_with_the_same_text(sound) -> None:
    prefaces = {messages(prompt, brief)[0].content for prompt, brief in _briefs(sound)}
    assert len(prefaces) == 1
    assert view_tool(sound.tools[0]) in prefaces.pop()


def test_versions_of_one_dialogue_share_their_first_message_and_others_with_its_tools_do_not(sound) -> None:
    version = sound.with_turns(sound.turns[:1])
    other = sound.model_copy(update={"system": "Be brief."})
    fewer = sound.model_copy(update={"tools": sound.tools[:1]})
    elsewhere = sound.model_copy(update={"now": datetime.min})
    first, *others = (
        messages(TASK, TaskBrief(dialogue=dialogue, facts=(), steps=(1,)))[0]
        for dialogue in (sound, version, other, fewer, elsewhere)
    )
    assert others[0] is first
    assert len({first.content, *(message.content for message in others)}) == 4


def test_every_prompt_shows_the_dialogue_first_and_under_the_same_heading(sound) -> None:
    for prompt, brief in _briefs(sound):
        if brief.dialogue.turns:
            text = messages(prompt, brief)[1].content
            shown = text.removeprefix("# The dialogue\n\n")
            assert shown != text, prompt.name
            assert shown.startswith("[turn 1, user]"), prompt.name


def test_assistant_and_tools_of_the_baseline_share_their_preface_and_the_user_has_another(sound) -> None:
    user, assistant, tool = (messages(prompt, brief) for prompt, brief in _baseline(sound))
    assert assistant[0] == tool[0]
    assert view_tool(sound.tools[0]) in assistant[0].content
    assert not any(tool.name in message.content for message in user for tool in sound.tools)
    assert "1. Know the weather\n   - a friend: " in user[0].content
    assert user[1].content.startswith("# The talk so far\n\n[assistant] Tomorrow it will be 21.5 degrees.\n\n#")


def test_an_assistant_that_called_often_enough_is_told_to_reply(sound) -> None:
    brief = AssistantBrief(dialogue=sound, may_call=False)
    assert "Reply now, in text" in messages(SIMULATE["assistant"], brief)[1].content


def test_fill_and_judge_share_the_dialogue_to_its_end(sound) -> None:
    fill = messages(FILL, FillBrief(dialogue=sound, masked=(1, 6), reasons=()))[1].content
    judge = messages(JUDGE, JudgeBrief(dialogue=sound, other=sound, masked=(1, 6), judged=(1, 6), swapped=True))[
        1
    ].content
    shared = view_masked(sound, {1, 6})
    assert fill.startswith(f"# The dialogue\n\n{shared}\n\n#")
    assert judge.startswith(f"# The dialogue\n\n{shared}\n\n#")


def test_a_tool_that_is_run_tells_the_shape_of_its_results_and_another_the_whole_schema(sound) -> None:
    tool = sound.tools[0]
    assert '"returns": {"type": "object"' in view_tool(tool)
    run = view_tool(tool.model_copy(update={"executed": True}))
    assert run.endswith(' -> {"report_id": string, "degrees": number}')
    assert '"required": ["city", "date"]' in run
    both = view_tools((tool, tool.model_copy(update={"executed": True})))
    assert both.index("These are run:") < both.index("These are not run; you write their observations:")


@pytest.mark.parametrize(
    ("schema", "shape"),
    [
        ({"type": "string", "format": "date"}, "date"),
        ({"enum": ["a", None]}, '"a" | null'),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "integer | null"),
        ({"type": "array", "items": {"type": "string"}}, "[string, ...]"),
        ({"type": "object", "properties": {"a": {"type": "number"}}}, '{"a"?: number}'),
        ({"type": "object", "additionalProperties": {"type": "number"}}, None),
        ({"$ref": "#/x"}, None),
        (True, None),
    ],
)
def test_a_shape_shows_fields_and_types_and_the_rest_as_it_is(schema, shape) -> None:
    assert view_shape(schema) == (shape or as_json(schema))


def test_a_subtask_tells_what_serves_its_tools_and_a_fill_the_goals_of_what_is_masked(sound) -> None:
    facts = (*FACTS, FACTS[0].model_copy(update={"about": "a boat", "tools": ("sail",)}))
    text = messages(SUBTASK, SubtaskBrief(dialogue=sound, facts=facts, subtask=SUB, index=0))[1].content
    assert "a friend" in text
    assert "a boat" not in text
    brief = FillBrief(dialogue=sound, masked=(6,), reasons=(), goals=("Know the weather", "Sail"))
    assert tuple(goals_of_masked(brief)) == ("Know the weather",)


def test_a_masked_turn_cannot_be_read(sound) -> None:
    view = view_masked(sound, {6})
    assert "[turn 6, assistant] <masked>" in view
    assert "R-7731 to Ana" not in view


def test_the_writer_sees_where_every_value_came_from(sound) -> None:
    view = view_dialogue(sound)
    assert """date="2025-05-15" <date, turn 1: 'tomorrow'>""" in view
    assert 'report_id="R-7731" <call_1: report_id>' in view


def test_a_masked_request_is_told_which_values_to_keep(sound) -> None:
    text = messages(FILL, FillBrief(dialogue=sound, masked=(1,), reasons=()))[1].content
    assert """date = "2025-05-15" for get_weather, said as 'tomorrow'""" in text
    assert "- nothing" in text


def test_a_missing_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        load("fill").fill(dialogue="x")


def test_the_system_text_holds_date_and_policy() -> None:
    text = system_text(datetime(2025, 5, 14, 10, 30), "Be brief.")
    assert text.endswith("Current date and time: Wednesday, 14 May 2025, 10:30\nBe brief.")


def test_the_hash_changes_with_the_text() -> None:
    assert load("fill").hash == FILL.hash != JUDGE.hash
