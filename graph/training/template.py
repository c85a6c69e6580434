"""The text of a row, as a tokenizer's chat template makes it: for rows in BFCL's words, that of Llama 3.

The template of Llama 3 is TRL's. `tests/graph/training/test_handler.py` holds its text against the benchmark's handler.
"""

from pathlib import Path
from typing import Any

from state.errors import ConfigurationError

BEGINNING, MARKS = "<|begin_of_text|>", ("<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>")
_LLAMA, _LLAMA_LEARNED = "llama3.jinja", "llama3_training.jinja"


def set_template(tokenizer: Any, format: str, model: str) -> None:  # noqa: ANN401 - theirs
    """Give the tokenizer a template that tells rows of this format, and marks what the assistant says."""
    if format in ("bfcl", "dpo-bfcl"):
        _check_marks(tokenizer, model)
        tokenizer.chat_template = _of_trl(_LLAMA_LEARNED)
        return
    if not tokenizer.chat_template:
        raise ConfigurationError(f"{model} has no chat template, which rows of the format {format} need; {_OTHERWISE}")
    if format == "trl":
        tokenizer.chat_template = _marked(tokenizer, model)


def set_serving_template(tokenizer: Any, format: str) -> None:  # noqa: ANN401 - theirs
    """What is saved beside an adapter in BFCL's words: the same text, without marks that only trainers read."""
    if format in ("bfcl", "dpo-bfcl"):
        tokenizer.chat_template = _of_trl(_LLAMA)


_OTHERWISE = "take a Llama 3 model and --format bfcl, or a model whose template TRL knows"


def _marked(tokenizer: Any, model: str) -> str:  # noqa: ANN401 - theirs
    from trl.chat_template_utils import get_training_chat_template

    try:
        return get_training_chat_template(tokenizer) or str(tokenizer.chat_template)
    except ValueError as error:
        raise ConfigurationError(
            f"the chat template of {model} does not mark what the assistant says, and TRL knows no variant of it that "
            f"does; {_OTHERWISE}"
        ) from error


def _check_marks(tokenizer: Any, model: str) -> None:  # noqa: ANN401 - theirs
    vocabulary = tokenizer.get_added_vocab()
    missing = [mark for mark in (BEGINNING, *MARKS) if mark not in vocabulary]
    if missing or tokenizer.bos_token != BEGINNING:
        lack = f"has no {missing[0]}" if missing else f"does not begin texts with {BEGINNING}"
        raise ConfigurationError(
            f"the tokenizer of {model} {lack}: rows in the words of BFCL are for models of the Llama 3 family; for "
            "others export with --format trl or dpo"
        )


def _of_trl(name: str) -> str:
    import trl

    assert trl.__file__ is not None
    return (Path(trl.__file__).parent / "chat_templates" / name).read_text(encoding="utf-8")
