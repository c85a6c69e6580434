"""Calls: a tool on offer at that turn, with arguments its schema accepts."""

from pydantic import JsonValue

from nodes.rules.rule import Complaint, Complaints, rule, step_rule
from nodes.rules.schemas import argument_problems, has_valid_schema
from state.dialogue import Dialogue, Step
from state.remember import remembered
from state.tool import Tool


@rule("unknown_tool")
def every_call_names_a_tool_on_offer(dialogue: Dialogue) -> Complaints:
    """The assistant only calls tools that it has been given by then."""
    for step in dialogue.steps():
        if step.tool is None:
            message = f"{step.call.name!r} is not among {sorted(dialogue.tools_at(step.turn.id))}"
            yield Complaint(step.turn.id, message, step.call.id, step.call.name)


@step_rule("schema")
def arguments_fit_the_schema(step: Step) -> Complaints:
    """The arguments of a call that is to be learned are what the tool's schema accepts, and no others."""
    tool = step.tool
    if tool is None or not step.turn.learn:
        return
    values = step.call.values()
    for path, message in argument_problems(tool, values):
        yield _misfit(step, tool, path, message, values)
    for name in values.keys() - tool.properties.keys():
        if tool.parameters.get("additionalProperties") is not False and tool.properties:
            message = f"{tool.name} has no parameter {name!r}"
            yield Complaint(step.turn.id, message, f"{step.call.id}.{name}", values[name], "unknown_parameter")


def _misfit(step: Step, tool: Tool, path: str, message: str, values: dict[str, JsonValue]) -> Complaint:
    """The fault of the call, or of a tool that lists the choices for one parameter at another."""
    place, value = f"{step.call.id}.{path}".rstrip("."), values.get(path)
    choices = tool.properties.get(path, {}).get("enum", ())
    owner = next((name for name, other in values.items() if name != path and other in choices), None)
    if value in choices or owner is None or "enum" in tool.properties.get(owner, {}):
        return Complaint(step.turn.id, message, place, value)
    message = f"the choices of {path!r} seem to be those of {owner!r}: {message}"
    return Complaint(step.turn.id, message, place, value, "tool_definition", "tool_defect")


@step_rule("schema")
def no_argument_is_given_twice(step: Step) -> Complaints:
    """An argument's name comes up once in a call."""
    names = [argument.name for argument in step.call.arguments]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield Complaint(step.turn.id, f"{name!r} is given more than once", f"{step.call.id}.{name}")


@rule("tool_definition", "tool_defect")
def tools_are_well_defined(dialogue: Dialogue) -> Complaints:
    """A tool has a description and a valid schema, and requires only parameters that it has."""
    for tool in dialogue.all_tools().values():
        yield from _defects(tool)


@remembered
def _defects(tool: Tool) -> list[Complaint]:
    found = []
    if not tool.description.strip():
        found.append("has no description")
    if not has_valid_schema(tool):
        found.append("has parameters that are not JSON Schema")
    found += [f"requires {name!r}, which it does not describe" for name in set(tool.required) - tool.properties.keys()]
    return [Complaint(None, f"{tool.name} {defect}", tool.name) for defect in found]
