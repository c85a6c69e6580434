"""The graph, written out: seven nodes and the ways between them."""

from typing import Any

from langgraph.graph import START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from graph.routes import (
    after_aggregate,
    after_fill,
    after_initialize,
    after_inject,
    after_judge,
    after_rule_check,
)
from nodes.aggregate import Aggregate
from nodes.expert_check import ExpertCheck
from nodes.fill import Fill
from nodes.initialize import Initialize
from nodes.inject import Inject
from nodes.judge import Judge
from nodes.node import Nodes
from nodes.rule_check import RuleCheck
from nodes.rules.catalogue import RULES
from nodes.rules.rule import Rule
from state.dialogue_state import DialogueState, Seed
from state.environment import Pool
from state.model import ChatModel

DialogueGraph = CompiledStateGraph[DialogueState, None, Seed, DialogueState]
"""A compiled graph: a seed goes in, a dialogue with its verdict comes out."""


def default_nodes(
    writer: ChatModel,
    pool: Pool,
    judge: ChatModel | None = None,
    expert: ChatModel | None = None,
    rules: tuple[Rule, ...] = RULES,
) -> Nodes:
    """The seven as we have them; roles without a model of their own use the writer's."""
    return Nodes(
        initialize=Initialize(writer, pool, rules),
        inject=Inject(writer, pool, rules),
        fill=Fill(writer, pool, rules),
        judge=Judge(judge or writer, rules),
        rule_check=RuleCheck(rules),
        expert_check=ExpertCheck(expert or writer),
        aggregate=Aggregate(),
    )


def build_graph(nodes: Nodes, checkpointer: Any = None) -> DialogueGraph:  # noqa: ANN401 - LangGraph's own type
    """Wire the nodes and compile them once for all dialogues."""
    graph = StateGraph(DialogueState, input_schema=Seed)
    graph.add_node("initialize", nodes.initialize)
    graph.add_node("inject", nodes.inject)
    graph.add_node("fill", nodes.fill)
    graph.add_node("judge", nodes.judge)
    graph.add_node("rule-check", nodes.rule_check)
    graph.add_node("expert-check", nodes.expert_check)
    graph.add_node("aggregate", nodes.aggregate)
    graph.add_edge(START, "initialize")
    graph.add_conditional_edges("initialize", after_initialize)
    graph.add_conditional_edges("inject", after_inject)
    graph.add_conditional_edges("fill", after_fill)
    graph.add_conditional_edges("judge", after_judge)
    graph.add_conditional_edges("rule-check", after_rule_check)
    graph.add_edge("expert-check", "aggregate")
    graph.add_conditional_edges("aggregate", after_aggregate)
    return graph.compile(checkpointer=checkpointer)
