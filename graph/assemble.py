"""From settings to a machine that makes dialogues: models, tools, nodes, graph. Imports them only when asked to."""

from collections.abc import Callable
from typing import NamedTuple, Protocol, runtime_checkable

from graph.crowd import Generate
from graph.settings import Settings
from state.environment import Pool
from state.model import ChatModel, Role
from state.tool import Tool


class Machine(NamedTuple):
    """What a run needs: a way to make one dialogue, and the tools it draws from."""

    generate: Generate
    tools: tuple[Tool, ...]
    rejected: int = 0
    """Entries of the pool that are not usable tools."""
    models: tuple[ChatModel, ...] = ()

    async def close(self) -> None:
        """Close the connections of models that have any, on the event loop that used them."""
        for model in self.models:
            if isinstance(model, Closing):
                await model.close()


@runtime_checkable
class Closing(Protocol):
    """A model with connections."""

    async def close(self) -> None:
        """Close them."""
        ...


Assemble = Callable[[Settings], Machine]


def assemble(settings: Settings) -> Machine:
    """Open models and tools and build the graph once; `ConfigurationError` where one of them cannot be had."""
    from graph.build import build_graph, default_nodes
    from graph.generate import Generator
    from graph.swap import swap

    stock = _stock(settings)
    models = _models(settings)
    nodes = default_nodes(models["writer"], stock.pool, judge=models["judge"], expert=models["expert"])
    graph = build_graph(swap(nodes, settings.nodes))
    return Machine(Generator(graph, stock.pool), stock.tools, stock.rejected, tuple(set(models.values())))


class _Stock(NamedTuple):
    pool: Pool
    tools: tuple[Tool, ...]
    rejected: int


def _stock(settings: Settings) -> _Stock:
    if settings.tools is not None:
        from graph.tools.file_pool import read_pool

        file_pool = read_pool(settings.tools)
        return _Stock(file_pool, tuple(file_pool.tools), len(file_pool.rejected))
    from graph.tools.builtin.pool import BuiltinPool

    builtin_pool = BuiltinPool()
    return _Stock(builtin_pool, tuple(builtin_pool.tools), 0)


def _models(settings: Settings) -> dict[Role, ChatModel]:
    """Open each model once, however many roles it plays."""
    from graph.models.open import open_model

    specs = settings.models()
    opened = {
        spec: open_model(
            spec,
            base_url=settings.base_url,
            key_variable=settings.key_variable,
            temperature=settings.temperature,
            method=settings.method,
            max_tokens=settings.max_tokens,
            timeout=settings.timeout,
            attempts=settings.attempts,
            flaw_rate=settings.flaw_rate,
        )
        for spec in set(specs.values())
    }
    return {role: opened[spec] for role, spec in specs.items()}
