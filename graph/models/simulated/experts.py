"""The experts: one small honest reading of the dialogue for each sub-question."""

import re
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import NamedTuple

from graph.models.simulated.claims import has_leak, unbacked_claims, unfounded_values
from graph.models.simulated.dates import resolved
from graph.models.simulated.extraction import is_said
from graph.models.simulated.filler import steps_before
from graph.models.simulated.opinions import is_draft
from graph.models.simulated.paths import look_up
from graph.models.simulated.schemas import fits
from graph.models.simulated.understanding import meant_by
from graph.models.simulated.wording import is_cited, words
from state.answers import NamedAnswer, WrittenAnswer, WrittenAnswers, WrittenEvidence
from state.brief import ExpertBrief, SingleExpertBrief
from state.dialogue import Argument, AssistantTurn, Dialogue, Observation, ToolTurn, Turn, UserTurn
from state.source import Observed, Resolved, Said
from state.task import Subtask


class Objection(NamedTuple):
    """A turn, and what is wrong with it."""

    turn: int
    reason: str


Objections = Iterator[Objection]

_REFUSAL = re.compile(r"\b(?:I can't|I cannot|I'm unable|I am unable|I'm sorry, but I|as an AI)\b", re.IGNORECASE)


def write_answer(brief: ExpertBrief, random: Random, flaw_rate: float) -> WrittenAnswer:
    """Answer the question; now and then, as often as the flaw rate says, wrongly."""
    objections = list(_READERS[brief.question](brief.dialogue, brief.task)) if brief.question in _READERS else []
    if random.random() < flaw_rate / 15:
        return _wrong(brief.dialogue, bool(objections), random)
    if not objections:
        return WrittenAnswer(reason="I looked at every turn and found nothing to object to.", passed=True)
    turns = dict.fromkeys(objection.turn for objection in objections)
    evidence = tuple(_quoted(turn) for turn in brief.dialogue.turns if turn.id in turns)
    reason = "; ".join(o.reason for o in objections[:3]) + "."
    return WrittenAnswer(reason=reason, evidence=evidence, passed=False)


def write_answers(brief: SingleExpertBrief, random: Random, flaw_rate: float) -> WrittenAnswers:
    """Answer all questions; now and then one is forgotten."""
    answers = []
    for question in brief.questions:
        one = ExpertBrief(dialogue=brief.dialogue, task=brief.task, question=question.name)
        answer = write_answer(one, random, flaw_rate)
        if random.random() >= flaw_rate / 30:
            answers.append(NamedAnswer(question=question.name, **dict(answer)))
    return WrittenAnswers(answers=tuple(answers))


def _wrong(dialogue: Dialogue, faulty: bool, random: Random) -> WrittenAnswer:
    """Overlook what is wrong, or object to nothing; every other time in words that nobody said."""
    if faulty:
        return WrittenAnswer(reason="I see nothing wrong here.", passed=True)
    evidence = _quoted(dialogue.turns[-1])
    if random.random() < 0.5:
        evidence = evidence.model_copy(update={"quote": "that is none of my business"})
    return WrittenAnswer(reason="Something about this does not convince me.", evidence=(evidence,), passed=False)


def _quoted(turn: Turn) -> WrittenEvidence:
    """What an objection to this turn points at."""
    if isinstance(turn, ToolTurn):
        return WrittenEvidence(turn=turn.id, quote=turn.observations[0].call)
    calls = turn.calls if isinstance(turn, AssistantTurn) else ()
    return WrittenEvidence(turn=turn.id, quote=calls[0].name if calls else turn.text or turn.role)


def _argument_hallucination(dialogue: Dialogue, task: Sequence[Subtask]) -> Objections:
    texts = {turn.id: turn.text for turn in dialogue.turns if isinstance(turn, UserTurn)}
    observed: dict[str, Observation] = {}
    for step in dialogue.steps():
        for argument in step.call.arguments if step.turn.learn else ():
            if not _is_backed(argument, texts, observed, dialogue):
                yield Objection(step.turn.id, f"nothing gives {argument.name} the value {argument.value!r}")
        if step.observation:
            observed[step.call.id] = step.observation


def _is_backed(argument: Argument, texts: dict[int, str], observed: dict[str, Observation], dialogue: Dialogue) -> bool:
    source = argument.source
    if isinstance(source, Said):
        return source.turn in texts and is_said(argument, texts[source.turn])
    if isinstance(source, Resolved):
        day = resolved(source.phrase, dialogue.now)
        said = source.turn in texts and is_said(argument, texts[source.turn])
        return said and day is not None and str(argument.value).startswith(day.isoformat())
    if isinstance(source, Observed):
        known = observed.get(source.call)
        return (
            known is not None and argument.value is not None and look_up(source.path, known.content) == argument.value
        )
    return True


def _reply_completes_task(dialogue: Dialogue, task: Sequence[Subtask]) -> Objections:
    for turn in dialogue.turns:
        if not isinstance(turn, AssistantTurn) or turn.calls:
            continue
        if is_draft(turn):
            yield Objection(turn.id, "the reply only announces that something will be done")
        elif steps_before(turn, dialogue) and _REFUSAL.search(turn.text or ""):
            yield Objection(turn.id, "the reply refuses what was already done")
        for claim in unbacked_claims(dialogue, turn):
            yield Objection(turn.id, f"no call backs {claim!r}")
        if steps_before(turn, dialogue):
            for value in unfounded_values(dialogue, turn):
                yield Objection(turn.id, f"no observation contains {value!r}")


def _observation_matches_definition(dialogue: Dialogue, task: Sequence[Subtask]) -> Objections:
    tools = dialogue.all_tools()
    for step in dialogue.steps():
        tool = tools.get(step.call.name)
        if step.observation is None:
            yield Objection(step.turn.id, f"nothing came back for {step.call.id}")
        elif tool is None or not tool.returns or step.observation.error:
            continue
        elif not fits(step.observation.content, tool.returns, tool.returns):
            yield Objection(step.turn.id, f"what {tool.name} returned is not what it says it returns")


def _task_completion(dialogue: Dialogue, task: Sequence[Subtask]) -> Objections:
    """Like a model, which is shown goals only, it misses what the goal speaks of."""
    steps, tools = list(dialogue.steps()), dialogue.all_tools()
    last = dialogue.turns[-1].id if dialogue.turns else 0
    for index, subtask in enumerate(task):
        done = {s.call.name for s in steps if s.turn.subtask == index and s.observation and not s.observation.error}
        at = max((turn.id for turn in dialogue.turns if turn.subtask == index), default=last)
        meant = meant_by(subtask.goal, tools) or set(subtask.tools)
        for name in dict.fromkeys(subtask.tools):
            if name in meant and name not in done:
                yield Objection(at, f"{name} was never called with success")


def _dialogue_flow(dialogue: Dialogue, task: Sequence[Subtask]) -> Objections:
    previous = None
    for turn in dialogue.turns:
        if isinstance(turn, UserTurn) and isinstance(previous, UserTurn | ToolTurn):
            yield Objection(turn.id, "the user speaks although the assistant has not answered")
        if isinstance(turn, AssistantTurn) and isinstance(previous, AssistantTurn):
            yield Objection(turn.id, "the assistant speaks twice in a row")
        if not isinstance(turn, ToolTurn) and has_leak(turn.text or ""):
            yield Objection(turn.id, "a placeholder was left in the text")
        if isinstance(turn, AssistantTurn) and not turn.calls and not (turn.text or "").strip():
            yield Objection(turn.id, "the assistant says nothing")
        previous = turn
    if not isinstance(previous, AssistantTurn) or previous.calls:
        yield Objection(previous.id if previous else 0, "the dialogue ends without a reply")


def _clarification_needed(dialogue: Dialogue, task: Sequence[Subtask]) -> Objections:
    for first, question, reply in zip(dialogue.turns, dialogue.turns[1:], dialogue.turns[2:], strict=False):
        asked = isinstance(question, AssistantTurn) and not question.calls and (question.text or "").endswith("?")
        if not (isinstance(first, UserTurn) and isinstance(reply, UserTurn) and asked):
            continue
        for step in dialogue.steps():
            given = [words(a, reply.id) for a in step.call.arguments if is_cited(a, reply.id)]
            if any(said and re.search(rf"(?<!\w){re.escape(said)}(?!\w)", first.text) for said in given):
                yield Objection(question.id, "the assistant asks for what the user had already said")
                break


def _tool_list_consistency(dialogue: Dialogue, task: Sequence[Subtask]) -> Objections:
    offered = {tool.name for tool in dialogue.tools}
    for turn in dialogue.turns:
        if isinstance(turn, UserTurn):
            offered |= {tool.name for tool in turn.offers}
        elif isinstance(turn, AssistantTurn):
            for call in turn.calls:
                if call.name not in offered:
                    yield Objection(turn.id, f"{call.name} is not on offer at this point")


def _error_plausibility(dialogue: Dialogue, task: Sequence[Subtask]) -> Objections:
    steps = list(dialogue.steps())
    for number, step in enumerate(steps):
        if step.observation is None or not step.observation.error:
            continue
        if not step.observation.content:
            yield Objection(step.turn.id, f"{step.call.id} fails without a word about why")
        later = [other for other in steps[number + 1 :] if other.call.name == step.call.name]
        if not step.turn.learn and not later:
            yield Objection(step.turn.id, f"nobody puts the mistake in {step.call.id} right")


_READERS: dict[str, Callable[[Dialogue, Sequence[Subtask]], Objections]] = {
    "argument_hallucination": _argument_hallucination,
    "reply_completes_task": _reply_completes_task,
    "observation_matches_definition": _observation_matches_definition,
    "task_completion": _task_completion,
    "dialogue_flow": _dialogue_flow,
    "clarification_needed": _clarification_needed,
    "tool_list_consistency": _tool_list_consistency,
    "error_plausibility": _error_plausibility,
}
