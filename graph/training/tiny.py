"""The command `python -m graph.training.tiny FOLDER`: a Llama of any size with random weights, to try things offline.

Its shape is Llama 3's, and so are the names of its control tokens and how its tokenizer splits text. It knows nothing:
what comes of training it says how fast and how large a training is, and that its loss falls.
"""

import sys
from collections.abc import Iterable, Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from pydantic import Field
from pydantic_settings import BaseSettings, CliPositionalArg, SettingsConfigDict

from graph.folder import explained
from graph.training.command import DONE, TO_BE_FIXED
from graph.training.recipe import FLAGS, read
from graph.training.template import BEGINNING, MARKS
from state.errors import ConfigurationError

_PADDING = "<|finetune_right_pad_id|>"
_SPECIAL = [BEGINNING, "<|end_of_text|>", *MARKS, "<|eom_id|>", _PADDING]
_SPLIT = "|".join(
    (
        *(r"(?i:'s|'t|'re|'ve|'m|'ll|'d)", r"[^\r\n\p{L}\p{N}]?\p{L}+", r"\p{N}{1,3}"),
        *(r" ?[^\s\p{L}\p{N}]+[\r\n]*", r"\s*[\r\n]+", r"\s+(?!\S)", r"\s+"),
    )
)
_SIZES = {"k": 1_000, "m": 1_000_000, "b": 1_000_000_000}
_HEAD = 64
_WIDTH_A_LAYER = 128
"""How much wider a Llama 3 is for each of its layers."""


class Wishes(BaseSettings):
    """Make a Llama with random weights and a tokenizer, to try trainings without a network."""

    model_config = FLAGS | SettingsConfigDict(env_prefix="TOOLACE_TINY_")

    folder: CliPositionalArg[Path] = Field(description="new or empty folder for the model")
    parameters: str = Field(default="10m", pattern=r"^\d+(\.\d+)?[kmb]$", description="about how many: 500k, 10m, 1b")
    text: Path | None = Field(default=None, description="export to learn words from; without, our own prompts")
    vocabulary: int = Field(default=8192, ge=300, le=200_000, description="tokens at most")
    context: int = Field(default=8192, ge=64, description="tokens that it can read")
    seed: int = Field(default=0, ge=0, description="for its weights")

    @property
    def size(self) -> int:
        """How many parameters."""
        return int(float(self.parameters[:-1]) * _SIZES[self.parameters[-1]])


def main(arguments: Sequence[str] | None = None) -> int:
    """Make a model, and give the exit code."""
    try:
        wishes = read(Wishes, arguments, "python -m graph.training.tiny")
        from graph.training.extra import check_extra, quiet

        check_extra()
        quiet()
        print(f"{wishes.folder}: {make(wishes):,} parameters, at random")
    except ConfigurationError as error:
        print(f"error: {error}", file=sys.stderr)
        return TO_BE_FIXED
    return DONE


def make(wishes: Wishes) -> int:
    """Write the model and its tokenizer, and say how many parameters it has."""
    import torch
    from transformers import LlamaForCausalLM, set_seed

    with explained(wishes.folder):
        if wishes.folder.exists() and (not wishes.folder.is_dir() or any(wishes.folder.iterdir())):
            raise ConfigurationError(f"{wishes.folder} is not empty; choose another folder")
        tokenizer = _tokenizer(_texts(wishes.text), wishes.vocabulary)
        set_seed(wishes.seed)
        model = LlamaForCausalLM(_shape(wishes, tokenizer)).to(torch.bfloat16)
        model.save_pretrained(str(wishes.folder))
        tokenizer.save_pretrained(str(wishes.folder))
    return int(model.num_parameters())


def _texts(file: Path | None) -> list[str]:
    if file is None:
        return [prompt.read_text(encoding="utf-8") for prompt in _markdown(files("prompts"))]
    if not file.is_file():
        raise ConfigurationError(f"--text {file}: there is no such file")
    return file.read_text(encoding="utf-8", errors="replace").splitlines()


def _markdown(folder: Traversable) -> Iterable[Traversable]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _markdown(entry)
        elif entry.name.endswith(".md"):
            yield entry


def _tokenizer(texts: list[str], vocabulary: int) -> Any:  # noqa: ANN401 - theirs
    """Any text can be written: what it has no word for, it writes byte by byte."""
    from tokenizers import Regex, Tokenizer
    from tokenizers.decoders import ByteLevel as Joined
    from tokenizers.models import BPE
    from tokenizers.pre_tokenizers import ByteLevel, Sequence, Split
    from tokenizers.trainers import BpeTrainer
    from transformers import PreTrainedTokenizerFast

    made = Tokenizer(BPE())
    made.pre_tokenizer = Sequence(
        [Split(Regex(_SPLIT), "isolated"), ByteLevel(add_prefix_space=False, use_regex=False)]
    )
    made.decoder = Joined()
    alphabet = ByteLevel.alphabet()
    trainer = BpeTrainer(vocab_size=vocabulary, special_tokens=_SPECIAL, initial_alphabet=alphabet, show_progress=False)
    made.train_from_iterator(texts, trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=made,
        bos_token=BEGINNING,
        eos_token=MARKS[-1],
        pad_token=_PADDING,
        additional_special_tokens=_SPECIAL,
        clean_up_tokenization_spaces=False,
    )


def _shape(wishes: Wishes, tokenizer: Any) -> Any:  # noqa: ANN401 - theirs
    """The width whose model comes nearest to the size."""
    from transformers import LlamaConfig

    words = len(tokenizer)
    width = min(range(_HEAD, 8192 + 1, _HEAD), key=lambda width: abs(_parameters(width, words) - wishes.size))
    heads = width // _HEAD
    return LlamaConfig(
        vocab_size=words,
        hidden_size=width,
        intermediate_size=7 * width // 2,
        num_hidden_layers=_layers(width),
        num_attention_heads=heads,
        num_key_value_heads=heads // 4 if heads % 4 == 0 else heads,
        max_position_embeddings=wishes.context,
        tie_word_embeddings=True,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )


def _layers(width: int) -> int:
    return max(1, width // _WIDTH_A_LAYER)


def _parameters(width: int, words: int) -> int:
    heads = width // _HEAD
    attention = 2.5 if heads % 4 == 0 else 4
    return int(words * width + _layers(width) * (attention + 10.5) * width**2)


if __name__ == "__main__":
    sys.exit(main())
