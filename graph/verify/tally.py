"""Counts what was found, without keeping it: files may be larger than memory."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from graph.places import Location
from graph.spending import NOTHING
from graph.verify.checking import Checked
from graph.verify.reading import Entry
from state.record import Spent
from state.verdict import Finding, Severity

Note = Callable[[Entry, Checked], None]
"""Told of each row when all is known of it, in the order of the file."""


class Noted(NamedTuple):
    """A dialogue with findings, for the list that people read."""

    file: Location
    line: int
    id: str | None
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class Tally:
    """What a table is made of."""

    most: int
    """How many dialogues are kept to be listed."""
    dialogues: int = 0
    recorded: int = 0
    """Those that were records of our own."""
    with_severity: Counter[Severity] = field(default_factory=Counter)
    """Dialogues with at least one finding of this severity."""
    by_rule: defaultdict[str, Counter[Severity]] = field(default_factory=lambda: defaultdict(Counter))
    dialogues_of_rule: Counter[str] = field(default_factory=Counter)
    by_tool: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """Findings about a tool or its calls, by kind."""
    listed: list[Noted] = field(default_factory=list)
    unlisted: int = 0
    asked: int = 0
    """Dialogues that experts were asked about."""
    spent: Spent = NOTHING
    """What that took."""
    stopped: str | None = None
    """Why not everything was verified."""

    def add(self, file: Location, line: int, checked: Checked) -> None:
        """Count one dialogue."""
        self.dialogues += 1
        self.recorded += checked.recorded
        self.with_severity.update({finding.severity for finding in checked.findings})
        self.dialogues_of_rule.update({finding.rule for finding in checked.findings})
        for finding in checked.findings:
            self.by_rule[finding.rule][finding.severity] += 1
            if tool := _tool_of(finding, checked):
                self.by_tool[tool][finding.kind] += 1
        self._list(Noted(file, line, checked.id, checked.findings))

    def _list(self, noted: Noted) -> None:
        if not any(finding.severity != "tool_defect" for finding in noted.findings):
            return
        if len(self.listed) < self.most:
            self.listed.append(noted)
        else:
            self.unlisted += 1


def _tool_of(finding: Finding, checked: Checked) -> str | None:
    if finding.turn is None:
        return finding.path if finding.kind == "tool_definition" else None
    place = finding.path.partition(".")[0].partition(":")[0]
    return checked.tools.get((finding.turn, place))
