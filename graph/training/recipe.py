"""How a model is trained: the settings of both commands, which are their flags as well."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, TypeVar

from pydantic import Field, PositiveFloat, PositiveInt, ValidationError
from pydantic_settings import BaseSettings, CliApp, CliPositionalArg, SettingsConfigDict, SettingsError

from state.errors import ConfigurationError

FREE = frozenset({"out", "resume", "save_every", "micro_batch"})
"""What may change when a training is resumed."""
FLAGS = SettingsConfigDict(
    extra="forbid",
    frozen=True,
    cli_kebab_case=True,
    cli_implicit_flags=True,
    cli_hide_none_type=True,
    cli_exit_on_error=False,
)
_Read = TypeVar("_Read", bound=BaseSettings)


class Recipe(BaseSettings):
    """What both trainings have in common."""

    model_config = FLAGS | SettingsConfigDict(env_prefix="TOOLACE_TRAIN_")
    method: ClassVar[str]

    export: CliPositionalArg[Path] = Field(description="what python -m graph.export wrote, or the folder it lies in")
    model: str = Field(min_length=1, description="folder of a model, or its name on the hub")
    out: Path | None = Field(default=None, description="folder for the adapter; without, a new one beside EXPORT")
    rank: PositiveInt = Field(default=16, description="rank of the adapter, on all linear layers")
    alpha: PositiveInt = Field(default=32, description="its scale: what it adds counts alpha / rank times")
    batch: PositiveInt = Field(default=64, description="rows for each step, by accumulation")
    micro_batch: PositiveInt | None = Field(
        default=None, description="rows at once, a divisor of --batch; without, 1 on a CPU and up to 4 on a GPU"
    )
    epochs: PositiveFloat = Field(default=3, description="how often each row is read")
    max_steps: PositiveInt | None = Field(default=None, description="stop there, whatever --epochs says")
    learning_rate: PositiveFloat = Field(default=1e-4, description="its peak, from which it falls as a cosine")
    warmup: float = Field(default=0.1, ge=0, lt=1, description="share of the steps in which it rises")
    max_tokens: PositiveInt = Field(default=8192, description="rows that are longer are left out, not cut")
    seed: int = Field(default=0, ge=0, description="for the adapter and the order of rows")
    save_every: PositiveInt = Field(default=50, description="steps between two checkpoints, of which two are kept")
    resume: bool = Field(default=False, description="go on from the last checkpoint in the folder of the adapter")

    def micro(self, *, gpu: bool) -> int:
        """Rows at once; `ConfigurationError` where they do not make up a batch."""
        if self.micro_batch is None:
            return next(size for size in (4, 3, 2, 1) if self.batch % size == 0) if gpu else 1
        if self.batch % self.micro_batch:
            raise ConfigurationError(f"--micro-batch {self.micro_batch} does not divide --batch {self.batch}")
        return self.micro_batch


class Lora(Recipe):
    """Fine-tune a low-rank adapter on what the assistant says and calls in an export (formats bfcl and trl)."""

    method: ClassVar[str] = "lora"


class Preferences(Recipe):
    """Train a low-rank adapter on the judge's choices (formats dpo-bfcl and dpo), by preference optimisation."""

    method: ClassVar[str] = "dpo"

    adapter: Path | None = Field(
        default=None, description="adapter to go on from, as graph.training.lora made it; rank and alpha are its own"
    )
    beta: PositiveFloat = Field(default=0.1, description="how dear it is to leave the model that one began with")
    learning_rate: PositiveFloat = Field(default=5e-6, description="its peak, from which it falls as a cosine")
    epochs: PositiveFloat = Field(default=1, description="how often each pair is read")


def read(shape: type[_Read], arguments: Sequence[str] | None, program: str) -> _Read:
    """The settings that these arguments, or those of the command line, give; `ConfigurationError` where they do not."""

    class Command(shape):  # type: ignore[valid-type,misc]  # pydantic takes the program's name from the class alone
        __doc__ = shape.__doc__
        model_config = SettingsConfigDict(cli_prog_name=program)

    try:
        given = CliApp.run(Command, cli_args=None if arguments is None else list(arguments))
    except SettingsError as error:
        raise ConfigurationError(f"{_one_line(error)}; see {program} --help") from error
    except ValidationError as error:
        problem = error.errors()[0]
        flag = "--" + "-".join(map(str, problem["loc"])).replace("_", "-")
        flag = "EXPORT" if flag == "--export" else flag
        raise ConfigurationError(f"{flag}: {problem['msg']}; see {program} --help") from error
    return shape.model_construct(**given.model_dump())


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
