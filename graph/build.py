"""The graphs, written out: seven nodes each, and the ways between them."""

from collections.abc import Callable, Mapping
from typing import Any, get_args, get_type_hints

from langchain_core.runnables import Runnable, RunnableConfig
from langgraph.graph import END, START
from langgraph.graph.state import CompiledStateGraph

from graph.channel import unwired
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
    graph = unwired(
        {
            "initialize": nodes.initialize,
            "inject": nodes.inject,
            "fill": nodes.fill,
            "judge": nodes.judge,
            "rule-check": nodes.rule_check,
            "expert-check": nodes.expert_check,
            "aggregate": nodes.aggregate,
        }
    )
    graph.add_edge(START, "initialize")
    graph.add_conditional_edges("initialize", *_inline(after_initialize))
    graph.add_conditional_edges("inject", *_inline(after_inject))
    graph.add_conditional_edges("fill", *_inline(after_fill))
    graph.add_conditional_edges("judge", *_inline(after_judge))
    graph.add_conditional_edges("rule-check", *_inline(after_rule_check))
    graph.add_edge("expert-check", "aggregate")
    graph.add_conditional_edges("aggregate", *_inline(after_aggregate))
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
    graph = unwired(
        {
            "initialize": actors.initialize,
            "user": actors.user,
            "assistant": actors.assistant,
            "tool": actors.tool,
            "rule-check": actors.rule_check,
            "expert-check": actors.expert_check,
            "aggregate": actors.aggregate,
        }
    )
    graph.add_edge(START, "initialize")
    graph.add_edge("initialize", "user")
    graph.add_conditional_edges("user", *_inline(after_user))
    graph.add_conditional_edges("assistant", *_inline(after_assistant))
    graph.add_edge("tool", "assistant")
    graph.add_conditional_edges("rule-check", *_inline(after_rule_check))
    graph.add_edge("expert-check", "aggregate")
    graph.add_edge("aggregate", END)
    return graph.compile(checkpointer=checkpointer)


def _inline(route: Callable[[DialogueState], str]) -> tuple[Runnable[DialogueState, str], list[str]]:
    """A route in the form in which LangGraph just calls it, and where it may lead."""
    return _Route(route), list(get_args(get_type_hints(route)["return"]))


class _Route(Runnable[DialogueState, str]):
    """Plain functions would run in a thread each, coroutines in a task each: that costs more than a route takes."""

    def __init__(self, route: Callable[[DialogueState], str]) -> None:
        self.name = route.__name__
        self.route = route

    def invoke(self, input: DialogueState, config: RunnableConfig | None = None, **kwargs: object) -> str:
        return self.route(input)

    async def ainvoke(self, input: DialogueState, config: RunnableConfig | None = None, **kwargs: object) -> str:
        return self.route(input)
