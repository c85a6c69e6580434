"""The settings of a process that makes one shard. Where the run folder is, and what a run makes, others say."""

from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, Field, model_validator
from pydantic_settings import NoDecode

from graph.shards.division import Shard, read_shard


class ShardOptions(BaseModel):
    """Which shard it is, and what it shares with the others. No run is another one for it."""

    shard: Annotated[Shard | None, NoDecode, BeforeValidator(read_shard)] = Field(
        default=None, description="make only this part of the dialogues, from 0/40 to 39/40 (default: all)"
    )
    scratch: Path | None = Field(
        default=None,
        description="folder on this machine for what a shard has not finished (default: in the run folder)",
    )
    shards_at_once: int | None = Field(
        default=None, ge=1, description="how many shards run at once and share the rates (default: all)"
    )

    @model_validator(mode="after")
    def _of_a_shard(self) -> Self:
        if self.shard is None and (self.scratch or self.shards_at_once):
            raise ValueError("scratch and shards_at_once are of one shard of a run; set shard as well")
        return self
