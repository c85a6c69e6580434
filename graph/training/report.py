"""What is written beside an adapter: how it was made, from what, how fast, and how its loss fell."""

import json
from pathlib import Path

from pydantic import JsonValue, ValidationError

from graph.folder import replacing
from graph.training.recipe import FREE
from state.errors import ConfigurationError
from state.frozen import Frozen

REPORT = "training.json"


class Loss(Frozen):
    """One step of the curve."""

    step: int
    loss: float
    learning_rate: float


class Speed(Frozen):
    """How fast the last session was; earlier ones of a resumed training are not in it."""

    steps: int
    seconds: float
    tokens: int
    tokens_per_second: float
    peak_memory_bytes: int
    """Of the GPU, or of the whole process on a CPU."""


class Report(Frozen):
    """Everything about a training but its weights."""

    method: str
    finished: bool = False
    settings: dict[str, JsonValue]
    export: dict[str, JsonValue]
    """File, format, SHA-256 and rows; rows that were left out, by reason."""
    tokens: dict[str, int]
    """Of one pass over the rows: all, learned, and of the longest row."""
    parameters: dict[str, int] = {}
    device: str
    versions: dict[str, str]
    steps: int = 0
    speed: Speed | None = None
    loss: tuple[Loss, ...] = ()

    def write(self, folder: Path) -> None:
        """Write it, or leave what was there."""
        with replacing(folder / REPORT) as file:
            file.write(json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=1).encode() + b"\n")


def read_report(folder: Path) -> Report:
    """What was written there; `ConfigurationError` where nothing was."""
    try:
        return Report.model_validate_json((folder / REPORT).read_bytes())
    except OSError as error:
        raise ConfigurationError(f"{folder / REPORT} is not there, so there is nothing to resume") from error
    except ValidationError as error:
        raise ConfigurationError(f"{folder / REPORT} is no report of a training; choose another --out") from error


def refuse_other(before: Report, now: Report) -> None:
    """Raise a `ConfigurationError` where a training would not go on as it was begun."""
    earlier, later = ({**each.settings, "export": each.export.get("sha256")} for each in (before, now))
    for name in sorted(earlier.keys() | later.keys()):
        if name not in FREE and earlier.get(name) != later.get(name):
            raise ConfigurationError(
                f"this training was begun with {name} {earlier.get(name)!r}, not {later.get(name)!r}; "
                "resume it as it was begun, or choose another --out"
            )
    if before.method != now.method:
        raise ConfigurationError(f"this training was begun with graph.training.{before.method}")
