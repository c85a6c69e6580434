"""Loads an export with ms-swift and encodes it with its agent templates. Runs in an environment that has ms-swift."""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

from graph.benchmarks.loaders.tokenizer import make, pieces

TEMPLATES = (("qwen2_5", "hermes"), ("qwen3_nothinking", "hermes"), ("llama3_2", "llama3"))


def main(file: Path) -> None:
    """Say for each template how many rows were encoded and how many turns of the assistant they learn."""
    from swift.dataset import load_dataset
    from swift.template import get_template

    with TemporaryDirectory() as folder:
        data, _ = load_dataset([str(file)], num_proc=1, load_from_cache_file=False)
        print(json.dumps({"loaded": len(data)}))
        tokenizer = make(file, Path(folder))
        tokenizer.model_meta = SimpleNamespace(is_multimodal=False)
        tokenizer.model_info = SimpleNamespace(config=None, task_type="causal_lm", max_model_len=100_000)
        for name, agent in TEMPLATES:
            template = get_template(tokenizer, template_type=name, agent_template=agent)
            template.set_mode("train")
            found = [pieces(template.encode(dict(row))["labels"]) for row in data]
            told = {"template": name, "encoded": len(found), "learned": sum(map(len, found))}
            print(json.dumps(told | {"first": tokenizer.decode(found[0][0])[:200]}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
