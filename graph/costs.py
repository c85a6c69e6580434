"""What tokens cost: prices per million, and the sum for one answer. Knows no currency."""

from collections.abc import Mapping
from dataclasses import dataclass

from graph.settings import Settings
from state.model import Role, Usage

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """What one model asks for a million tokens."""

    prompt: float
    completion: float
    cached: float
    """For prompt tokens that it had kept from an earlier request."""

    def of(self, usage: Usage) -> float:
        """The cost of these tokens. Reasoning tokens are completion tokens, cached ones prompt tokens."""
        fresh = usage.prompt_tokens - usage.cached_tokens
        sums = fresh * self.prompt + usage.cached_tokens * self.cached + usage.completion_tokens * self.completion
        return sums / MILLION


Prices = Mapping[Role, Price]


def prices_of(settings: Settings) -> dict[Role, Price]:
    """The prices of all roles whose prices are known."""
    found = {}
    for role in settings.cast:
        options = settings.options(role)
        if options.prompt_price is not None and options.completion_price is not None:
            cached = options.prompt_price if options.cached_price is None else options.cached_price
            found[role] = Price(options.prompt_price, options.completion_price, cached)
    return found
