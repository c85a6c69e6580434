"""What a world is full of: small records that never change, made of values that were checked before."""

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

from pydantic import ConfigDict
from pydantic.config import JsonDict

Recorded = TypeVar("Recorded")


@dataclass_transform(frozen_default=True, kw_only_default=True)
def record(kind: type[Recorded]) -> type[Recorded]:
    """Make a class a record. Its schema is that of a model of these fields, and has its docstring too."""
    # A model of pydantic checks its values again and takes a multiple of the room: worlds hold hundreds of records.
    made = dataclass(frozen=True, slots=True, kw_only=True)(kind)
    told: JsonDict = {"description": kind.__doc__ or ""}
    made.__pydantic_config__ = ConfigDict(extra="forbid", json_schema_extra=told)  # type: ignore[attr-defined]
    return made
