"""From settings to a machine that makes dialogues: models, tools, nodes, graph. Imports them only when asked to."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, runtime_checkable

from graph.costs import prices_of
from graph.crowd import Generate
from graph.journal.journal import Journal
from graph.models.endpoint import Endpoint, ModelSpec
from graph.models.notices import Tell
from graph.models.pace import Paced, own_pace
from graph.progress import announcing
from graph.settings import Settings
from graph.spending import Meter, Watched
from graph.tools.memory import FORGETFUL, Memory
from graph.tools.sampled_pool import Supply
from state.environment import Pool
from state.errors import ConfigurationError
from state.model import ChatModel, Role
from state.tool import Tool


@dataclass(frozen=True, slots=True)
class Machine:
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
    journal: Journal = field(default_factory=Journal)
    """Keeps what `generate` is told, while somebody holds it open."""
    drain: Callable[[], None] = lambda: None
    """Has every dialogue stop at its next step, for good."""

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


Assemble = Callable[..., Machine]
"""Takes the settings; on a cluster a `Reach` by that name too."""


class Reach(NamedTuple):
    """How endpoints are reached where others ask them too."""

    tell: Tell
    """Hears of an endpoint that is down, back, or given up."""
    paced: Paced = own_pace


def assemble(
    settings: Settings,
    around: Callable[[ChatModel], ChatModel] = lambda model: model,
    reach: Reach | None = None,
) -> Machine:
    """Open models and tools and build the graph once; `ConfigurationError` where one of them cannot be had.

    `around` may put something before each model, which hears what is asked and what comes back. Without a `reach`
    this process is the only one that asks.
    """
    from langgraph.runtime import RunControl

    from graph.generate import Generator
    from graph.journal.journalled import JournalledPool, JournalledResults
    from graph.methods import GRAPHS
    from graph.tools.timeline import Remembering

    meter, journal, control = Meter(prices_of(settings), model_names(settings)), Journal(), RunControl()
    stock = stock_of(settings, JournalledResults(journal))
    opened = _models(settings, reach or Reach(announcing(settings)))
    kept = _keeping(settings, meter, journal)
    models = {role: kept(model, Watched(around(model), meter)) for role, model in opened.items()}
    pool = Remembering(JournalledPool(stock.pool, journal))
    graph = GRAPHS[settings.method](settings, models, pool)
    return Machine(
        Generator(graph, pool, meter, pool.fresh, journal, control, settings.method),
        stock.tools,
        meter,
        stock.rejected,
        stock.warnings,
        tuple({id(model): model for model in opened.values()}.values()),
        journal,
        control.request_drain,
    )


def _keeping(settings: Settings, meter: Meter, journal: Journal) -> Callable[[ChatModel, Watched], ChatModel]:
    """Keep what models answer, and have them asked nothing that was answered before."""
    from graph.journal.journalled import Journalled
    from graph.journal.recording import read_recording
    from graph.models.replay import ReplayModel

    shared = (read_recording(settings.answers_from),) if settings.answers_from else ()

    def kept(model: ChatModel, watched: Watched) -> ChatModel:
        recordings = (model.recording, *shared) if isinstance(model, ReplayModel) else shared
        return Journalled(watched, journal, meter, recordings)

    return kept


class Stock(NamedTuple):
    """The pool of a run."""

    pool: Pool
    tools: tuple[Tool, ...]
    """Those that can be drawn."""
    rejected: int = 0
    warnings: tuple[str, ...] = ()


def stock_of(settings: Settings, memory: Memory = FORGETFUL) -> Stock:
    """Open the pool of a run, and choose of its tools as the settings say. `memory` keeps what must not run twice."""
    from graph.tools.sampled_pool import sampled
    from graph.tools.sampling import Sampling
    from graph.tools.selecting import select

    supply, rejected, warnings = _supply(settings, memory)
    tools = select(supply.tools, settings.domains, settings.servers)
    sampling = Sampling(settings.sampling, settings.distractors, settings.most_per_tool, settings.most_per_domain)
    pool = sampled(supply, tools, sampling, settings.seed)
    pool.sampler.check(settings.tries())
    return Stock(pool, tools, rejected, warnings)


class _Supplied(NamedTuple):
    supply: Supply
    rejected: int = 0
    warnings: tuple[str, ...] = ()


def _supply(settings: Settings, memory: Memory) -> _Supplied:
    if settings.mcp or settings.mcp_config:
        return _served(settings, memory)
    if settings.tools is not None:
        from graph.tools.file_pool import read_pool

        file_pool = read_pool(settings.tools, exclude_benchmarks=settings.exclude_benchmarks)
        return _Supplied(file_pool, len(file_pool.rejected), file_pool.warnings)
    from graph.tools.builtin.pool import BuiltinPool

    return _Supplied(BuiltinPool())


def _served(settings: Settings, memory: Memory) -> _Supplied:
    """The tools of MCP servers."""
    from graph.tools.mcp.servers import Limits, Trust, find_servers

    try:
        from graph.tools.mcp.pool import open_servers
    except ModuleNotFoundError as error:
        raise ConfigurationError("MCP servers need the extra `mcp`: pip install -e '.[mcp]'") from error
    servers = find_servers(settings.mcp or (), settings.mcp_config)
    limits = Limits(call=settings.mcp_timeout, memory=settings.mcp_memory, result=settings.mcp_result)
    trust = Trust(frozenset(settings.mcp_live or ()), frozenset(settings.mcp_repeatable or ()))
    pool = open_servers(servers, settings.mcp_setup, limits, trust, settings.mcp_servers, memory)
    if settings.estimate:
        from graph.tools.file_pool import FilePool

        # An estimate does nothing, least of all on servers of others.
        described = tuple(tool.model_copy(update={"executed": False}) for tool in pool.tools)
        return _Supplied(FilePool(described), len(pool.rejected))
    return _Supplied(pool, len(pool.rejected))


def _models(settings: Settings, reach: Reach) -> dict[Role, ChatModel]:
    """Open what plays each role; roles on one endpoint share its connection and its limits."""
    from graph.models.open import open_models

    return open_models({role: spec_of(settings, role) for role in settings.cast}, *reach)


def model_names(settings: Settings) -> dict[Role, Hashable]:
    """What tells one model from another, for those who count."""
    specs = {role: spec_of(settings, role) for role in settings.cast}
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
        answer_method=options.answer_method,
        strict=options.strict,
        max_tokens=options.max_tokens,
        token_parameter=options.token_parameter,
        reasoning_effort=options.reasoning_effort,
        flaw_rate=settings.flaw_rate,
    )
