"""Checks one row of a dataset: the entry for everybody who has rows and wants findings."""

from collections.abc import Iterable, Iterator
from typing import Literal

from graph.verify.importing import imported
from graph.verify.openai_shape import openai_row
from graph.verify.pairing import paired
from graph.verify.row import RawObject
from graph.verify.row_rules import Read, check_read
from graph.verify.tools import toolbox
from nodes.rules.calls import arguments_fit_the_schema, every_call_names_a_tool_on_offer, tools_are_well_defined
from nodes.rules.repetition import no_call_is_made_twice_in_a_subtask, no_text_is_said_twice
from nodes.rules.replies import (
    amounts_in_replies_were_seen,
    ids_in_replies_were_seen,
    texts_show_nothing_of_the_workshop,
)
from nodes.rules.rule import Rule, check
from state.verdict import Finding

Profile = Literal["generated", "imported"]

RULES: tuple[Rule, ...] = (
    every_call_names_a_tool_on_offer,
    arguments_fit_the_schema,
    tools_are_well_defined,
    ids_in_replies_were_seen,
    amounts_in_replies_were_seen,
    texts_show_nothing_of_the_workshop,
    no_call_is_made_twice_in_a_subtask,
    no_text_is_said_twice,
)


def check_row(row: RawObject, profile: Profile = "imported") -> tuple[Finding, ...]:
    """All findings; `turn` is the index into the row's messages, `path` stands inside that message."""
    raw = openai_row(row)
    box = toolbox(raw.tools or ())
    read = Read(raw, paired(raw), box)
    dialogue, paths = imported(raw, box.tools, read.pairs)
    return (*check_read(read), *_placed(check(dialogue, RULES), paths))


def _placed(findings: Iterable[Finding], paths: dict[str, str]) -> Iterator[Finding]:
    """The findings with the row's own words for where a call stands."""
    for finding in findings:
        for mark in (".", ":", ""):
            id, _, rest = finding.path.partition(mark) if mark else (finding.path, "", "")
            if id in paths:
                path = f"{paths[id]}{mark if rest else ''}{rest}"
                finding = finding.model_copy(update={"path": path})
                break
        yield finding
