"""Every setting of a run: default, limits and one line of help. Does not know where values come from."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from state.budget import PRESETS, Budget
from state.model import Role

ENVIRONMENT_PREFIX = "TOOLACE_"
SIMULATED = "simulated"
TRIES_PER_KEPT = 5

GROUPS: dict[str, tuple[str, ...]] = {
    "how many": ("count", "accept", "max_tries", "concurrency", "seed"),
    "files and display": ("out", "tools", "display"),
    "budget of one dialogue": (
        "preset",
        "passes",
        "repairs",
        "patience",
        "min_injections",
        "max_injections",
        "verify",
    ),
    "models": (
        "model",
        "judge_model",
        "expert_model",
        "base_url",
        "key_variable",
        "temperature",
        "method",
        "max_tokens",
        "timeout",
        "attempts",
        "flaw_rate",
    ),
    "nodes": ("nodes",),
}
"""Under which heading `--help` shows a setting."""

FREE = frozenset({"out", "concurrency", "display", "count", "accept", "max_tries", "timeout", "attempts"})
"""What may change when a run is continued: none of these decides what is in a dialogue."""


class Settings(BaseSettings):
    """The settings of one run, as resolved."""

    model_config = SettingsConfigDict(env_prefix=ENVIRONMENT_PREFIX, env_ignore_empty=True, extra="forbid", frozen=True)

    count: int = Field(default=20, ge=1, description="dialogues to try")
    accept: int | None = Field(
        default=None, ge=1, description="go on until this many are kept, instead of --count (default: off)"
    )
    max_tries: int | None = Field(
        default=None,
        ge=1,
        description=f"with --accept, give up after this many tries (default: {TRIES_PER_KEPT} for each to accept)",
    )
    concurrency: int = Field(default=16, ge=1, description="dialogues in the making at once")
    seed: int = Field(default=0, description="what all random choices grow from")

    out: Path | None = Field(
        default=None, description="run folder; one that is there is continued (default: the next free runs/NNN)"
    )
    tools: Path | None = Field(
        default=None, description="tool pool, OpenAI functions as JSON lines (default: the built-in pool)"
    )
    display: Literal["auto", "plain", "quiet"] = Field(
        default="auto",
        description="auto: live on a terminal, else JSON lines on stderr; plain: always JSON lines; quiet: neither",
    )

    preset: str = Field(default="default", description=f"row of budgets: {', '.join(PRESETS)}")
    passes: int | None = Field(default=None, ge=0, description="refinements of a dialogue (default: the preset's)")
    repairs: int | None = Field(
        default=None, ge=0, description="how often a rejected dialogue is mended (default: the preset's)"
    )
    patience: int | None = Field(
        default=None, ge=1, description="stop refining after this many rejections in a row (default: the preset's)"
    )
    min_injections: int | None = Field(
        default=None, ge=0, le=4, description="fewest complexities of a dialogue (default: the preset's)"
    )
    max_injections: int | None = Field(
        default=None, ge=0, le=4, description="most complexities of a dialogue (default: the preset's)"
    )
    verify: bool | None = Field(
        default=None, description="check with rules and experts at the end (default: the preset's)"
    )

    model: str = Field(default=SIMULATED, description="the writer: simulated, or openai:NAME")
    judge_model: str | None = Field(default=None, description="the judge (default: the writer's model)")
    expert_model: str | None = Field(default=None, description="the experts (default: the writer's model)")
    base_url: str | None = Field(
        default=None, description="address of an OpenAI-compatible endpoint (default: OpenAI's own)"
    )
    key_variable: str = Field(default="OPENAI_API_KEY", description="environment variable that holds the key")
    temperature: float | None = Field(
        default=None, ge=0, le=2, description="of every model (default: the endpoint's own)"
    )
    method: Literal["json_schema", "function_calling", "json_mode"] = Field(
        default="json_schema", description="how the shape of answers is asked for"
    )
    max_tokens: int | None = Field(
        default=None, ge=1, description="longest answer, in tokens (default: the endpoint's own)"
    )
    timeout: float = Field(default=120.0, gt=0, description="seconds to wait for an endpoint")
    attempts: int = Field(default=6, ge=1, description="tries of a call that an endpoint could not serve")
    flaw_rate: float = Field(
        default=0.15, ge=0, le=1, description="share of answers in which the simulated model plants a fault"
    )

    nodes: dict[str, str] = Field(
        default={}, description="put your own node in place of one of the seven; repeatable (default: none)"
    )

    @field_validator("preset")
    @classmethod
    def _known_preset(cls, preset: str) -> str:
        if preset not in PRESETS:
            raise ValueError(f"unknown preset{nearest(preset, PRESETS)}; known are {', '.join(PRESETS)}")
        return preset

    @field_validator("key_variable")
    @classmethod
    def _a_name_not_a_key(cls, name: str) -> str:
        if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
            raise ValueError("must be the name of an environment variable, not the key itself")
        return name

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        budget = self.budget()
        if budget.min_injections > budget.max_injections:
            raise ValueError(
                f"min_injections is {budget.min_injections}, above max_injections, which is {budget.max_injections}; "
                "set both"
            )
        if self.max_tries is not None and self.accept is None:
            raise ValueError("max_tries limits accept, which is not set; without accept, set count")
        if self.accept is not None and self.tries() < self.accept:
            raise ValueError(f"max_tries is {self.max_tries}, fewer than the {self.accept} to accept")
        if self.base_url is not None and len(self.simulated_roles()) == len(self.models()):
            raise ValueError("base_url is set, but every model is simulated; set model to openai:NAME as well")
        return self

    def budget(self) -> Budget:
        """The preset, with what was set on top of it."""
        row = PRESETS[self.preset]
        chosen = {name: getattr(self, name) for name in Budget.model_fields if name in type(self).model_fields}
        return row.model_copy(update={name: value for name, value in chosen.items() if value is not None})

    def tries(self) -> int:
        """How many dialogues may be tried at most."""
        return self.count if self.accept is None else self.max_tries or TRIES_PER_KEPT * self.accept

    def models(self) -> dict[Role, str]:
        """The model of each role."""
        return {
            "writer": self.model,
            "judge": self.judge_model or self.model,
            "expert": self.expert_model or self.model,
        }

    def simulated_roles(self) -> tuple[Role, ...]:
        """The roles that no language model plays."""
        return tuple(role for role, model in self.models().items() if model.strip() == SIMULATED)

    def table(self) -> dict[str, object]:
        """What `run.toml` keeps: everything but the folder itself, unset values and credentials."""
        values: dict[str, object] = self.model_dump(mode="json", exclude_none=True, exclude={"out"})
        if self.base_url is not None:
            values["base_url"] = without_credentials(self.base_url)
        return values


def without_credentials(url: str) -> str:
    """The address without user, password and query, where keys like to hide."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()


def nearest(name: str, known: Iterable[str]) -> str:
    """A question that names what was probably meant, or nothing."""
    close = get_close_matches(name, tuple(known), n=1, cutoff=0.5)
    return f" (did you mean {close[0]!r}?)" if close else ""
