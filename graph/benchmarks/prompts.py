"""How long prompts are, and how much of them a provider's cache can keep: `python -m graph.benchmarks.prompts`.

Runs dialogues at the paper's settings with the simulated model and writes each request twice: as it is sent, and with
everything in it each time, which is what the same prompts hold where nothing is left out: the complete definition of
every tool, both versions of the dialogue complete for the judge, all that the user knows for each subtask, and all
that they want for each fill.

Lengths are characters: tokens are about a quarter of them.
"""

import argparse
import asyncio
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from graph.build import build_graph, default_nodes
from graph.generate import Generator
from graph.models.simulated.model import SimulatedModel
from graph.plan import plan
from graph.prefixes import Prefixes, Sent
from graph.tools.builtin.pool import BuiltinPool
from graph.tools.sampled_pool import sampled
from prompts.views import as_json, view_dialogue, view_facts, view_list, view_tool
from prompts.wording import PREFACE, goals_of_masked
from state.brief import FillBrief, JudgeBrief, SubtaskBrief, UserBrief
from state.budget import PRESETS
from state.model import Message, Reply, Request
from state.tool import Tool


class Lengths(NamedTuple):
    """What is known of one request."""

    kind: str
    sent: Sent
    schema_first: Sent
    """The same where the provider puts the answer's schema before the prompt, as OpenAI does."""
    complete: int
    """Its length with everything in it."""


@dataclass(slots=True)
class Watching:
    """The simulated model, with the length of everything that it is asked."""

    model: SimulatedModel = field(default_factory=SimulatedModel)
    lengths: list[Lengths] = field(default_factory=list)
    sent: dict[str, Prefixes] = field(default_factory=lambda: defaultdict(Prefixes))
    schema_first: dict[str, Prefixes] = field(default_factory=lambda: defaultdict(Prefixes))

    async def complete(self, request: Request) -> Reply:
        """Measure, and answer."""
        schema = Message(role="system", content=json.dumps(request.answer))
        self.lengths.append(
            Lengths(
                request.brief.kind,
                self.sent[request.dialogue_id].send(request.messages),
                self.schema_first[request.dialogue_id].send((schema, *request.messages)),
                sum(len(message.content) for message in request.messages) + left_out(request),
            )
        )
        return await self.model.complete(request)


def left_out(request: Request) -> int:
    """How many characters more the request would have with everything in it."""
    brief = request.brief
    assert not isinstance(brief, UserBrief)  # that is the baseline's
    more = -sum(len(line) + 1 for line in PREFACE.text.splitlines() if "`->`" in line)
    more += sum(len(_definition(tool)) - len(view_tool(tool)) for tool in brief.dialogue.tools)
    if isinstance(brief, JudgeBrief):
        more += len(view_dialogue(brief.other))
    if isinstance(brief, FillBrief):
        more += len(view_list(brief.goals)) - len(view_list(goals_of_masked(brief)))
    if isinstance(brief, SubtaskBrief):
        prompt = request.messages[-1].content
        more += sum(len(line) + 1 for line in view_facts(brief.facts).splitlines() if line not in prompt)
    return more


def _definition(tool: Tool) -> str:
    """A tool with nothing left out."""
    asked = {"name": tool.name, "description": tool.description, "parameters": tool.parameters}
    whole = asked | ({"returns": tool.returns} if tool.returns else {})
    return f"({'it is run' if tool.executed else 'you write its observations'}) {as_json(whole)}"


def measure(dialogues: int, preset: str) -> Sequence[Lengths]:
    """Make some dialogues and give the lengths of all their requests."""
    model, pool = Watching(), sampled(BuiltinPool())
    generate = Generator(build_graph(default_nodes(model, pool)), pool)

    async def make() -> None:
        for one in plan(0, PRESETS[preset], range(dialogues)):
            await generate(one.seed, one.number)

    asyncio.run(make())
    return model.lengths


def table(lengths: Sequence[Lengths]) -> str:
    """One line for each kind of request, and one for all."""
    by_kind: dict[str, list[Lengths]] = defaultdict(list)
    for each in lengths:
        by_kind[each.kind].append(each)
    lines = [
        f"{'':8}{'calls':>7}{'characters a call':>19}{'repeated':>10}{'schema first':>14}{'everything':>12}{'less':>8}"
    ]
    rows: Mapping[str, Sequence[Lengths]] = {**by_kind, "all": lengths}
    return "\n".join((*lines, *(_line(name, of_kind) for name, of_kind in rows.items())))


def _line(name: str, lengths: Sequence[Lengths]) -> str:
    calls = len(lengths)
    sent = sum(each.sent.characters for each in lengths)
    repeated = sum(each.sent.repeated for each in lengths) / sent
    first = sum(each.schema_first.repeated for each in lengths) / sum(each.schema_first.characters for each in lengths)
    complete = sum(each.complete for each in lengths)
    whole = f"{name:8}{calls:>7,}{sent / calls:>19,.0f}{repeated:>10.1%}{first:>14.1%}"
    return f"{whole}{complete / calls:>12,.0f}{1 - sent / complete:>8.1%}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m graph.benchmarks.prompts", description=__doc__)
    parser.add_argument("--dialogues", type=int, default=40)
    parser.add_argument("--preset", choices=tuple(PRESETS), default="paper")
    chosen = parser.parse_args()
    print(table(measure(chosen.dialogues, chosen.preset)))


if __name__ == "__main__":
    main()
