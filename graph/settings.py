"""Every setting of a run: default, limits and one line of help. Does not know where values come from."""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from graph.cluster.options import ClusterOptions
from graph.roles import CAST, KEY_VARIABLE, PRICES, SHARED, SIMULATED, UNSET, ModelOptions, RoleOptions, nested
from graph.shards.options import FolderOptions
from graph.tools.drawing import MOST_DISTRACTORS
from graph.tools.mcp_options import McpOptions
from graph.tools.sampling import Kind
from nodes.policies import NEEDED, Policy, Unanswered
from nodes.similarity import LEAST
from state.budget import PRESETS, Budget, Method, misfit, without_refinement
from state.model import Role

Experts = Literal["each", "single", "similarity", "none"]
Weight = Annotated[float, Field(ge=0, allow_inf_nan=False)]

ENVIRONMENT_PREFIX = "TOOLACE_"
TRIES_PER_KEPT = 5

GROUPS: dict[str, tuple[str, ...]] = {
    "how many": ("count", "accept", "max_tries", "concurrency", "seed"),
    "one of many processes": ("shard", "scratch", "shards_at_once"),
    "a cluster": tuple(ClusterOptions.model_fields),
    "files and display": ("out", "record", "answers_from", "tools", "exclude_benchmarks", "display"),
    "tools of a dialogue": ("sampling", "distractors", "domains", "servers", "most_per_tool", "most_per_domain"),
    "tools of MCP servers": tuple(McpOptions.model_fields),
    "budget of one dialogue": (
        "method",
        "preset",
        "passes",
        "repairs",
        "rounds",
        "masks",
        "patience",
        "min_injections",
        "max_injections",
        "max_user_turns",
        "max_steps",
        "verify",
    ),
    "verification": (
        "experts",
        "expert_samples",
        "min_similarity",
        "policy",
        "unanswered",
        "needed_share",
        "weights",
        "keep_turns",
    ),
    "models": (
        "model",
        "base_url",
        "key_variable",
        "temperature",
        "answer_method",
        "strict",
        "max_tokens",
        "token_parameter",
        "reasoning_effort",
        "flaw_rate",
    ),
    "limits of an endpoint": (
        "in_flight",
        "requests_per_minute",
        "tokens_per_minute",
        "timeout",
        "attempts",
        "give_up_after",
    ),
    "cost": ("prompt_price", "cached_price", "completion_price", "max_cost", "max_calls", "estimate"),
    "one role apart from the others": ("roles",),
    "nodes": ("nodes",),
}
"""Under which heading `--help` shows a setting."""

FREE = frozenset(
    {"out", "concurrency", "display", "count", "accept", "max_tries", "max_cost", "max_calls", "estimate"}
    | {"mcp_servers", "mcp_timeout", "mcp_memory"}
    | {*SHARED, *PRICES, *ClusterOptions.model_fields}
)
"""What may change when a run is continued: none of these decides what is in a dialogue."""


class Settings(ModelOptions, FolderOptions, ClusterOptions, McpOptions, BaseSettings):
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
    concurrency: int = Field(default=16, ge=1, description="dialogues in the making at once (of each actor)")
    seed: int = Field(default=0, description="what all random choices grow from")

    record: bool = Field(
        default=False, description="keep every answer with its request, to be replayed with --model replay:FOLDER"
    )
    answers_from: Path | None = Field(
        default=None, description="recorded run; what it was asked is answered from it, not by models (default: none)"
    )
    tools: Annotated[tuple[str, ...] | None, NoDecode] = Field(
        default=None,
        min_length=1,
        description="file or folder of tools, or Python functions as MODULE:ATTRIBUTE; repeatable (default: the "
        "built-in pool)",
    )
    exclude_benchmarks: bool = Field(default=False, description="leave tools of known evaluation sets out of the pool")

    display: Literal["auto", "plain", "quiet"] = Field(
        default="auto",
        description="auto: live on a terminal, else JSON lines on stderr; plain: always JSON lines; quiet: neither",
    )

    sampling: Kind = Field(
        default="related", description="related: tools that go together, little used ones first; uniform: any"
    )
    distractors: int | None = Field(
        default=None,
        ge=0,
        le=MOST_DISTRACTORS,
        description="how many tools of a dialogue come from elsewhere (default: one or two)",
    )
    domains: tuple[str, ...] | None = Field(
        default=None, min_length=1, description="draw tools of this domain only; repeatable (default: all)"
    )
    servers: tuple[str, ...] | None = Field(
        default=None, min_length=1, description="draw tools of this server only; repeatable (default: all)"
    )
    most_per_tool: int | None = Field(
        default=None, ge=1, description="in how many dialogues a tool may be on offer (default: no limit)"
    )
    most_per_domain: int | None = Field(
        default=None, ge=1, description="how many dialogues may begin with a tool of one domain (default: no limit)"
    )

    method: Method = Field(
        default="toolace-mt",
        description="toolace-mt: a skeleton that is refined; mas: the baseline, agents that talk turn by turn",
    )
    preset: str = Field(default="default", description=f"row of budgets: {', '.join(PRESETS)}")
    passes: int | None = Field(default=None, ge=0, description="refinements of a dialogue (default: the preset's)")
    repairs: int | None = Field(
        default=None, ge=0, description="how often a rejected dialogue is mended (default: the preset's)"
    )
    rounds: int | None = Field(
        default=None, ge=1, description="stop when every turn was refined so often (default: the preset's)"
    )
    masks: int | None = Field(default=None, ge=1, description="most turns masked at once (default: the preset's)")
    patience: int | None = Field(
        default=None, ge=1, description="stop refining after so many passes without a change (default: the preset's)"
    )
    min_injections: int | None = Field(
        default=None, ge=0, le=4, description="fewest complexities of a dialogue (default: the preset's)"
    )
    max_injections: int | None = Field(
        default=None, ge=0, le=4, description="most complexities of a dialogue (default: the preset's)"
    )
    max_user_turns: int | None = Field(
        default=None, ge=1, description="mas: after so many user turns the talk is over (default: the preset's)"
    )
    max_steps: int | None = Field(
        default=None, ge=1, description="mas: most turns with calls before a reply (default: the preset's)"
    )
    verify: bool | None = Field(
        default=None, description="check with rules and experts at the end (default: the preset's)"
    )

    experts: Experts = Field(
        default="each",
        description="each: a call for every sub-question; single: one call for all; similarity: no model, "
        "request and outcome are compared; none",
    )
    expert_samples: int = Field(default=1, ge=1, description="how often an expert is asked; the majority counts")
    min_similarity: float = Field(
        default=LEAST, ge=0, le=1, description="with experts similarity, what request and outcome must have in common"
    )
    policy: Policy = Field(default="all", description="who has to say yes: all, majority or weighted")
    unanswered: Unanswered = Field(
        default="fail", description="how a question counts that was not answered: pass or fail"
    )
    needed_share: float = Field(
        default=NEEDED, gt=0, le=1, description="with policy weighted, the share of the weights that must say yes"
    )
    weights: dict[str, Weight] = Field(
        default={}, description="with policy weighted, another weight for a question; repeatable (default: as they are)"
    )
    keep_turns: int = Field(
        default=0,
        ge=0,
        description="keep a dialogue whose faults lie in so few assistant turns, marked as not to be learned",
    )

    flaw_rate: float = Field(
        default=0.15, ge=0, le=1, description="share of answers in which the simulated model plants a fault"
    )

    max_cost: float | None = Field(
        default=None,
        gt=0,
        description="begin no dialogue when those begun are expected to cost this much (default: no limit)",
    )
    max_calls: int | None = Field(default=None, ge=1, description="the same with calls to models (default: no limit)")
    estimate: bool = Field(
        default=False, description="make nothing; say how many calls and tokens, and what cost, are to be expected"
    )
    roles: dict[Role, RoleOptions] = Field(
        default={}, description="any of the settings above from model to prices, for one role (default: as the others)"
    )

    nodes: dict[str, str] = Field(
        default={}, description="put your own node in place of one of the seven; repeatable (default: none)"
    )

    @field_validator("tools", mode="before")
    @classmethod
    def _several_tools(cls, named: object) -> object:
        """One may be written as itself; the environment has room for no more."""
        return (str(named),) if isinstance(named, str | Path) else named

    @field_validator("preset")
    @classmethod
    def _known_preset(cls, preset: str) -> str:
        if preset not in PRESETS:
            raise ValueError(f"unknown preset{nearest(preset, PRESETS)}; known are {', '.join(PRESETS)}")
        return preset

    @field_validator("domains", "servers", mode="before")
    @classmethod
    def _one_or_more(cls, names: object) -> object:
        return (names,) if isinstance(names, str) else names

    @model_validator(mode="before")
    @classmethod
    def _nested(cls, values: Any) -> Any:  # noqa: ANN401 - whatever was given
        return nested(values) if isinstance(values, dict) else values

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        if problem := misfit(self.method, self.preset, self._limits()):
            raise ValueError(problem)
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
        if self.weights and self.policy != "weighted":
            raise ValueError(f"weights are for policy weighted, and it is {self.policy}; set policy as well")
        if self.sampling == "uniform" and self.distractors is not None:
            raise ValueError("distractors are told from related tools; with sampling = uniform there are none")
        if self.tools is not None and (self.mcp or self.mcp_config):
            raise ValueError("tools names a file of tools, and mcp servers that have some; set one of them")
        if self.shard is not None and (self.accept is not None or self.record):
            raise ValueError("shard goes with neither accept nor record, which are of a run in one piece")
        if self.shard is not None and self.cluster is not None:
            raise ValueError("shard and cluster are two ways to divide a run; set one of them")
        self._check_models()
        return self

    def _check_models(self) -> None:
        if self.base_url is not None and len(self.simulated_roles()) == len(self.models()):
            raise ValueError("base_url is set, but every model is simulated; set model to openai:NAME as well")
        for role, own in self.roles.items():
            if own.base_url is not None and self.options(role).simulated:
                raise ValueError(f"{role}_base_url is set, but the {role} is simulated; set {role}_model as well")
        unpriced = [role for role in self.cast if not self.options(role).priced]
        if self.max_cost is not None and unpriced:
            raise ValueError(
                f"max_cost needs the prices of every model, and there are none for {', '.join(unpriced)}; "
                "set prompt_price and completion_price (a role with a model of its own has prices of its own)"
            )

    def budget(self) -> Budget:
        """The preset, with what was set on top of it."""
        budget = PRESETS[self.preset].model_copy(update=self._limits())
        return without_refinement(budget) if self.method == "mas" else budget

    def _limits(self) -> dict[str, object]:
        chosen = {name: getattr(self, name) for name in Budget.model_fields if name in type(self).model_fields}
        return {name: value for name, value in chosen.items() if value is not None}

    @property
    def cast(self) -> tuple[Role, ...]:
        """The roles that the method has."""
        return CAST[self.method]

    def tries(self) -> int:
        """How many dialogues may be tried at most."""
        return self.count if self.accept is None else self.max_tries or TRIES_PER_KEPT * self.accept

    def options(self, role: Role) -> ModelOptions:
        """Everything about the model of this role: what the role says itself, and what is said in general."""
        general = self.model_dump(include=set(ModelOptions.model_fields))
        own = self.roles[role].said() if role in self.roles else {}
        # A key goes to the endpoint that it was named for, and to no other; a price is that of one model.
        if (url := own.get("base_url", self.base_url)) != self.base_url:
            general["key_variable"] = None if url else KEY_VARIABLE
        if any(own.get(name, general[name]) != general[name] for name in ("model", "base_url")):
            general |= dict.fromkeys(PRICES)
        return ModelOptions(**(general | own))

    def models(self) -> dict[Role, str]:
        """The model of each role of a run."""
        return {role: self.options(role).model for role in self.cast}

    def simulated_roles(self) -> tuple[Role, ...]:
        """The roles that no language model plays."""
        return tuple(role for role in self.cast if self.options(role).simulated)

    def rehearsal(self) -> "Settings":
        """The same run with the simulated model in every role, at the prices of the real ones.

        Without nodes of the operator's own, which may ask models that we know nothing of.
        """
        prices = {role: self.options(role).model_dump(include=set(PRICES)) for role in self.cast}
        roles = {role: RoleOptions(model=SIMULATED, **prices[role]) for role in self.cast}
        general = {"model": SIMULATED, "base_url": None, "answers_from": None, **dict.fromkeys(PRICES)}
        return self.model_copy(update={**general, "roles": roles, "nodes": {}})

    def table(self) -> dict[str, object]:
        """What `run.toml` keeps: everything but the folder itself, values that nobody set, and credentials."""
        values: dict[str, Any] = self.model_dump(
            mode="json", exclude_none=True, exclude={"estimate", *FolderOptions.model_fields}
        )
        values["roles"] = {role: own.told() for role, own in self.roles.items()}
        if self.key_variable is None:
            values["key_variable"] = UNSET
        for table in (values, *values["roles"].values()):
            if "base_url" in table:
                table["base_url"] = without_credentials(table["base_url"])
        return values


def without_credentials(url: str) -> str:
    """The address without user, password and query, where keys like to hide."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()


def nearest(name: str, known: Iterable[str]) -> str:
    """A question that names what was probably meant, or nothing."""
    close = get_close_matches(name, tuple(known), n=1, cutoff=0.5)
    return f" (did you mean {close[0]!r}?)" if close else ""
