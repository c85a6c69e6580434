"""Loads a `trl`, `bfcl` or `dpo` export with TRL's trainers and its own templates. Runs where TRL is installed."""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from graph.benchmarks.loaders.tokenizer import make, pieces

END = {"llama3_training": "<|eot_id|>"}
LONGEST = 100_000


def main(file: Path) -> None:
    """Say for each template how many rows were tokenised, and how many turns of the assistant they learn."""
    from datasets import load_dataset

    with TemporaryDirectory() as folder:
        data = load_dataset("json", data_files=str(file), split="train", cache_dir=folder)
        names = set(data.column_names)
        if "chosen" in names:
            print(json.dumps(_preferred(data, file, Path(folder))))
            return
        for template in ("qwen3_training", "qwen2_5_training") if "tools" in names else ("llama3_training",):
            print(json.dumps(_learned(data, template, file, Path(folder))))


def _learned(data: Any, template: str, file: Path, folder: Path) -> dict[str, object]:  # noqa: ANN401 - theirs
    from trl import SFTConfig, SFTTrainer

    tokenizer = _tokenizer(template, file, folder)
    plain = {"output_dir": str(folder), "max_length": LONGEST, "report_to": "none", "use_cpu": True, "bf16": False}
    trainer = SFTTrainer(
        _model(len(tokenizer)),
        args=SFTConfig(assistant_only_loss=True, **plain),
        train_dataset=data,
        processing_class=tokenizer,
    )
    found = [pieces(row["labels"]) for row in trainer.train_dataset]
    first = tokenizer.decode(found[0][0])[:200]
    return {"template": template, "encoded": len(found), "learned": sum(map(len, found)), "first": first}


def _preferred(data: Any, file: Path, folder: Path) -> dict[str, object]:  # noqa: ANN401 - theirs
    from peft import LoraConfig
    from trl import DPOConfig, DPOTrainer

    tokenizer = _tokenizer("qwen2_5", file, folder)
    plain = {"output_dir": str(folder), "max_length": LONGEST, "report_to": "none", "use_cpu": True, "bf16": False}
    trainer = DPOTrainer(
        _model(len(tokenizer)),
        args=DPOConfig(**plain),
        train_dataset=data,
        processing_class=tokenizer,
        peft_config=LoraConfig(r=2, target_modules="all-linear", task_type="CAUSAL_LM"),
    )
    row = trainer.train_dataset[0]
    shown = {name: tokenizer.decode(row[f"{name}_ids"])[:200] for name in ("chosen", "rejected")}
    return {"template": "qwen2_5", "encoded": len(trainer.train_dataset), **shown}


def _tokenizer(template: str, file: Path, folder: Path) -> Any:  # noqa: ANN401 - theirs
    import trl

    text = (Path(trl.__file__).parent / "chat_templates" / f"{template}.jinja").read_text(encoding="utf-8")
    return make(file, folder / "tokenizer", text, END.get(template, "<|im_end|>"))


def _model(words: int) -> Any:  # noqa: ANN401 - theirs
    from transformers import LlamaConfig, LlamaForCausalLM

    sizes = {"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2}
    return LlamaForCausalLM(LlamaConfig(vocab_size=words, **sizes, num_key_value_heads=2))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
