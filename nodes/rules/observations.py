"""Observations: errors where errors belong, and results of the form the tool promises."""

from nodes.rules.rule import Complaint, Complaints, step_rule
from nodes.rules.schemas import result_problems
from state.dialogue import Step


@step_rule("unexpected_error")
def calls_to_be_learned_succeed(step: Step) -> Complaints:
    """A call fails only where a mistake was made on purpose."""
    if step.turn.learn and step.observation and step.observation.error:
        message = f"{step.call.id} failed: {step.observation.content!r}"
        yield Complaint(step.turn.id, message, step.call.id)


@step_rule("missing_error")
def mistakes_made_on_purpose_fail(step: Step) -> Complaints:
    """A call that is not to be learned, and was not labelled so later, is answered by an error."""
    on_purpose = not step.turn.learn and not step.turn.labelled
    if on_purpose and step.observation and not step.observation.error:
        yield Complaint(step.turn.id, f"{step.call.id} was to fail and did not", step.call.id)


@step_rule("observation_schema")
def results_fit_what_the_tool_returns(step: Step) -> Complaints:
    """Where a tool says what it returns, its observations are that."""
    if step.tool is None or step.observation is None or step.observation.error:
        return
    for path, message in result_problems(step.tool, step.observation.content):
        yield Complaint(step.turn.id, message, f"{step.call.id}:{path}")


@step_rule("empty_observation")
def every_observation_has_content(step: Step) -> Complaints:
    """No call was left without a result."""
    if step.observation is not None and step.observation.content is None:
        yield Complaint(step.turn.id, f"{step.call.id} has no result", step.call.id)
