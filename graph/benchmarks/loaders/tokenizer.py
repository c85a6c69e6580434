"""A tokenizer made at home, because none can be downloaded. Runs in a trainer's environment."""

from pathlib import Path
from typing import Any

MARKS = (
    *("<|endoftext|>", "<|im_start|>", "<|im_end|>"),
    *("<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>", "<|eom_id|>"),
)
CHATML = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{{ m['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
_VOCABULARY = 1500


def make(file: Path, folder: Path, template: str = CHATML, end: str = "<|im_end|>") -> Any:  # noqa: ANN401 - theirs
    """A byte-level tokenizer learned from the lines of a file; it can write any text."""
    from tokenizers import ByteLevelBPETokenizer
    from transformers import PreTrainedTokenizerFast

    learned = ByteLevelBPETokenizer()
    lines = file.read_text(encoding="utf-8").splitlines()[:200]
    learned.train_from_iterator(lines, vocab_size=_VOCABULARY, special_tokens=list(MARKS), show_progress=False)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=learned._tokenizer,
        eos_token=end,
        pad_token=MARKS[0],
        additional_special_tokens=list(MARKS),
    )
    tokenizer.chat_template = template
    tokenizer.save_pretrained(str(folder))
    return tokenizer


def pieces(labels: list[int]) -> list[list[int]]:
    """The runs of tokens that are learned."""
    found: list[list[int]] = [[]]
    for label in labels:
        if label >= 0:
            found[-1].append(label)
        elif found[-1]:
            found.append([])
    return [piece for piece in found if piece]
