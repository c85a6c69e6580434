"""The settings of one shard: its dialogues, a folder of its own, and its share of what the whole run may take."""

from pathlib import Path
from typing import Any

from graph.roles import RoleOptions
from graph.settings import Settings
from graph.shards.division import Part

RATES = ("requests_per_minute", "tokens_per_minute")


def share_of(settings: Settings, part: Part, scratch: Path) -> Settings:
    """Divide limits among all shards, as all of them will run, and rates among those that run at once."""
    of = part.shard.of
    at_once = min(settings.shards_at_once or of, of)
    own: dict[str, Any] = {name: _divided(getattr(settings, name), at_once) for name in RATES}
    own |= {
        "max_cost": _divided(settings.max_cost, of),
        "max_calls": settings.max_calls and max(1, settings.max_calls // of),
        "roles": {role: _options(said, at_once) for role, said in settings.roles.items()},
        "count": part.numbers.stop,
        "out": scratch / part.name,
    }
    return settings.model_copy(update=own)


def _options(said: RoleOptions, at_once: int) -> RoleOptions:
    rates = {name: rate for name, rate in said.said().items() if name in RATES}
    return said.model_copy(update={name: _divided(rate, at_once) for name, rate in rates.items()})


def _divided(most: float | None, among: int) -> float | None:
    return most and most / among
