"""Counts what calls to models take, call by call, whatever becomes of their dialogue."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from graph.costs import Prices
from graph.prefixes import Prefixes, Sent
from state.model import Asked, ChatModel, Reply, Request, Role, Usage
from state.record import Spent

NOTHING = Spent()


@dataclass(slots=True)
class Account:
    """What one dialogue has taken so far."""

    by_role: dict[Role, Spent] = field(default_factory=dict)
    by_node: dict[str, Spent] = field(default_factory=dict)
    prefixes: dict[Hashable, Prefixes] = field(default_factory=dict)
    """By model."""

    def add(self, role: Role, node: str, spent: Spent) -> None:
        """Enter one call."""
        self.by_role[role] = self.by_role.get(role, NOTHING) + spent
        self.by_node[node] = self.by_node.get(node, NOTHING) + spent

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
    total: Spent = NOTHING
    """What this session has spent."""
    watch: Callable[[], None] = lambda: None
    """Told whenever that has grown."""
    open: dict[str, Account] = field(default_factory=dict)
    """By id of the dialogue."""

    def send(self, request: Request) -> Sent:
        """Measure what is about to be sent."""
        prefixes = self._account(request.dialogue_id).prefixes
        return prefixes.setdefault(self.names.get(request.role), Prefixes()).send(request.messages)

    def enter(self, request: Request, sent: Sent, usage: Usage, *, fresh: bool = True) -> None:
        """Count a call that has ended; one that is not `fresh` was answered from what an earlier session was told."""
        spent = self._spent(request.role, usage, sent)
        self._account(request.dialogue_id).add(request.role, request.node, spent)
        if fresh:
            self.total += spent
            self.watch()

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

    def _account(self, id: str) -> Account:
        return self.open.setdefault(id, Account())

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
        usage, sent = Usage(), self.meter.send(request)
        try:
            reply = await self.model.complete(request)
            usage = reply.usage
            return reply
        finally:
            self.meter.enter(request, sent, usage)


def summed(parts: Iterable[Spent]) -> Spent:
    """Add up."""
    return sum(parts, NOTHING)
