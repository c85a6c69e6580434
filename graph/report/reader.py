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
class Tools:
    """All tools of a page, each told once."""

    told: list[Entry] = field(default_factory=list)
    _by_words: dict[str, int] = field(default_factory=dict)

    def number(self, tool: Tool) -> int:
        """Where this tool stands in the table."""
        entry: Entry = {
            "name": tool.name,
            "about": tool.description,
            "takes": [name + ("" if name in tool.required else "?") for name in tool.properties],
            "domain": tool.domain or tool.server,
            "runs": tool.executed,
        }
        words = as_json(entry)
        if words not in self._by_words:
            self._by_words[words] = len(self.told)
            self.told.append(entry)
        return self._by_words[words]


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


def reader_entry(record: Record, tools: Tools) -> Entry:
    """The dialogue, its history, and what was said of it."""
    moments, dialogues = _history(record)
    table = _Table()
    return {
        "simulated": record.simulated,
        "system": dialogues[-1].system if dialogues else "",
        "goals": [subtask.goal for subtask in record.task.subtasks] if record.task else [],
        "moments": [
            {
                **_moment(moment, record),
                "order": [table.place(turn, dialogue, tools) for turn in dialogue.turns],
                "tools": [tools.number(tool) for tool in dialogue.tools],
            }
            for moment, dialogue in zip(moments, dialogues, strict=True)
        ],
        "turns": table.told,
        "verdict": _verdict(record),
        "spent": _spent(record),
    }


@dataclass(slots=True)
class _Table:
    """The different versions of all turns of one dialogue."""

    told: list[Entry] = field(default_factory=list)
    _by_words: dict[str, int] = field(default_factory=dict)

    def place(self, turn: Turn, dialogue: Dialogue, tools: Tools) -> int:
        entry = _turn(turn, tools)
        words = json.dumps(entry)
        if words not in self._by_words:
            self._by_words[words] = len(self.told)
            self.told.append(entry)
        return self._by_words[words]


def _history(record: Record) -> tuple[tuple[Moment, ...], tuple[Dialogue, ...]]:
    """The moments and the version after each; one moment where nothing earlier is known."""
    if record.dialogue is None:
        return (), ()
    try:
        found = versions(record.dialogue, record.history)
    except KeyError:  # a record that was put together from two
        found = ()
    return (record.history, found) if found else ((Moment(event="other"),), (record.dialogue,))


def _turn(turn: Turn, tools: Tools) -> Entry:
    entry: Entry = {"id": turn.id, "role": turn.role}
    match turn:
        case UserTurn():
            return entry | {"text": turn.text, "offers": [tools.number(tool) for tool in turn.offers]}
        case ToolTurn():
            return entry | {"results": [[o.call, shown(o.content), o.error] for o in turn.observations]}
        case AssistantTurn():
            calls = [_call(call) for call in turn.calls]
            return entry | {"text": turn.text or "", "calls": calls, "learn": turn.learn, "draft": turn.drafted}


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
    entry: Entry = {"event": moment.event}
    if moment.event == "injection" and moment.number < len(record.injections):
        injection = record.injections[moment.number]
        return entry | injection.model_dump(include={"complexity", "turn", "added", "applied", "reason"})
    if moment.event == "ruling" and moment.number < len(record.rulings):
        return entry | _ruling(record.rulings[moment.number])
    return entry | {"reasons": moment.reasons}


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
