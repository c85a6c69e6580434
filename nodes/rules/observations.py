"""Observations: errors where errors belong, and results of the form the tool promises."""

from nodes.rules.rule import Complaint, Complaints, rule
from nodes.rules.schemas import result_problems
from state.dialogue import Dialogue


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


@rule("empty_observation")
def every_observation_has_content(dialogue: Dialogue) -> Complaints:
    """No call was left without a result."""
    for step in dialogue.steps():
        if step.observation is not None and step.observation.content is None:
            yield Complaint(step.turn.id, f"{step.call.id} has no result", step.call.id)
