"""Settings that say where a process writes, and which shard of the run it makes. None of them decides what is made."""

from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints, model_validator
from pydantic_settings import NoDecode

from graph.shards.division import Shard, read_shard

Remote = Annotated[str, StringConstraints(pattern="://")]
"""An address in an object store."""


class FolderOptions(BaseModel):
    """Where the run folder is, and what a process that makes one shard has for itself."""

    out: Remote | Path | None = Field(
        default=None, description="run folder; one that is there is continued (default: the next free runs/NNN)"
    )
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
        if self.shard is not None and self.out is None:
            raise ValueError("shard needs out, the run folder that all shards share")
        if isinstance(self.out, str) and (self.shard is None or self.scratch is None):
            raise ValueError(
                "out is in an object store, where runs are made in shards; set shard, as in 0/1, and scratch, a folder "
                "on this machine for what is not finished"
            )
        if isinstance(self.out, str) and urlsplit(self.out).password is not None:
            raise ValueError("out carries a password, which files and logs would repeat; give it to the store's client")
        return self

    def local_out(self) -> Path | None:
        """The run folder of a run in one piece."""
        assert not isinstance(self.out, str)
        return self.out
