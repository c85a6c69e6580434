"""From settings to a machine that makes dialogues: models, tools, nodes, graph. Imports them only when asked to."""

from collections.abc import Callable, Hashable
from typing import NamedTuple, Protocol, runtime_checkable

from graph.costs import prices_of
from graph.crowd import Generate
from graph.models.endpoint import Endpoint, ModelSpec
from graph.progress import announcing
from graph.roles import PIPELINE
from graph.settings import Settings
from graph.spending import Meter, Watched
from graph.tools.sampled_pool import Supply
from state.environment import Pool
from state.model import ChatModel, Role
from state.tool import Tool


class Machine(NamedTuple):
    """What a run needs: a way to make one dialogue, and the tools it draws from."""

    generate: Generate
    tools: tuple[Tool, ...]
    meter: Meter
    """Counts the calls of `generate`."""
    rejected: int = 0
    """Entries of the pool that are not usable tools."""
    warnings: tuple[str, ...] = ()
    """What the operator should know of the pool."""
    models: "tuple[ChatModel | Closing, ...]" = ()

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


def assemble(settings: Settings, around: Callable[[ChatModel], ChatModel] = lambda model: model) -> Machine:
    """Open models and tools and build the graph once; `ConfigurationError` where one of them cannot be had.

    `around` may put something before each model, which hears what is asked and what comes back.
    """
    from graph.build import build_graph, default_nodes
    from graph.generate import Generator
    from graph.swap import swap
    from graph.tools.timeline import Remembering
    from graph.verification import with_verification

    stock = stock_of(settings)
    opened = _models(settings)
    meter = Meter(prices_of(settings), model_names(settings))
    models = {role: Watched(around(model), meter) for role, model in opened.items()}
    pool = Remembering(stock.pool)
    nodes = default_nodes(models["writer"], pool, judge=models["judge"], expert=models["expert"])
    graph = build_graph(swap(with_verification(nodes, settings, models["expert"]), settings.nodes))
    generate = Generator(graph, pool, meter)
    distinct = tuple({id(model): model for model in opened.values()}.values())
    return Machine(generate, stock.tools, meter, stock.rejected, stock.warnings, distinct)


class Stock(NamedTuple):
    """The pool of a run."""

    pool: Pool
    tools: tuple[Tool, ...]
    """Those that can be drawn."""
    rejected: int = 0
    warnings: tuple[str, ...] = ()


def stock_of(settings: Settings) -> Stock:
    """Open the pool of a run, and choose of its tools as the settings say."""
    from graph.tools.sampled_pool import sampled
    from graph.tools.sampling import Sampling
    from graph.tools.selecting import select

    supply, rejected, warnings = _supply(settings)
    tools = select(supply.tools, settings.domains, settings.servers)
    sampling = Sampling(settings.sampling, settings.distractors, settings.most_per_tool, settings.most_per_domain)
    pool = sampled(supply, tools, sampling, settings.seed)
    pool.sampler.check(settings.tries())
    return Stock(pool, tools, rejected, warnings)


class _Supplied(NamedTuple):
    supply: Supply
    rejected: int = 0
    warnings: tuple[str, ...] = ()


def _supply(settings: Settings) -> _Supplied:
    if settings.tools is not None:
        from graph.tools.file_pool import read_pool

        file_pool = read_pool(settings.tools, exclude_benchmarks=settings.exclude_benchmarks)
        return _Supplied(file_pool, len(file_pool.rejected), file_pool.warnings)
    from graph.tools.builtin.pool import BuiltinPool

    return _Supplied(BuiltinPool())


def _models(settings: Settings) -> dict[Role, ChatModel]:
    """Open what plays each role; roles on one endpoint share its connection and its limits."""
    from graph.models.open import open_models

    return open_models({role: spec_of(settings, role) for role in PIPELINE}, announcing(settings))


def model_names(settings: Settings) -> dict[Role, Hashable]:
    """What tells one model from another, for those who count."""
    specs = {role: spec_of(settings, role) for role in PIPELINE}
    return {role: (spec.model, spec.endpoint.identity) for role, spec in specs.items()}


def spec_of(settings: Settings, role: Role) -> ModelSpec:
    """What plays this role, in the words of `graph.models`."""
    options = settings.options(role)
    endpoint = Endpoint(
        base_url=options.base_url or None,
        key_variable=options.key_variable or "",
        timeout=options.timeout,
        in_flight=options.in_flight,
        requests_per_minute=options.requests_per_minute,
        tokens_per_minute=options.tokens_per_minute,
        attempts=options.attempts,
        give_up_after=options.give_up_after,
    )
    return ModelSpec(
        model=options.model,
        endpoint=endpoint,
        temperature=options.temperature,
        method=options.method,
        strict=options.strict,
        max_tokens=options.max_tokens,
        token_parameter=options.token_parameter,
        reasoning_effort=options.reasoning_effort,
        flaw_rate=settings.flaw_rate,
    )
