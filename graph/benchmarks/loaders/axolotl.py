"""Loads an `openai` export with Axolotl's chat templates. Runs in an environment that has Axolotl."""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from graph.benchmarks.loaders.tokenizer import make, pieces

TEMPLATES = ("qwen_25", "qwen3")
DATASET = {"type": "chat_template", "message_field_training": "weight"}
"""What a user writes of the data set: the messages that have weight 0 are not trained."""


def main(file: Path) -> None:
    """Say for each template how many rows were tokenised and how many turns of the assistant they learn."""
    from axolotl.prompt_strategies.chat_template import load
    from axolotl.utils.dict import DictDefault
    from datasets import load_dataset

    with TemporaryDirectory() as folder:
        tokenizer = make(file, Path(folder))
        data = load_dataset("json", data_files=str(file), split="train", cache_dir=folder)
        for name in TEMPLATES:
            config = DictDefault({"chat_template": name, "sequence_len": 100_000, "train_on_inputs": False})
            strategy = load(tokenizer, config, ds_cfg=dict(DATASET))
            found = [pieces(strategy.tokenize_prompt(row)["labels"]) for row in data]
            told = {"template": name, "encoded": len(found), "learned": sum(map(len, found))}
            print(json.dumps(told | {"first": tokenizer.decode(found[0][0])[:200]}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
