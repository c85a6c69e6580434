"""Settings of MCP servers: which they are, what their calls may take, and what may be run again."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, Field
from pydantic_settings import NoDecode


def _as_several(named: object) -> object:
    """One may be written as itself."""
    return (named,) if isinstance(named, str) else named


Several = Annotated[tuple[str, ...] | None, NoDecode, BeforeValidator(_as_several)]
"""A setting that can be repeated; the environment has room for one."""


class McpOptions(BaseModel):
    """The servers of a run."""

    mcp: Several = Field(
        default=None,
        description='command that starts an MCP server, as in "uvx mcp-server-time"; repeatable (default: none)',
    )
    mcp_config: Path | None = Field(
        default=None, description="MCP servers in a file of the usual client format (default: none)"
    )
    mcp_setup: Path | None = Field(
        default=None, description="folder that local servers get a copy of to work in (default: an empty one)"
    )
    mcp_live: Several = Field(
        default=None, description="server or tool whose calls are never run again; repeatable (default: by annotations)"
    )
    mcp_repeatable: Several = Field(
        default=None,
        description="local server that can be run again afresh; repeatable (default: by annotations)",
    )
    mcp_servers: int = Field(default=32, ge=1, description="MCP servers that run at once")
    mcp_timeout: float = Field(default=30, gt=0, description="seconds for one call of an MCP server")
    mcp_memory: int = Field(default=1024, ge=16, description="megabytes for each process of an MCP server (Linux)")
    mcp_result: int = Field(default=20_000, ge=100, description="bytes of JSON that one result may have")
