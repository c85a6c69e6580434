"""Loads a `sharegpt` export with LLaMA-Factory and tokenises it. Runs in an environment that has LLaMA-Factory."""

import json
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

from graph.benchmarks.loaders.tokenizer import make, pieces

TEMPLATES = ("qwen", "qwen3_nothink", "llama3", "default")


def main(file: Path) -> None:
    """Say for each template how many rows were tokenised and how many turns of the assistant they learn."""
    # It imports torchaudio, of which there is no build for CPUs, for sounds that nobody asks for.
    stub = sys.modules["torchaudio"] = ModuleType("torchaudio")
    stub.__spec__ = ModuleSpec("torchaudio", None)
    from llamafactory.data import get_dataset, get_template_and_fix_tokenizer
    from llamafactory.hparams import DataArguments, ModelArguments, TrainingArguments

    for name in TEMPLATES:
        with TemporaryDirectory() as folder:
            tokenizer = make(file, Path(folder))
            data = DataArguments(
                template=name,
                dataset=file.stem,
                dataset_dir=str(file.parent),
                cutoff_len=100_000,
                overwrite_cache=True,
            )
            arguments = TrainingArguments(output_dir=folder, do_train=True, report_to="none", use_cpu=True)
            model = ModelArguments(model_name_or_path=folder, cache_dir=folder)
            template = get_template_and_fix_tokenizer(tokenizer, data)
            rows = get_dataset(template, model, data, arguments, "sft", tokenizer)["train_dataset"]
            found = [pieces(row["labels"]) for row in rows]
            told = {"template": name, "encoded": len(found), "learned": sum(map(len, found))}
            print(json.dumps(told | {"first": tokenizer.decode(found[0][0])[:200]}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
