"""What people read when files were verified."""

from collections.abc import Mapping

from rich.console import Console
from rich.table import Table

from graph.verify.tally import Noted, Tally

_MOST_TOOLS = 20
_MOST_FINDINGS = 5


def print_report(console: Console, tally: Tally, left_out: Mapping[str, str]) -> None:
    """Tables by rule and by tool, then dialogues with their lines, then the rules that were left out."""
    _print_dialogues(console, tally)
    if tally.by_rule:
        console.print(_rules(tally))
    if tally.by_tool:
        console.print(_tools(tally))
    if left_out and tally.recorded < tally.dialogues:
        console.print("\nrules left out in this profile:")
        for rule, reason in left_out.items():
            console.print(f"  {rule}: {reason}", highlight=False, soft_wrap=True)
    if tally.recorded:
        told = "records of graph.run, which state their sources: held to every rule, whatever the profile"
        console.print(f"\n{tally.recorded} {told}", highlight=False, soft_wrap=True)
    fatal = tally.with_severity["fatal"]
    clean = tally.dialogues - fatal
    console.print(
        f"\n{tally.dialogues} dialogues: {fatal} with fatal findings, {clean} without; "
        f"{tally.with_severity['soft']} with soft findings, {tally.with_severity['tool_defect']} with defects of tools",
        highlight=False,
        soft_wrap=True,
    )


def print_panel(console: Console, tally: Tally) -> None:
    """What asking experts took, where a model was asked."""
    if tally.spent.calls:
        usage, cost = tally.spent.usage, tally.spent.cost
        costs = "" if cost is None else f", cost {cost:.4f}"
        tokens = f"{usage.prompt_tokens:,} tokens read, {usage.completion_tokens:,} written"
        console.print(
            f"experts: asked about {tally.asked} dialogues in {tally.spent.calls} calls, {tokens}{costs}",
            highlight=False,
            soft_wrap=True,
        )


def _rules(tally: Tally) -> Table:
    table = Table(title="by rule", title_justify="left", box=None, pad_edge=False)
    for name in ("fatal", "soft", "tool", "dialogues"):
        table.add_column(name, justify="right")
    table.add_column("rule", no_wrap=True)
    ordered = sorted(tally.by_rule.items(), key=lambda entry: (-entry[1]["fatal"], -entry[1].total(), entry[0]))
    for rule, counts in ordered:
        numbers = (counts["fatal"], counts["soft"], counts["tool_defect"], tally.dialogues_of_rule[rule])
        table.add_row(*(str(number or "") for number in numbers), rule)
    return table


def _tools(tally: Tally) -> Table:
    title = "by tool" if len(tally.by_tool) <= _MOST_TOOLS else f"by tool (the first {_MOST_TOOLS})"
    table = Table(title=f"\n{title}", title_justify="left", box=None, pad_edge=False)
    table.add_column("findings", justify="right")
    table.add_column("tool", no_wrap=True)
    table.add_column("of these kinds", overflow="fold")
    ordered = sorted(tally.by_tool.items(), key=lambda entry: (-entry[1].total(), entry[0]))
    for tool, kinds in ordered[:_MOST_TOOLS]:
        table.add_row(str(kinds.total()), tool, ", ".join(f"{kind} {count}" for kind, count in kinds.most_common()))
    return table


def _print_dialogues(console: Console, tally: Tally) -> None:
    for noted in tally.listed:
        id = "" if noted.id is None else f" {noted.id}"
        console.print(f"{noted.file}:{noted.line}{id}", style="bold", markup=False, highlight=False, soft_wrap=True)
        _print_findings(console, noted)
    if tally.unlisted:
        console.print(f"... and {tally.unlisted} more dialogues with findings (--show, --json)")
    if tally.listed:
        console.print()


def _print_findings(console: Console, noted: Noted) -> None:
    shown = sorted(noted.findings, key=lambda finding: finding.severity != "fatal")[:_MOST_FINDINGS]
    for finding in shown:
        turn = "" if finding.turn is None else f"message {finding.turn} "
        place = f"{turn}{finding.path}".strip()
        text = f"  {finding.severity:5} {finding.kind:18} {f'{place}: ' if place else ''}{finding.message}"
        console.print(text, markup=False, highlight=False, soft_wrap=True)
    if len(noted.findings) > len(shown):
        console.print(f"  ... and {len(noted.findings) - len(shown)} more")
