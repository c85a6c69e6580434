"""Compile the graph with a LangGraph checkpointer, and travel back in time to refuse a candidate.

Runs do without one, because the journal is cheaper (docs/decisions.md); to look into single dialogues it is handy.
Any checkpointer will do. To keep checkpoints in a file, `pip install -e '.[checkpoints]'` and put `AsyncSqliteSaver`
over a connection with `PRAGMA journal_mode=WAL` in the place of `InMemorySaver`.
"""

import asyncio

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

from graph.build import build_graph, default_nodes
from graph.models.simulated.model import SimulatedModel
from graph.tools.builtin.pool import BuiltinPool
from graph.tools.sampled_pool import sampled
from state.budget import Budget
from state.complexity import Injection
from state.dialogue import Dialogue
from state.dialogue_state import Candidate, DialogueState, Seed, Stage
from state.model import Asked, Flaw
from state.task import Fact, Task
from state.verdict import Answer, Finding, Ruling, Verdict

WRITTEN = (Budget, Candidate, Dialogue, DialogueState, Fact, Flaw, Injection, Seed, Task)
SAID = (Answer, Asked, Finding, Ruling, Stage, Verdict)
STORED = (*WRITTEN, *SAID)
"""The types of the state and its fields. What is not named comes back as a dict."""


async def main() -> None:
    """Make one dialogue, go back to its first candidate, and go on from there with the candidate refused."""
    saver = InMemorySaver(serde=JsonPlusSerializer(allowed_msgpack_modules=STORED))
    graph = build_graph(default_nodes(SimulatedModel(), sampled(BuiltinPool())), checkpointer=saver)
    config: RunnableConfig = {"configurable": {"thread_id": "example"}, "recursion_limit": 100}
    # Sync: otherwise all checkpoints stay in memory until the dialogue is done.
    await graph.ainvoke(Seed(id="example", seed=7), config, durability="sync")
    history = [snapshot async for snapshot in graph.aget_state_history(config)]
    steps = " ".join(snapshot.next[0] for snapshot in reversed(history) if snapshot.next)
    print(f"{len(history)} checkpoints, before {steps}, and at the end")
    before = next(snapshot for snapshot in reversed(history) if snapshot.next == ("judge",))
    fork = await graph.aupdate_state(before.config, {"candidate": None}, as_node="fill")
    otherwise = await graph.ainvoke(None, fork, durability="sync")
    for name, values in (("as it went", history[0].values), ("without that candidate", otherwise)):
        end = DialogueState.model_validate(values)
        print(f"{name}: {len(end.asked)} calls, {len(end.rulings)} rulings, {end.verdict}")


if __name__ == "__main__":
    asyncio.run(main())
