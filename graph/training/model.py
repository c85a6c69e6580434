"""Loads what is trained: the model, its tokenizer, and an adapter for it."""

from pathlib import Path
from typing import Any, NamedTuple

from graph.training.recipe import Preferences, Recipe
from state.errors import ConfigurationError


class Device(NamedTuple):
    """Where it is trained."""

    gpu: bool
    name: str


def find_device() -> Device:
    """A GPU that can count in bfloat16, where there is one."""
    import torch

    if torch.cuda.is_available() and torch.cuda.is_bf16_supported():
        return Device(True, torch.cuda.get_device_name())
    return Device(False, f"CPU, {torch.get_num_threads()} threads")


def find_model(name: str) -> Path:
    """The folder of a model; one that the hub has is fetched first, unless it was before."""
    if Path(name).is_dir():
        return Path(name)
    if name.startswith((".", "/", "~")) or name.count("/") > 1:
        raise ConfigurationError(f"--model {name}: there is no such folder")
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name, allow_patterns=["*.json", "*.jinja", "*.model", "*.safetensors"]))
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            f"--model {name}: there is no such folder, and the hub does not give it: {_short(error)}"
        ) from error


def load_tokenizer(folder: Path) -> Any:  # noqa: ANN401 - theirs
    """The tokenizer of a model; one without a token for padding gets one that is never read."""
    from transformers import AutoTokenizer

    tokenizer = _loaded(AutoTokenizer, folder)
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    return tokenizer


def load_model(folder: Path, *, gpu: bool) -> Any:  # noqa: ANN401 - theirs
    """The model: in bfloat16 on a GPU. Files that could hold code are not read."""
    import torch
    from transformers import AutoModelForCausalLM

    return _loaded(AutoModelForCausalLM, folder, dtype=torch.bfloat16 if gpu else torch.float32, use_safetensors=True)


def longest(folder: Path, recipe: Recipe) -> int:
    """How long a row may be: what the recipe allows, and the model can read."""
    from transformers import AutoConfig

    limit = getattr(_loaded(AutoConfig, folder), "max_position_embeddings", None)
    return min(recipe.max_tokens, limit) if limit else recipe.max_tokens


def new_adapter(recipe: Recipe) -> Any:  # noqa: ANN401 - theirs
    """What the recipe says of the adapter, on all linear layers."""
    from peft import LoraConfig

    return LoraConfig(r=recipe.rank, lora_alpha=recipe.alpha, target_modules="all-linear", task_type="CAUSAL_LM")


def as_adapter_says(recipe: Recipe) -> Recipe:
    """The recipe with rank and alpha of the adapter that is to be trained further, where one is."""
    if not isinstance(recipe, Preferences) or recipe.adapter is None:
        return recipe
    from peft import PeftConfig

    try:
        found = PeftConfig.from_pretrained(str(recipe.adapter))
        return recipe.model_copy(update={"rank": int(found.r), "alpha": int(found.lora_alpha)})
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise ConfigurationError(f"--adapter {recipe.adapter} holds no low-rank adapter: {_short(error)}") from error


def with_adapter(model: Any, recipe: Recipe) -> Any:  # noqa: ANN401 - theirs
    """The model with the adapter that is to be trained further, or None where a new one is wanted."""
    if not isinstance(recipe, Preferences) or recipe.adapter is None:
        return None
    from peft import PeftModel

    try:
        return PeftModel.from_pretrained(model, str(recipe.adapter), is_trainable=True)
    except (OSError, ValueError, RuntimeError) as error:
        raise ConfigurationError(f"--adapter {recipe.adapter} does not fit {recipe.model}: {_short(error)}") from error


def _loaded(auto: Any, folder: Path, **more: object) -> Any:  # noqa: ANN401 - theirs
    try:
        # Said outright: unsaid, transformers would ask whether to run the code that a model names.
        return auto.from_pretrained(str(folder), trust_remote_code=False, **more)
    except (OSError, ValueError, KeyError, ImportError) as error:
        raise ConfigurationError(f"--model {folder} cannot be loaded: {_short(error)}") from error


def _short(error: Exception) -> str:
    words = " ".join(str(error).split())
    return words if len(words) <= 200 else f"{words[:200]}..."
