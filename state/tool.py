"""A tool as the assistant sees it."""

from typing import Any

from state.frozen import Frozen


class Tool(Frozen):
    """One callable tool: what a provider is told about it, and where it came from."""

    name: str
    """Legal for every provider: letters, digits, `_` and `-`, at most 64."""
    description: str
    parameters: dict[str, Any]
    """JSON Schema of the arguments, an object."""
    returns: dict[str, Any] | None = None
    """JSON Schema of the observation, where known."""
    server: str = ""
    domain: str = ""
    original_name: str = ""
    """The name in the pool, where it had to be changed."""
    executed: bool = False
    """Its observations come from running it. Otherwise the writer makes them up."""
    asks: tuple[str, ...] = ()
    """How people ask for it, with blanks for arguments. Read by the simulated model only."""
    tells: str = ""
    """How its result is told, with blanks for fields. Read by the simulated model only."""

    @property
    def area(self) -> str:
        """Its domain; where the pool names none, its server."""
        return self.domain or self.server

    @property
    def required(self) -> tuple[str, ...]:
        """The parameters that every call must give."""
        return tuple(self.parameters.get("required", ()))

    @property
    def properties(self) -> dict[str, dict[str, Any]]:
        """The schema of each parameter, by name."""
        return dict(self.parameters.get("properties", {}))
