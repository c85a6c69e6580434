"""Loads a `hermes` export with verl's dataset for turns that are all learned. Runs in an environment that has verl."""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from graph.benchmarks.loaders.tokenizer import make, pieces

_LONGEST = 60_000


def main(file: Path) -> None:
    """Say how many rows were tokenised and how many turns of the assistant they learn; verl checks each row itself."""
    from omegaconf import OmegaConf
    from pandas import read_parquet
    from verl.utils.dataset.multiturn_sft_dataset import MultiTurnSFTDataset

    with TemporaryDirectory() as folder:
        lines = Path(folder) / "lines.txt"
        messages = read_parquet(file)["messages"]
        lines.write_text("\n".join(each["content"] for row in messages for each in row), encoding="utf-8")
        tokenizer = make(lines, Path(folder) / "tokenizer")
        config = OmegaConf.create({"max_length": _LONGEST, "truncation": "error", "pad_mode": "no_padding"})
        data = MultiTurnSFTDataset([str(file)], tokenizer, config)
        found = [_learned(row) for row in data]
        told = {"template": "ChatML", "encoded": len(found), "learned": sum(map(len, found))}
        print(json.dumps(told | {"first": tokenizer.decode(found[0][0])[:200]}))


def _learned(row: dict[str, list[int]]) -> list[list[int]]:
    tokens, mask = ([int(number) for number in row[name]] for name in ("input_ids", "loss_mask"))
    return pieces([token if learned else -100 for token, learned in zip(tokens, mask, strict=True)])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
