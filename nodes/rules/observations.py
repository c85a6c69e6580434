"""Observations: errors where errors belong, and results of the form the tool promises."""

from nodes.rules.evidence import plain, stands_in
from nodes.rules.rule import Complaint, Complaints, rule
from nodes.rules.schemas import result_problems
from prompts.views import view_value
from state.dialogue import Dialogue, Step

_SHORTEST = 2
"""Letters of a value that is too short to be recognised."""


@rule("unexpected_error")
def calls_to_be_learned_succeed(dialogue: Dialogue) -> Complaints:
    """A call fails only where a mistake was made on purpose."""
    for step in dialogue.steps():
        if step.turn.learn and step.observation and step.observation.error:
            message = f"{step.call.id} failed: {step.observation.content!r}"
            yield Complaint(step.turn.id, message, step.call.id)


@rule("missing_error")
def mistakes_made_on_purpose_fail(dialogue: Dialogue) -> Complaints:
    """A call that is not to be learned, and was not labelled so later, is answered by an error."""
    for step in dialogue.steps():
        on_purpose = not step.turn.learn and not step.turn.labelled
        if on_purpose and step.observation and not step.observation.error:
            yield Complaint(step.turn.id, f"{step.call.id} was to fail and did not", step.call.id)


@rule("observation_schema")
def results_fit_what_the_tool_returns(dialogue: Dialogue) -> Complaints:
    """Where a tool says what it returns, its observations are that."""
    for step in dialogue.steps():
        if step.tool is None or step.observation is None or step.observation.error:
            continue
        for path, message in result_problems(step.tool, step.observation.content):
            yield Complaint(step.turn.id, message, f"{step.call.id}:{path}")


@rule("stale_observation")
def results_are_of_what_was_asked(dialogue: Dialogue) -> Complaints:
    """No call is answered with an earlier result of its tool that speaks of what the earlier call was about."""
    earlier: dict[str, list[Step]] = {}
    for step in dialogue.steps():
        others = earlier.setdefault(step.call.name, [])
        if step.observation and not step.observation.error:
            for other in others:
                if strange := _strange_value(step, other):
                    message = f"the result of {step.call.id} speaks of {strange!r}, which {other.call.id} was about"
                    yield Complaint(step.turn.id, message, step.call.id, strange)
                    break
            others.append(step)


def _strange_value(step: Step, other: Step) -> str | None:
    """What the earlier call gave and this one did not, where both have the same result and it has that value."""
    assert step.observation is not None
    assert other.observation is not None
    if step.observation.content != other.observation.content:
        return None
    values, text = step.call.values(), plain(view_value(step.observation.content))
    for name, value in other.call.values().items():
        own = values.get(name)
        if isinstance(value, str) and isinstance(own, str) and _tells_apart(text, plain(value), plain(own)):
            return value
    return None


def _tells_apart(text: str, other: str, own: str) -> bool:
    return len(other) > _SHORTEST and other != own and stands_in(other, text) and not stands_in(own, text)


@rule("empty_observation")
def every_observation_has_content(dialogue: Dialogue) -> Complaints:
    """No call was left without a result."""
    for step in dialogue.steps():
        if step.observation is not None and step.observation.content is None:
            yield Complaint(step.turn.id, f"{step.call.id} has no result", step.call.id)
