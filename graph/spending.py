"""Counts what calls to models take, call by call, whatever becomes of their dialogue."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from graph.costs import Prices
from graph.prefixes import Prefixes, Sent
from state.model import Asked, ChatModel, Reply, Request, Role, Usage
from state.record import Spent

NOTHING = Spent()


@dataclass(slots=True)
class Sum:
    """What many calls took. It grows in place, where adding one `Spent` to another would make a new one each time."""

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    reasoning_tokens: int = 0
    characters: int = 0
    repeated: int = 0
    cost: float | None = None

    def add(self, spent: Spent) -> None:
        """Add; what has no cost adds none."""
        usage = spent.usage
        self.calls += spent.calls
        self.prompt_tokens += usage.prompt_tokens
        self.completion_tokens += usage.completion_tokens
        self.cached_tokens += usage.cached_tokens
        self.reasoning_tokens += usage.reasoning_tokens
        self.characters += spent.characters
        self.repeated += spent.repeated
        if spent.cost is not None:
            self.cost = (self.cost or 0) + spent.cost

    @property
    def spent(self) -> Spent:
        """What it has come to."""
        usage = Usage(
            prompt_tokens=self.prompt_tokens,
            completion_tokens=self.completion_tokens,
            cached_tokens=self.cached_tokens,
            reasoning_tokens=self.reasoning_tokens,
        )
        return Spent(calls=self.calls, usage=usage, characters=self.characters, repeated=self.repeated, cost=self.cost)


@dataclass(slots=True)
class Account:
    """What one dialogue has taken so far."""

    prefixes: defaultdict[Hashable, Prefixes] = field(default_factory=lambda: defaultdict(Prefixes))
    """By model."""
    _by_role: defaultdict[Role, Sum] = field(default_factory=lambda: defaultdict(Sum))
    _by_node: defaultdict[str, Sum] = field(default_factory=lambda: defaultdict(Sum))

    def add(self, role: Role, node: str, spent: Spent) -> None:
        """Enter one call."""
        self._by_role[role].add(spent)
        self._by_node[node].add(spent)

    @property
    def by_role(self) -> dict[Role, Spent]:
        """What the calls of each role took."""
        return {role: each.spent for role, each in self._by_role.items()}

    @property
    def by_node(self) -> dict[str, Spent]:
        """What the calls of each node took."""
        return {node: each.spent for node, each in self._by_node.items()}

    @property
    def total(self) -> Spent:
        """All of it."""
        return summed(self.by_role.values())


@dataclass(slots=True)
class Meter:
    """The accounts of all dialogues in the making, and the sum over the run."""

    prices: Prices = field(default_factory=dict)
    names: Mapping[Role, Hashable] = field(default_factory=dict)
    """Tell one model from another; roles that share a model share its name."""
    watch: Callable[[], None] = lambda: None
    """Told whenever more was spent."""
    open: defaultdict[str, Account] = field(default_factory=lambda: defaultdict(Account))
    """By id of the dialogue."""
    _total: Sum = field(default_factory=Sum)

    @property
    def total(self) -> Spent:
        """What this session has spent."""
        return self._total.spent

    def spend(self, spent: Spent) -> None:
        """Count what was spent."""
        self._total.add(spent)
        self.watch()

    def send(self, request: Request) -> Sent:
        """Measure what is about to be sent."""
        prefixes = self.open[request.dialogue_id].prefixes
        return prefixes[self.names.get(request.role)].send(request.messages)

    def enter(self, request: Request, sent: Sent, usage: Usage, *, fresh: bool = True) -> None:
        """Count a call that has ended; one that is not `fresh` was answered from what an earlier session was told."""
        spent = self._spent(request.role, usage, sent)
        self.open[request.dialogue_id].add(request.role, request.node, spent)
        if fresh:
            self.spend(spent)

    def priced(self, spent: Mapping[Role, Spent]) -> Spent:
        """What roles spent, in all, at the prices of this session."""
        prices = self.prices
        return summed(
            each.model_copy(update={"cost": prices[role].of(each.usage)}) if role in prices else each
            for role, each in spent.items()
        )

    def close(self, id: str, asked: Iterable[Asked]) -> Account:
        """Give the account of a dialogue that is done, with what nodes say that ask models nobody watches."""
        account = self.open.pop(id, Account())
        watched = set(account.by_node)
        for each in asked:
            if each.node not in watched:
                account.add(each.role, each.node, self._spent(each.role, each.usage, Sent(0, 0)))
        return account

    def unfinished(self) -> Spent:
        """What went into dialogues that were not finished."""
        return summed(account.total for account in self.open.values())

    def _spent(self, role: Role, usage: Usage, sent: Sent) -> Spent:
        cost = self.prices[role].of(usage) if role in self.prices else None
        return Spent(calls=1, usage=usage, characters=sent.characters, repeated=sent.repeated, cost=cost)


@dataclass(frozen=True, slots=True)
class Watched:
    """A model whose every call is counted, those that fail included."""

    model: ChatModel
    meter: Meter

    async def complete(self, request: Request) -> Reply:
        """Ask the model."""
        usage, sent = NOTHING.usage, self.meter.send(request)
        try:
            reply = await self.model.complete(request)
            usage = reply.usage
            return reply
        finally:
            self.meter.enter(request, sent, usage)


def summed(parts: Iterable[Spent]) -> Spent:
    """Add up."""
    total = Sum()
    for each in parts:
        total.add(each)
    return total.spent
