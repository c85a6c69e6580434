"""The ways to make a dialogue: from settings, models and a pool to a compiled graph."""

from collections.abc import Callable, Mapping

from graph.build import DialogueGraph, build_baseline, build_graph, default_actors, default_nodes
from graph.settings import Settings
from graph.swap import swap
from graph.verification import with_verification
from state.budget import Method
from state.environment import Pool
from state.model import ChatModel, Role

Models = Mapping[Role, ChatModel]


def _refined(settings: Settings, models: Models, pool: Pool) -> DialogueGraph:
    nodes = default_nodes(models["writer"], pool, judge=models["judge"], expert=models["expert"])
    return build_graph(swap(with_verification(nodes, settings, models["expert"]), settings.nodes))


def _played(settings: Settings, models: Models, pool: Pool) -> DialogueGraph:
    actors = with_verification(default_actors(models, pool), settings, models["expert"])
    return build_baseline(swap(actors, settings.nodes))


GRAPHS: dict[Method, Callable[[Settings, Models, Pool], DialogueGraph]] = {"toolace-mt": _refined, "mas": _played}
