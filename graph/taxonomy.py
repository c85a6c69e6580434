"""The failure taxonomy of a run: what checks found at each stage, what repair made of it, and the paper's shares."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from nodes.rules.evidence import KINDS
from state.record import Record

PAPER_INVENTED = 0.51
PAPER_EXTRACTION = 0.23
INVENTED = frozenset(KINDS.values()) | {"forward_reference", "unknown_parameter"}
"""The kinds of findings that the paper would call an invented parameter; it does not say how it counted."""
EXTRACTION = "argument_hallucination"
"""The question whose objections come closest to the paper's wrong parameter extraction."""
_FILL, _EXPERTS = "fill ", "experts"
_SHOWN = 8


@dataclass(slots=True)
class Taxonomy:
    """Fatal findings and objections of all dialogues, kept, rejected and failed."""

    faults: dict[str, Counter[str]] = field(default_factory=dict)
    """By stage and kind."""
    objections: Counter[str] = field(default_factory=Counter)
    """What experts said no to, each time they were asked, by question."""
    repairs: Counter[str] = field(default_factory=Counter)
    """What became of dialogues that were sent back: saved, labelled or lost."""
    labelled: int = 0
    """Dialogues kept with turns that are not to be learned."""
    labels: int = 0
    """These turns."""

    def add(self, record: Record) -> None:
        """Count one dialogue."""
        for stage in record.stages:
            if stage.stage.startswith(_EXPERTS):
                self.objections.update(stage.findings)
            else:
                self.faults.setdefault(stage.stage, Counter()).update(stage.fatal)
        labels = len(record.verdict.labels) if record.verdict else 0
        self.labelled += labels > 0
        self.labels += labels
        if record.repairs:
            saved = "labelled" if labels else "saved"
            self.repairs[saved if record.status == "kept" else "lost"] += 1

    def invented(self, stage: str) -> float | None:
        """The share of invented parameters among the faults of a stage; None where there is no fault."""
        found = self.faults.get(stage, Counter())
        return sum(found[kind] for kind in INVENTED) / found.total() if found else None

    def extraction(self) -> float | None:
        """The share of wrong arguments among the objections; None where there is none."""
        return self.objections[EXTRACTION] / self.objections.total() if self.objections else None


def rows(taxonomy: Taxonomy) -> Iterator[tuple[str, str]]:
    """Give the lines of a table for people."""
    if taxonomy.faults:
        yield "faults", "\n".join(_faults(taxonomy.faults))
    shares = (("initialize", "after initialize"), ("end", "at the end"))
    if told := [
        f"{share:.0%} of faults {words}" for stage, words in shares if (share := taxonomy.invented(stage)) is not None
    ]:
        yield "invented", f"{', '.join(told)} (paper {PAPER_INVENTED:.0%} of rule failures)"
    if (share := taxonomy.extraction()) is not None:
        beside = f"{share:.0%} {EXTRACTION} (paper {PAPER_EXTRACTION:.0%} parameter extraction)"
        yield "objections", f"{commonest(taxonomy.objections)}; {beside}"
    if taxonomy.repairs:
        yield "repaired", ", ".join(f"{taxonomy.repairs[name]:,} {name}" for name in ("saved", "labelled", "lost"))
    if taxonomy.labelled:
        yield "labelled", f"turns not to be learned: {taxonomy.labels:,}, in {taxonomy.labelled:,} kept dialogues"


def _faults(faults: dict[str, Counter[str]]) -> Iterator[str]:
    """How many there were when, and of what kinds before and after the refinement."""
    passes = sorted((stage for stage in faults if stage.startswith(_FILL)), key=lambda stage: int(stage[len(_FILL) :]))
    if "initialize" in faults:
        yield f"after initialize: {_of_kinds(faults['initialize'])}"
    if passes:
        yield f"after passes 1 to {len(passes)}: {', '.join(f'{faults[stage].total():,}' for stage in passes)}"
    if "end" in faults:
        yield f"at the end: {_of_kinds(faults['end'])}"
    yield from (
        f"{stage.removeprefix('end ')}: {_of_kinds(faults[stage])}"
        for stage in sorted(faults)
        if stage.startswith("end ")
    )


def _of_kinds(found: Counter[str]) -> str:
    return f"{found.total():,} ({commonest(found)})" if found else "none"


def commonest(counter: Counter[str], shown: int = _SHOWN) -> str:
    """The names that count most, with their counts."""
    words = [f"{name} {count:,}" for name, count in sorted(counter.items(), key=lambda item: (-item[1], item[0]))]
    rest = len(words) - shown
    return ", ".join(words[:shown]) + (f", and {rest} more" if rest > 0 else "")
