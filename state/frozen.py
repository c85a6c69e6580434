"""The base of everything that is stored."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A stored thing: it never changes, and unknown fields are refused. Change means a new one."""

    model_config = ConfigDict(frozen=True, extra="forbid")
