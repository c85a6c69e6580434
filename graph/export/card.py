"""The dataset card of an export: metadata that a hub reads, and what a reader should know."""

import json
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from string import Template

from graph.export.account import Account
from graph.places import Location

PAPER = "https://arxiv.org/abs/2508.12685"
BEGINNING = "---\npretty_name:"
"""How every card begins."""
UNKNOWN_LICENCE = "unknown"
_TEMPLATE = Template(files("graph.export").joinpath("card.md").read_text(encoding="utf-8"))
_SIMULATED = (
    "**Simulated.** {share} of these dialogues were written by the simulated model, a program that tries the machine "
    "out. They are not written by a language model; a model trained on them learns little but the format.\n\n"
)
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_SETTINGS = ("preset", "seed", "experts", "policy", "keep_turns")
"""What a card tells of the settings of a run: nothing that says where or by whom it was made."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a card is about."""

    runs: tuple[Location, ...]
    file: Path
    format: str
    licence: str


def card(subject: Subject, account: Account) -> str:
    """Front matter and text."""
    title = f"{subject.file.stem}: multi-turn tool calling, made with ToolACE-MT"
    text = _TEMPLATE.substitute(
        title=title,
        simulated=_SIMULATED.format(share=_share(account.simulated, account.statuses.total()))
        if account.simulated
        else "",
        paper=PAPER,
        dialogues=f"{account.dialogues:,}",
        format=subject.format,
        rows=f"{account.rows:,}",
        file=subject.file.name,
        made=_list(_made(subject, account)),
        content=_list(_content(account)),
        learned=_list(_learned(account)),
        limits="- Dialogues are of the simulated model, see above.\n" if account.simulated else "",
        licence=_licence(subject.licence),
    )
    return f"---\n{_front_matter(subject, account, title)}---\n\n{text}"


def _front_matter(subject: Subject, account: Account, title: str) -> str:
    """YAML, each value written as JSON, which is YAML too."""
    size = next((name for most, name in _SIZES if account.rows < most), "n>1M")
    simulated = ["simulated"] if account.simulated else []
    metadata: dict[str, object] = {
        "pretty_name": title,
        "license": subject.licence,
        "task_categories": ["text-generation"],
        "tags": ["tool-use", "function-calling", "multi-turn", "synthetic", "toolace-mt", *simulated],
        "size_categories": [size],
        "configs": [{"config_name": "default", "data_files": subject.file.name}],
    }
    return "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in metadata.items())


def _made(subject: Subject, account: Account) -> Iterator[str]:
    for (role, model), count in sorted(account.models.items()):
        yield f"{role}: `{model}` ({count:,} dialogues tried)"
    for path in subject.runs:
        if told := _settings(path / "run.toml"):
            yield f"settings of run `{path.name}`: {told}"
    statuses = ", ".join(f"{account.statuses[status]:,} {status}" for status in ("kept", "rejected", "failed"))
    yield f"verdicts: {account.statuses.total():,} tried, {statuses}; only kept ones are here"
    if account.labelled:
        yield f"kept with labels: {account.labelled:,}, whose few faulty turns are not learned"


def _settings(file: Location) -> str:
    try:
        settings = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    return ", ".join(f"{name} {settings[name]}" for name in _SETTINGS if name in settings)


def _content(account: Account) -> Iterator[str]:
    number = max(account.dialogues, 1)
    yield (
        f"{account.user_turns / number:.1f} user turns and {account.calls / number:.1f} tool calls a dialogue, "
        f"{account.errors:,} results that are errors, {len(account.tools):,} different tools called"
    )
    told = ", ".join(f"{name} {count:,}" for name, count in sorted(account.complexities.items()))
    yield f"complexities of the {account.statuses['kept']:,} kept dialogues: {told or 'none'}"
    yield f"{account.growing:,} dialogues to which a tool is added on the way"
    yield f"{account.twins:,} twins: clarified dialogues once more, fully specified and executed directly"
    both = account.asking + account.acting
    yield (
        f"asking or acting: the assistant asks for what is missing {account.asking:,} times "
        f"({_share(account.asking, both)}) and calls a tool at once {account.acting:,} times "
        f"({_share(account.acting, both)})"
    )


def _learned(account: Account) -> Iterator[str]:
    yield f"{account.learned:,} of {account.learnable:,} turns of the assistant are learned"
    yield f"{account.mistakes:,} turns are mistakes, made on purpose or found by verification, and are not learned"
    yield "no row shows a tool before it was offered, and no refusal of a tool that is there is learned"


def _licence(licence: str) -> str:
    if licence == UNKNOWN_LICENCE:
        return "Not stated. Whoever publishes this should: terms of the models that wrote it may apply (`--license`)."
    return f"`{licence}`. Terms of the models that wrote it may apply besides."


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "none"
