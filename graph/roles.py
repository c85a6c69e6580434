"""What can be said of the model behind a role: in general, and for one role alone. One table for files and flags."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from graph.models.endpoint import AnswerMethod, ReasoningEffort, TokenParameter
from state.budget import Method
from state.model import Role

SIMULATED = "simulated"
ROLES: tuple[Role, ...] = get_args(Role)
CAST: dict[Method, tuple[Role, ...]] = {
    "toolace-mt": ("writer", "judge", "expert"),
    "mas": ("writer", "user", "assistant", "tool", "expert"),
}
"""The roles that a run has, by its method."""
SHARED = ("in_flight", "requests_per_minute", "tokens_per_minute", "timeout", "attempts", "give_up_after")
"""What belongs to an endpoint: roles that share one cannot differ in it."""

PRICES = ("prompt_price", "cached_price", "completion_price")
KEY_VARIABLE = "OPENAI_API_KEY"
UNSET = "unset"
"""The word with which a role takes back what is said in general: no such limit, no price, the endpoint's own."""


class RoleOptions(BaseModel):
    """What one role says of its model. What it leaves open, the general settings say; a None that is said unsets it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    model: str | None = None
    base_url: str | None = Field(
        default=None, description="address of an OpenAI-compatible endpoint (default: OpenAI's own)"
    )
    key_variable: str | None = None
    temperature: float | None = Field(
        default=None, ge=0, le=2, description="how freely models write (default: the endpoint's own)"
    )
    answer_method: AnswerMethod | None = None
    strict: bool | None = None
    max_tokens: int | None = Field(
        default=None, ge=1, description="longest answer, in tokens (default: the endpoint's own)"
    )
    token_parameter: TokenParameter | None = None
    reasoning_effort: ReasoningEffort | None = Field(
        default=None, description="how hard a reasoning model thinks (default: the endpoint's own)"
    )
    in_flight: int | None = Field(default=None, ge=1)
    requests_per_minute: float | None = Field(
        default=None, gt=0, description="most requests to an endpoint (default: no limit)"
    )
    tokens_per_minute: float | None = Field(
        default=None, gt=0, description="most tokens of an endpoint, read and written (default: no limit)"
    )
    timeout: float | None = Field(default=None, gt=0)
    attempts: int | None = Field(default=None, ge=1)
    give_up_after: float | None = Field(default=None, ge=0)
    prompt_price: float | None = Field(
        default=None, ge=0, description="price of a million prompt tokens (default: unknown)"
    )
    cached_price: float | None = Field(
        default=None, ge=0, description="price of a million prompt tokens from the cache (default: the prompt price)"
    )
    completion_price: float | None = Field(
        default=None, ge=0, description="price of a million completion tokens (default: unknown)"
    )

    @model_validator(mode="before")
    @classmethod
    def _taken_back(cls, values: Any) -> Any:  # noqa: ANN401 - whatever was given
        if not isinstance(values, dict):
            return values
        return {name: None if value == UNSET and name in OPTIONAL else value for name, value in values.items()}

    def said(self) -> dict[str, Any]:
        """What was said, None where something was taken back."""
        return {name: getattr(self, name) for name in RoleOptions.model_fields if name in self.model_fields_set}

    def told(self) -> dict[str, Any]:
        """The same in the words of a file."""
        return {name: UNSET if value is None else value for name, value in self.said().items()}

    @field_validator("key_variable")
    @classmethod
    def _a_name_not_a_key(cls, name: str | None) -> str | None:
        if name is not None and not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
            raise ValueError("must be the name of an environment variable, not the key itself")
        return name


class ModelOptions(RoleOptions):
    """The same, with nothing left open that has to be known."""

    model: str = Field(
        default=SIMULATED, description="every role's model: simulated, openai:NAME, or replay:FOLDER of a recorded run"
    )
    key_variable: str | None = Field(default=KEY_VARIABLE, description="environment variable that holds the key")
    answer_method: AnswerMethod = Field(default="json_schema", description="how the shape of answers is asked for")
    strict: bool = Field(default=False, description="have the endpoint hold answers to the shape strictly")
    token_parameter: TokenParameter = Field(
        default="max_completion_tokens", description="what the endpoint calls that limit"
    )
    in_flight: int = Field(default=256, ge=1, description="most calls to an endpoint at once; adapts below it")
    timeout: float = Field(default=120.0, gt=0, description="seconds to wait for one answer")
    attempts: int = Field(default=6, ge=1, description="tries of a call that an endpoint could not serve")
    give_up_after: float = Field(
        default=600.0, ge=0, description="seconds to wait for an endpoint that is down before the run stops"
    )

    @property
    def simulated(self) -> bool:
        """No language model plays this role."""
        return self.model.strip() == SIMULATED

    @property
    def priced(self) -> bool:
        """What this model costs is known."""
        return self.prompt_price is not None and self.completion_price is not None


OPTIONAL = frozenset(
    name for name, field in ModelOptions.model_fields.items() if field.default is None or name == "key_variable"
)
"""What can be taken back: everything else must have some value."""


class Place(NamedTuple):
    """Where the setting of one role belongs."""

    role: Role
    option: str

    @property
    def flat(self) -> str:
        """Its name outside a table, as in the flag `--judge-model`."""
        return f"{self.role}_{self.option}"


PLACES: dict[str, Place] = {
    place.flat: place for place in (Place(role, option) for role in ROLES for option in RoleOptions.model_fields)
}
"""Every option of every role by its flat name."""


def nested(values: Mapping[str, object]) -> dict[str, object]:
    """Put `judge_model` where `[roles.judge] model` is; both spellings mean the same."""
    rest = {name: value for name, value in values.items() if name not in PLACES}
    for name in values.keys() & PLACES.keys():
        role, option = PLACES[name]
        rest = deep_merged(rest, {"roles": {role: {option: values[name]}}})
    return rest


def flat(values: Mapping[str, object]) -> dict[str, object]:
    """Put everything on one level, to be compared: `roles.judge.model` becomes `judge_model`."""
    tables = values.get("roles", {})
    assert isinstance(tables, Mapping)
    told = {f"{role}_{option}": value for role, table in tables.items() for option, value in table.items()}
    return {name: value for name, value in values.items() if name != "roles"} | told


def deep_merged(under: Mapping[str, object], over: Mapping[str, object]) -> dict[str, object]:
    """Lay one table of tables over another."""
    merged = dict(under)
    for name, value in over.items():
        below = merged.get(name)
        if isinstance(below, Mapping) and isinstance(value, Mapping):
            merged[name] = deep_merged(below, value)
        else:
            merged[name] = value
    return merged
