"""Graphs for LangGraph Studio: the dialogue graph, variants that show how nodes are swapped, and the baseline.

Nothing here needs a key or a network: the simulated model writes. Studio brings its own checkpointer.
"""

from dataclasses import replace

from graph.build import build_baseline, build_graph, default_actors, default_nodes
from graph.models.simulated.model import SimulatedModel
from graph.roles import CAST
from graph.tools.builtin.pool import BuiltinPool
from graph.tools.sampled_pool import sampled
from nodes.aggregate import Aggregate
from nodes.single_expert import SingleExpert
from state.dialogue_state import DialogueState, Update
from state.verdict import Ruling

_MODEL = SimulatedModel()
_POOL = sampled(BuiltinPool())
_NODES = default_nodes(_MODEL, _POOL)


async def lenient(state: DialogueState) -> Update:
    """Accept every candidate without asking a model."""
    assert state.candidate is not None
    ruling = Ruling(
        refinement=state.refinements,
        masked=state.candidate.masked,
        accepted=True,
        by="judge",
        reason="the lenient judge accepts everything",
    )
    return {"dialogue": state.candidate.dialogue, "candidate": None, "rulings": (ruling,)}


dialogue = build_graph(_NODES)
lenient_dialogue = build_graph(replace(_NODES, judge=lenient))
sparing_dialogue = build_graph(
    replace(_NODES, expert_check=SingleExpert(_MODEL), aggregate=Aggregate(policy="weighted", keep_turns=2))
)
baseline = build_baseline(default_actors(dict.fromkeys(CAST["mas"], _MODEL), _POOL))
