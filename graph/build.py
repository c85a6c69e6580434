"""The graphs, written out: seven nodes each, and the ways between them."""

from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from typing import Any, TypeVar

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from graph.routes import (
    after_aggregate,
    after_assistant,
    after_fill,
    after_initialize,
    after_inject,
    after_judge,
    after_rule_check,
    after_user,
)
from nodes.aggregate import Aggregate
from nodes.expert_check import ExpertCheck
from nodes.fill import Fill
from nodes.initialize import Initialize
from nodes.inject import Inject
from nodes.judge import Judge
from nodes.node import Actors, Nodes
from nodes.play_assistant import PlayAssistant
from nodes.play_tools import PlayTools
from nodes.play_user import PlayUser
from nodes.rule_check import RuleCheck
from nodes.rules.catalogue import RULES
from nodes.rules.rule import Rule
from nodes.set_task import SetTask
from state.dialogue_state import DialogueState, Seed
from state.environment import Pool
from state.model import ChatModel, Role

Place = TypeVar("Place", bound=str)

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
    graph.add_conditional_edges("initialize", _inline(after_initialize))
    graph.add_conditional_edges("inject", _inline(after_inject))
    graph.add_conditional_edges("fill", _inline(after_fill))
    graph.add_conditional_edges("judge", _inline(after_judge))
    graph.add_conditional_edges("rule-check", _inline(after_rule_check))
    graph.add_edge("expert-check", "aggregate")
    graph.add_conditional_edges("aggregate", _inline(after_aggregate))
    return graph.compile(checkpointer=checkpointer)


def default_actors(models: Mapping[Role, ChatModel], pool: Pool, rules: tuple[Rule, ...] = RULES) -> Actors:
    """The baseline's as we have them. Every role of it has a model."""
    return Actors(
        initialize=SetTask(models["writer"], pool),
        user=PlayUser(models["user"]),
        assistant=PlayAssistant(models["assistant"]),
        tool=PlayTools(models["tool"], pool),
        rule_check=RuleCheck(rules),
        expert_check=ExpertCheck(models["expert"]),
        aggregate=Aggregate(),
    )


def build_baseline(actors: Actors, checkpointer: Any = None) -> DialogueGraph:  # noqa: ANN401 - LangGraph's own type
    """Wire the baseline: the same task before, the same verification after, and a talk in between."""
    graph = StateGraph(DialogueState, input_schema=Seed)
    graph.add_node("initialize", actors.initialize)
    graph.add_node("user", actors.user)
    graph.add_node("assistant", actors.assistant)
    graph.add_node("tool", actors.tool)
    graph.add_node("rule-check", actors.rule_check)
    graph.add_node("expert-check", actors.expert_check)
    graph.add_node("aggregate", actors.aggregate)
    graph.add_edge(START, "initialize")
    graph.add_edge("initialize", "user")
    graph.add_conditional_edges("user", _inline(after_user))
    graph.add_conditional_edges("assistant", _inline(after_assistant))
    graph.add_edge("tool", "assistant")
    graph.add_conditional_edges("rule-check", _inline(after_rule_check))
    graph.add_edge("expert-check", "aggregate")
    graph.add_edge("aggregate", END)
    return graph.compile(checkpointer=checkpointer)


def _inline(route: Callable[[DialogueState], Place]) -> Callable[[DialogueState], Awaitable[Place]]:
    """LangGraph runs plain functions in a thread of their own, which costs more than a route takes."""

    @wraps(route)
    async def routed(state: DialogueState) -> Place:
        return route(state)

    return routed
