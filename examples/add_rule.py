"""Add a rule: the assistant does not shout. One marked function, and the tuple that holds it."""

import asyncio

from graph.build import build_graph, default_nodes
from graph.generate import Generator
from graph.models.simulated.model import SimulatedModel
from graph.tools.builtin.pool import BuiltinPool
from graph.tools.sampled_pool import sampled
from nodes.rules.catalogue import RULES
from nodes.rules.rule import Complaint, Complaints, check, rule
from state.dialogue import AssistantTurn, Dialogue
from state.dialogue_state import Seed


@rule("tone", "soft")
def the_assistant_does_not_shout(dialogue: Dialogue) -> Complaints:
    """No reply of the assistant has an exclamation mark."""
    for turn in dialogue.turns:
        if isinstance(turn, AssistantTurn) and "!" in (turn.text or ""):
            yield Complaint(turn.id, "the reply shouts", "text")


async def main() -> None:
    """Generate one dialogue under the new rule and count what it finds."""
    pool = sampled(BuiltinPool())
    nodes = default_nodes(SimulatedModel(), pool, rules=(*RULES, the_assistant_does_not_shout))
    record = await Generator(build_graph(nodes), pool)(Seed(id="example", seed=7), 0)
    assert record.dialogue is not None
    found = check(record.dialogue, (the_assistant_does_not_shout,))
    print(f"{record.status}; replies that shout at the end: {len(found)}")
    for stage in record.stages:
        print(f"  {stage.stage}: {stage.findings.get('tone', 0)}")


if __name__ == "__main__":
    asyncio.run(main())
