"""Checks one row of a dataset: the entry for everybody who has rows and wants findings."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from graph.verify.importing import imported
from graph.verify.pairing import paired
from graph.verify.profiles import BY_PROFILE, RECORDED, Profile
from graph.verify.row import Row
from graph.verify.row_rules import Read, check_read
from graph.verify.shapes import Format, Recorded, shape_of
from graph.verify.tools import toolbox
from nodes.rules.rule import check
from state.verdict import Finding


class Checked(NamedTuple):
    """What came of one row."""

    id: str | None
    findings: tuple[Finding, ...]
    tools: Mapping[tuple[int, str], str]
    """The tool of each call, by its turn and the path of the call there."""


def check_row(row: Mapping[str, object], profile: Profile = "imported") -> tuple[Finding, ...]:
    """All findings; `turn` is the index into the row's messages, `path` stands inside that message."""
    return checked(row, profile).findings


def checked(row: object, profile: Profile = "imported", format: Format = "auto") -> Checked:
    """The findings of a row with its id. In a record of our own, `turn` is the id of the turn."""
    shaped = shape_of(row, format)
    if isinstance(shaped, Recorded):
        calls = {(step.turn.id, step.call.id): step.call.name for step in shaped.dialogue.steps()}
        return Checked(shaped.id, check(shaped.dialogue, RECORDED.dialogue), calls)
    calls = {(message.index, call.path): call.name for message in shaped.messages for call in message.calls}
    return Checked(shaped.id, tuple(_findings(shaped, profile)), calls)


def _findings(row: Row, profile: Profile) -> Iterator[Finding]:
    checks = BY_PROFILE[profile]
    read = Read(row, paired(row), toolbox(row.tools or ()))
    yield from check_read(read, checks.row)
    dialogue, paths = imported(row, read.toolbox.tools, read.pairs)
    yield from _placed(check(dialogue, checks.dialogue), paths)


def _placed(findings: Iterable[Finding], paths: Mapping[str, str]) -> Iterator[Finding]:
    """The findings with the row's own words for where a call stands."""
    for finding in findings:
        id = finding.path.partition(".")[0].partition(":")[0]
        path = paths[id] + finding.path.removeprefix(id) if id in paths else finding.path
        yield finding.model_copy(update={"path": path})
