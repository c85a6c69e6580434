"""What was measured, as Markdown for people and as JSON for machines."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from graph.benchmarks.planting.measuring import Case, Control, Measured

Results = dict[tuple[str, str], Measured]
"""By group of dialogues and half."""


def markdown(results: Results) -> str:
    """Say everything in tables."""
    return "\n\n".join(part for (group, half), found in results.items() for part in _parts(group, half, found))


def _parts(group: str, half: str, found: Measured) -> Iterator[str]:
    yield f"## {group}, {half} half: {len(found.controls)} dialogues"
    yield _by_kind(found.cases)
    yield _controls(found.controls)
    if len({control.source for control in found.controls}) > 1:
        yield _by_source(found)


def _by_kind(cases: Sequence[Case]) -> str:
    rows = [_row(kind, [case for case in cases if case.kind == kind]) for kind in dict.fromkeys(c.kind for c in cases)]
    return _table(("fault", "planted", "caught", "", "named", "noticed"), (*rows, _row("all", cases)))


def _row(name: str, cases: Sequence[Case]) -> tuple[str, ...]:
    caught = sum(case.caught for case in cases)
    named, noticed = sum(case.named for case in cases), sum(case.noticed for case in cases)
    return (name, str(len(cases)), str(caught), _share(caught, len(cases)), str(named), str(noticed))


def _controls(controls: Sequence[Control]) -> str:
    return f"Clean controls: {_flagged(controls)}"


def _flagged(controls: Sequence[Control]) -> str:
    grounding = sum(control.grounding for control in controls)
    other = sum(bool(control.findings) for control in controls)
    whole = len(controls)
    return (
        f"{grounding} of {whole} flagged fatal by grounding ({_share(grounding, whole)}), "
        f"{other} by any rule ({_share(other, whole)})"
    )


def _by_source(found: Measured) -> str:
    rows = []
    for source in sorted({control.source for control in found.controls}):
        cases = [case for case in found.cases if case.source == source]
        controls = [control for control in found.controls if control.source == source]
        caught = sum(case.caught for case in cases)
        missed = Counter(case.kind for case in cases if not case.caught)
        grounding, other = sum(c.grounding for c in controls), sum(bool(c.findings) for c in controls)
        rows.append(
            (source, str(len(controls)), str(grounding), str(other), str(len(cases)), _share(caught, len(cases)),
             ", ".join(f"{kind} {count}" for kind, count in missed.most_common(3)))
        )  # fmt: skip
    return _table(("source", "rows", "flagged by grounding", "by any", "planted", "caught", "missed most"), rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[place]) for row in (head, *rows)) for place in range(len(head))]
    lines = [_line(head, widths), "|".join(("", *("-" * (width + 2) for width in widths), ""))]
    return "\n".join((*lines, *(_line(row, widths) for row in rows)))


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    return f"| {' | '.join(word.ljust(width) for word, width in zip(row, widths, strict=True))} |"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"


def as_data(results: Results) -> list[dict[str, Any]]:
    """The same for machines, with every case that was missed and every control that was flagged."""
    return [_data(group, half, found) for (group, half), found in results.items()]


def _data(group: str, half: str, found: Measured) -> dict[str, Any]:
    def count(test: Callable[[Case], bool]) -> dict[str, int]:
        return dict(Counter(case.kind for case in found.cases if test(case)))

    return {
        "group": group,
        "half": half,
        "controls": len(found.controls),
        "flagged_by_grounding": sum(control.grounding for control in found.controls),
        "flagged_by_any": sum(bool(control.findings) for control in found.controls),
        "planted": count(lambda case: True),
        "caught": count(lambda case: case.caught),
        "named": count(lambda case: case.named),
        "noticed": count(lambda case: case.noticed),
        "missed": [case._asdict() for case in found.cases if not case.caught],
        "flagged": [
            {"source": one.source, "id": one.id, "findings": [finding.model_dump() for finding in one.findings]}
            for one in found.controls
            if one.findings
        ],
    }
