"""Calls: a tool on offer at that turn, with arguments its schema accepts."""

from nodes.rules.rule import Complaint, Complaints, rule
from nodes.rules.schemas import is_valid_schema, wrong_arguments
from state.dialogue import Dialogue
from state.remember import remembered
from state.tool import Tool


@rule("unknown_tool")
def every_call_names_a_tool_on_offer(dialogue: Dialogue) -> Complaints:
    """The assistant only calls tools that it has been given by then."""
    for step in dialogue.steps():
        if step.tool is None:
            message = f"{step.call.name!r} is not among {sorted(dialogue.tools_at(step.turn.id))}"
            yield Complaint(step.turn.id, message, step.call.id, step.call.name)


@rule("schema")
def arguments_fit_the_schema(dialogue: Dialogue) -> Complaints:
    """The arguments of a call that is to be learned are what the tool's schema accepts, and no others."""
    for step in dialogue.steps():
        tool = step.tool
        if tool is None or not step.turn.learn:
            continue
        for path, message in wrong_arguments(tool, step.call.values()):
            yield Complaint(step.turn.id, message, f"{step.call.id}.{path}".rstrip("."))
        for name in step.call.values().keys() - tool.properties.keys():
            if tool.parameters.get("additionalProperties") is not False and tool.properties:
                message = f"{tool.name} has no parameter {name!r}"
                yield Complaint(step.turn.id, message, f"{step.call.id}.{name}", kind="unknown_parameter")


@rule("schema")
def no_argument_is_given_twice(dialogue: Dialogue) -> Complaints:
    """An argument's name comes up once in a call."""
    for step in dialogue.steps():
        names = [argument.name for argument in step.call.arguments]
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield Complaint(step.turn.id, f"{name!r} is given more than once", f"{step.call.id}.{name}")


@rule("tool_definition", "tool_defect")
def tools_are_well_defined(dialogue: Dialogue) -> Complaints:
    """A tool has a description and a valid schema, and requires only parameters that it has."""
    for tool in dialogue.all_tools().values():
        yield from _defects(tool)


@remembered
def _defects(tool: Tool) -> tuple[Complaint, ...]:
    defects = []
    if not tool.description.strip():
        defects.append(f"{tool.name} has no description")
    if not is_valid_schema(tool.parameters):
        defects.append(f"the parameters of {tool.name} are not JSON Schema")
    missing = sorted(set(tool.required) - tool.properties.keys())
    defects += [f"{tool.name} requires {name!r}, which it does not describe" for name in missing]
    return tuple(Complaint(None, defect, tool.name) for defect in defects)
