"""A record as the reader of the page needs it: every version of its turns once, and who stands where at each moment.

All texts stay texts. What numbers and nested values look like is settled here, for a browser would round them.
"""

import json
from dataclasses import dataclass, field

from pydantic import JsonValue

from graph.report.origins import origin
from prompts.views import as_json
from state.dialogue import Argument, AssistantTurn, Call, Dialogue, ToolTurn, Turn, UserTurn
from state.history import Moment, versions
from state.record import Record
from state.tool import Tool
from state.verdict import Ruling

Entry = dict[str, object]
_ONE_LINE = 88
_BEGINNING = 140


@dataclass(slots=True)
class Numbered:
    """Different things, each told once and then known by its number."""

    told: list[Entry] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    def number(self, entry: Entry) -> int:
        """Where this stands among what was told."""
        number = self._numbers.setdefault(as_json(entry), len(self.told))
        if number == len(self.told):
            self.told.append(entry)
        return number


def index_entry(record: Record, run: int) -> Entry:
    """What lists and filters need to know of a dialogue."""
    turns = record.dialogue.turns if record.dialogue else ()
    steps = record.dialogue.steps() if record.dialogue else ()
    first = next((turn.text for turn in turns if isinstance(turn, UserTurn)), "")
    return {
        "id": record.id,
        "run": run,
        "status": record.status,
        "complexities": [injection.complexity for injection in record.injections if injection.applied],
        "called": sorted({step.call.name for step in steps}),
        "turns": len(turns),
        "begins": " ".join(first.split())[:_BEGINNING],
    }


def reader_entry(record: Record, tools: Numbered) -> Entry:
    """The dialogue, its history, and what was said of it."""
    turns = Numbered()
    return {
        "simulated": record.simulated,
        "system": record.dialogue.system if record.dialogue else "",
        "goals": [subtask.goal for subtask in record.task.subtasks] if record.task else [],
        "moments": [
            {
                **moment,
                "order": [turns.number(_turn(turn, tools)) for turn in dialogue.turns],
                "tools": [tools.number(_tool(tool)) for tool in dialogue.tools],
            }
            for moment, dialogue in _history(record)
        ],
        "turns": turns.told,
        "verdict": _verdict(record),
        "spent": _spent(record),
    }


def _history(record: Record) -> list[tuple[Entry, Dialogue]]:
    """What happened, and the version after it; only the last version where nothing earlier is known."""
    if record.dialogue is None:
        return []
    last: list[tuple[Entry, Dialogue]] = [({"event": "other"}, record.dialogue)]
    try:
        told = [_moment(moment, record) for moment in record.history]
        return list(zip(told, versions(record.dialogue, record.history), strict=True)) or last
    except (KeyError, IndexError):  # the record was put together by hand: its history is of another dialogue
        return last


def _turn(turn: Turn, tools: Numbered) -> Entry:
    entry: Entry = {"id": turn.id, "role": turn.role}
    match turn:
        case UserTurn():
            return entry | {"text": turn.text, "offers": [tools.number(_tool(tool)) for tool in turn.offers]}
        case ToolTurn():
            return entry | {"results": [[o.call, shown(o.content), o.error] for o in turn.observations]}
        case AssistantTurn():
            calls = [_call(call) for call in turn.calls]
            return entry | {"text": turn.text or "", "calls": calls, "learn": turn.learn, "draft": turn.drafted}


def _tool(tool: Tool) -> Entry:
    takes = [name if name in tool.required else f"{name}?" for name in tool.properties]
    return {"name": tool.name, "about": tool.description, "takes": takes}


def _call(call: Call) -> Entry:
    return {"id": call.id, "name": call.name, "arguments": [_argument(argument) for argument in call.arguments]}


def _argument(argument: Argument) -> Entry:
    return {"name": argument.name, "value": shown(argument.value), "origin": origin(argument)}


def shown(value: JsonValue) -> str:
    """A value as it is read: a text as it is, the rest as JSON, on several lines where it is long."""
    if isinstance(value, str):
        return value
    line = as_json(value)
    return line if len(line) <= _ONE_LINE else json.dumps(value, ensure_ascii=False, indent=2)


def _moment(moment: Moment, record: Record) -> Entry:
    match moment.event:
        case "injection":
            injection = record.injections[moment.number]
            told = injection.model_dump(include={"complexity", "turn", "added", "applied", "reason"})
        case "ruling":
            told = _ruling(record.rulings[moment.number])
        case _:
            told = {"reasons": moment.reasons}
    return {"event": moment.event} | told


def _ruling(ruling: Ruling) -> Entry:
    """What was put in place of accepted turns stands in the dialogue; only what was refused has to be told."""
    entry = ruling.model_dump(include={"refinement", "masked", "accepted", "by", "reason"})
    return entry if ruling.accepted else entry | {"refused": ruling.after}


def _verdict(record: Record) -> Entry:
    verdict = record.verdict
    return {
        "status": record.status,
        "reasons": record.reasons,
        "raw": record.raw,
        "answers": [[a.question, a.passed, a.reason] for a in record.answers],
        "findings": [[f.severity, f.kind, f.turn, f.message] for f in record.findings],
        "labels": {str(label.turn): label.reasons for label in verdict.labels} if verdict else {},
        "overruled": verdict.overruled if verdict else (),
        "planted": [[flaw.kind, flaw.turn, flaw.detail] for flaw in record.planted],
        "repairs": record.repairs,
        "twin": record.twin is not None,
    }


def _spent(record: Record) -> Entry:
    usage = record.usage.values()
    return {
        "calls": sum(record.calls_by_node.values()),
        "tokens": sum(each.usage.prompt_tokens + each.usage.completion_tokens for each in usage),
        "cost": record.cost,
        "models": dict(record.models),
    }
