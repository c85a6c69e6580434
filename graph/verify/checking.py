"""Checks one row of a dataset: the entry for everybody who has rows and wants findings."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from graph.verify.importing import imported, task_of
from graph.verify.pairing import paired
from graph.verify.profiles import BY_PROFILE, RECORDED, Profile
from graph.verify.row import Row
from graph.verify.row_rules import Read, check_read
from graph.verify.shapes import Format, Recorded, shape_of
from graph.verify.tools import toolbox
from nodes.rules.rule import check, fatal
from state.dialogue import Dialogue
from state.task import Task
from state.verdict import Finding


class Case(NamedTuple):
    """What experts can be asked about."""

    dialogue: Dialogue
    task: Task


class Checked(NamedTuple):
    """What came of one row."""

    id: str | None
    findings: tuple[Finding, ...]
    tools: Mapping[tuple[int, str], str]
    """The tool of each call, by its turn and the path of the call there."""
    case: Case | None = None
    """Where experts may be asked: no finding is fatal, and there is something to read."""
    recorded: bool = False
    """A record of our own, which states its sources and is held to every rule, whatever the profile."""


def check_row(row: Mapping[str, object], profile: Profile = "imported") -> tuple[Finding, ...]:
    """All findings; `turn` is the index into the row's messages, `path` stands inside that message."""
    return checked(row, profile).findings


def checked(row: object, profile: Profile = "imported", format: Format = "auto") -> Checked:
    """The findings of a row with its id. In a record of our own, `turn` is the id of the turn."""
    shaped = shape_of(row, format)
    if isinstance(shaped, Recorded):
        calls = {(step.turn.id, step.call.id): step.call.name for step in shaped.dialogue.steps()}
        found = check(shaped.dialogue, RECORDED.dialogue)
        return Checked(shaped.id, found, calls, _case(found, shaped.dialogue, shaped.task), recorded=True)
    calls = {(message.index, call.path): call.name for message in shaped.messages for call in message.calls}
    try:
        found, dialogue = _looked_at(shaped, profile)
        return Checked(shaped.id, found, calls, _case(found, dialogue))
    except (RecursionError, ValueError, TypeError, OverflowError) as error:
        # Endless numbers, half characters, values nested hundreds deep: no rule should have to think of them.
        return Checked(shaped.id, (broken_row("rows_can_be_checked", f"the row cannot be checked: {error}"),), calls)


def broken_row(rule: str, message: str) -> Finding:
    """The one finding of a row that could not be looked at."""
    first = message.split("\n", 1)[0]
    return Finding(rule=rule, kind="format", severity="fatal", turn=None, value=None, message=first)


def _looked_at(row: Row, profile: Profile) -> tuple[tuple[Finding, ...], Dialogue]:
    checks = BY_PROFILE[profile]
    read = Read(row, paired(row), toolbox(row.tools or ()))
    of_row = check_read(read, checks.row)
    dialogue, paths = imported(row, read.toolbox.tools, read.pairs)
    return (*of_row, *_placed(check(dialogue, checks.dialogue), paths)), dialogue


def _case(found: tuple[Finding, ...], dialogue: Dialogue, task: Task | None = None) -> Case | None:
    if fatal(found) or not dialogue.turns:
        return None
    return Case(dialogue, task or task_of(dialogue))


def _placed(findings: Iterable[Finding], paths: Mapping[str, str]) -> Iterator[Finding]:
    """The findings with the row's own words for where a call stands."""
    for finding in findings:
        id = finding.path.partition(".")[0].partition(":")[0]
        path = paths[id] + finding.path.removeprefix(id) if id in paths else finding.path
        yield finding.model_copy(update={"path": path})
