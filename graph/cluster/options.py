"""The settings of a run on a cluster."""

from pydantic import BaseModel, Field


class ClusterOptions(BaseModel):
    """Where the processes are that make dialogues. None of it decides what is in one."""

    cluster: str | None = Field(
        default=None,
        description="Ray cluster to run on: auto, HOST:PORT of its head, or local to start one here (default: none)",
    )
    actors: int | None = Field(
        default=None, ge=1, description="processes on a cluster that make dialogues (default: one for each CPU)"
    )
    block: int = Field(default=16, ge=1, description="dialogues of a cluster that are written together, in one file")
