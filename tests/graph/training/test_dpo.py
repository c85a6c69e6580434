"""DPO on preference pairs: what is preferred to what, that it is learned, and that an adapter can be taken further."""

import json
import shutil
from pathlib import Path

import pytest

pytest.importorskip("trl", reason="TRL is not installed: pip install -c constraints.txt -e '.[train]'")
pytestmark = pytest.mark.filterwarnings("ignore")

from graph.training.dpo import main  # noqa: E402 - behind the skip
from graph.training.lora import main as lora  # noqa: E402
from graph.training.material import make_ready  # noqa: E402
from graph.training.model import load_model, load_tokenizer  # noqa: E402
from graph.training.recipe import Preferences  # noqa: E402
from graph.training.trainers import trainer_for  # noqa: E402


def test_what_the_judge_kept_is_preferred_to_what_it_did_not(tiny, export, tmp_path) -> None:
    recipe = Preferences(export=export("dpo-bfcl"), model=str(tiny), out=tmp_path / "adapter")
    material = make_ready(recipe, lambda words: None)
    trainer = trainer_for(material, load_model(tiny, gpu=False), adapted=False)
    tokenizer = load_tokenizer(tiny)
    sides = ("chosen_ids", "rejected_ids")
    words = [tuple(tokenizer.decode(row[side]) for side in sides) for row in trainer.train_dataset]
    assert words == [("It is low.<|eot_id|>", "Low.<|eot_id|>")] * 6
    assert all(
        tokenizer.decode(row["prompt_ids"]).endswith("<|start_header_id|>assistant<|end_header_id|>\n\n")
        for row in trainer.train_dataset
    )
    assert [row.tokens for row in material.rows] == [
        len(row["prompt_ids"]) + len(row["chosen_ids"]) for row in trainer.train_dataset
    ]


def test_an_adapter_is_taken_further_and_its_loss_falls(tiny, export, tmp_path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    plain = ["--model", str(tiny), "--batch", "6"]
    assert lora([str(export("bfcl")), *plain, "--rank", "4", "--max-steps", "1", "--out", str(first)]) == 0
    more = ["--max-steps", "4", "--learning-rate", "0.01", "--adapter", str(first), "--out", str(second)]
    assert main([str(export("dpo-bfcl")), *plain, *more]) == 0
    report = json.loads((second / "training.json").read_text(encoding="utf-8"))
    assert report["loss"][0]["loss"] == pytest.approx(0.6931, abs=1e-3)
    assert report["loss"][-1]["loss"] < 0.65
    assert report["parameters"]["model"] == load_model(tiny, gpu=False).num_parameters()
    assert (report["export"]["format"], report["settings"]["rank"]) == ("dpo-bfcl", 4)
    assert json.loads((second / "adapter_config.json").read_text(encoding="utf-8"))["r"] == 4
    assert not (second / "ref").exists()


def test_pairs_with_lists_of_tools_keep_the_arguments_of_each_call_apart(tiny, export, tmp_path) -> None:
    import trl

    folder = tmp_path / "qwen"
    shutil.copytree(tiny, folder)
    tokenizer = load_tokenizer(folder)
    template = Path(trl.__file__).parent / "chat_templates" / "qwen2_5.jinja"
    tokenizer.chat_template = template.read_text(encoding="utf-8")
    tokenizer.save_pretrained(str(folder))
    recipe = Preferences(export=export("dpo"), model=str(folder), out=tmp_path / "adapter")
    material = make_ready(recipe, lambda words: None)
    trainer = trainer_for(material, load_model(folder, gpu=False), adapted=False)
    row = trainer.train_dataset[0]
    assert '{"name": "get_weather", "arguments": {"city": "Málaga"}}' in tokenizer.decode(row["prompt_ids"])
    assert '"name": "get_tide", "description": "The tide."' in tokenizer.decode(row["prompt_ids"])
