"""From settings to who verifies a dialogue: which experts are asked, and how their answers are counted."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple, TypeVar

from graph.settings import Experts, Settings, nearest
from nodes.aggregate import Aggregate
from nodes.expert_check import ExpertCheck
from nodes.node import Actors, Node, Nodes
from nodes.similarity import SIMILARITY, Similarity
from nodes.single_expert import SingleExpert
from prompts.wording import QUESTIONS
from state.errors import ConfigurationError
from state.model import ChatModel

Cast = TypeVar("Cast", Nodes, Actors)

EXPERTS: Mapping[Experts, Callable[[Settings, ChatModel], Node]] = {
    "each": lambda settings, model: ExpertCheck(model, samples=settings.expert_samples),
    "single": lambda settings, model: SingleExpert(model, samples=settings.expert_samples),
    "similarity": lambda settings, model: Similarity(settings.min_similarity),
    "none": lambda settings, model: ExpertCheck(model, questions={}),
}


class Verifiers(NamedTuple):
    """Who is asked, and who counts the answers."""

    expert_check: Node
    aggregate: Node


def with_verification(nodes: Cast, settings: Settings, expert: ChatModel) -> Cast:
    """The nodes with the two that the settings ask for."""
    return replace(nodes, **verifiers(settings, expert)._asdict())


def verifiers(settings: Settings, expert: ChatModel) -> Verifiers:
    """The two nodes that the settings ask for."""
    if "expert_check" not in {name.replace("-", "_") for name in settings.nodes}:
        _refuse_unknown(settings.weights)
    aggregate = Aggregate(
        policy=settings.policy,
        unanswered=settings.unanswered,
        weights=settings.weights,
        needed=settings.needed_share,
        keep_turns=settings.keep_turns,
    )
    return Verifiers(EXPERTS[settings.experts](settings, expert), aggregate)


def _refuse_unknown(weights: Iterable[str]) -> None:
    known = (*QUESTIONS, SIMILARITY)
    for name in weights:
        if name not in known:
            words = f"weights: there is no question {name!r}{nearest(name, known)}; known are {', '.join(known)}"
            raise ConfigurationError(words)
