"""Swap one node: a judge that prefers the shorter version, without asking a model.

Run it as it is, or from the command line: `python -m graph.run --node judge=examples.swap_judge:Brief`.
"""

import asyncio
from dataclasses import dataclass, replace

from graph.build import build_graph, default_nodes
from graph.generate import Generator
from graph.models.simulated.model import SimulatedModel
from graph.tools.builtin.pool import BuiltinPool
from graph.tools.sampled_pool import sampled
from state.dialogue_state import DialogueState, Seed, Update
from state.verdict import Ruling


@dataclass(frozen=True, slots=True)
class Brief:
    """Accept a candidate whose masked turns need fewer characters."""

    async def __call__(self, state: DialogueState) -> Update:
        """Rule on the candidate."""
        candidate = state.candidate
        assert candidate is not None
        lengths = [
            sum(len(str(dialogue.turn(id))) for id in candidate.masked)
            for dialogue in (state.draft(), candidate.dialogue)
        ]
        accepted = lengths[1] < lengths[0]
        ruling = Ruling(
            refinement=state.refinements,
            masked=candidate.masked,
            accepted=accepted,
            by="judge",
            reason=f"{lengths[1]} characters against {lengths[0]}",
        )
        kept = candidate.dialogue if accepted else state.draft()
        return {"dialogue": kept, "candidate": None, "rulings": (ruling,)}


async def main() -> None:
    """Generate one dialogue and show every ruling."""
    pool = sampled(BuiltinPool())
    nodes = replace(default_nodes(SimulatedModel(), pool), judge=Brief())
    record = await Generator(build_graph(nodes), pool)(Seed(id="example", seed=7), 0)
    for ruling in record.rulings:
        print(f"pass {ruling.refinement}: {'accepted' if ruling.accepted else 'kept the old'} ({ruling.reason})")
    print(f"{record.status}, {len(record.rulings)} rulings, no judge was asked: {record.calls_by_node}")


if __name__ == "__main__":
    asyncio.run(main())
