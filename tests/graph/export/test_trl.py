"""TRL itself reads the exports: what it learns is asserted on decoded labels, with its own templates."""

import json
from pathlib import Path

import pytest

from graph.export.formats import FORMATS
from graph.export.source import Kept
from state.change import change
from state.dialogue import Dialogue
from state.verdict import Ruling

trl = pytest.importorskip("trl", reason="TRL is not installed: pip install -c constraints.txt -e '.[train]'")
pytestmark = pytest.mark.filterwarnings("ignore")
MARKS = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|begin_of_text|>", "<|eot_id|>"]


@pytest.fixture(scope="module")
def model():
    """A Llama of no size worth mentioning."""
    from transformers import LlamaConfig, LlamaForCausalLM

    sizes = {"hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2}
    return LlamaForCausalLM(LlamaConfig(vocab_size=600, **sizes, num_key_value_heads=2, max_position_embeddings=4096))


@pytest.fixture
def tokenizer(tmp_path):
    """Make a tokenizer that can write anything, with one of TRL's templates."""
    from tokenizers import ByteLevelBPETokenizer
    from transformers import PreTrainedTokenizerFast

    def make(template: str, end: str):
        learned = ByteLevelBPETokenizer()
        learned.train_from_iterator(["get_weather get_tide"], vocab_size=600, special_tokens=MARKS, show_progress=False)
        made = PreTrainedTokenizerFast(
            tokenizer_object=learned._tokenizer, eos_token=end, pad_token=MARKS[0], additional_special_tokens=MARKS
        )
        folder = Path(trl.__file__).parent / "chat_templates"
        made.chat_template = (folder / f"{template}.jinja").read_text(encoding="utf-8")
        return made

    return make


@pytest.fixture
def load(tmp_path):
    """Write the rows of a format and read them with datasets, as a user does."""
    from datasets import load_dataset

    def read(record: Kept, format: str):
        lines = [json.dumps(each.row, ensure_ascii=False) for each in FORMATS[format].rows(record)]
        file = tmp_path / f"{format}.jsonl"
        file.write_text("\n".join(lines), encoding="utf-8")
        return load_dataset("json", data_files=str(file), split="train", cache_dir=str(tmp_path / "cache"))

    return read


def kept(dialogue: Dialogue, **more: object) -> Kept:
    return Kept(index=0, status="kept", simulated=True, dialogue=dialogue, **more)


def pieces(trainer, tokenizer) -> list[list[str]]:
    """What is learned of each row, decoded."""
    found = []
    for row in trainer.train_dataset:
        runs: list[list[int]] = [[]]
        for label in row["labels"]:
            if label >= 0:
                runs[-1].append(label)
            elif runs[-1]:
                runs.append([])
        found.append([tokenizer.decode(run) for run in runs if run])
    return found


@pytest.mark.parametrize("template", ["qwen3_training", "qwen2_5_training"])
def test_trl_learns_calls_and_replies_and_neither_mistakes_nor_what_others_say(
    template, model, tokenizer, load, dialogue, tmp_path
) -> None:
    made = tokenizer(template, "<|im_end|>")
    arguments = trl.SFTConfig(
        output_dir=str(tmp_path / "out"),
        assistant_only_loss=True,
        max_length=4096,
        report_to="none",
        use_cpu=True,
        max_steps=1,
        per_device_train_batch_size=2,
        bf16=False,
        gradient_checkpointing=False,
    )
    trainer = trl.SFTTrainer(model, args=arguments, train_dataset=load(kept(dialogue), "trl"), processing_class=made)
    learned = [[text.split("</think>")[-1].strip() for text in row] for row in pieces(trainer, made)]
    call = '<tool_call>\n{"name": "get_tide", "arguments": {"city": "Málaga"}}\n</tool_call><|im_end|>'
    assert learned == [["Blue in Málaga.<|im_end|>"], [f"Let me look.\n{call}", "It is low.<|im_end|>"]]
    assert trainer.train().global_step == 1


def test_trl_learns_calls_in_the_words_of_bfcl(model, tokenizer, load, dialogue, tmp_path) -> None:
    made = tokenizer("llama3_training", "<|eot_id|>")
    arguments = trl.SFTConfig(
        output_dir=str(tmp_path / "out"),
        assistant_only_loss=True,
        max_length=4096,
        report_to="none",
        use_cpu=True,
        bf16=False,
    )
    trainer = trl.SFTTrainer(model, args=arguments, train_dataset=load(kept(dialogue), "bfcl"), processing_class=made)
    assert pieces(trainer, made) == [
        ["Blue in Málaga.<|eot_id|>", "[get_tide(city='Málaga')]<|eot_id|>", "It is low.<|eot_id|>"]
    ]


def test_trl_takes_what_the_judge_kept_over_what_it_did_not(model, tokenizer, load, dialogue, tmp_path) -> None:
    from peft import LoraConfig

    reply = dialogue.turns[-1]
    worse = dialogue.with_turns((*dialogue.turns[:-1], reply.model_copy(update={"text": "Low."})))
    ruling = Ruling(refinement=1, masked=(8,), accepted=True, by="judge", reason="fuller", lost=change(dialogue, worse))
    made = tokenizer("qwen2_5", "<|im_end|>")
    data = load(kept(dialogue, rulings=(ruling,)), "dpo")
    arguments = trl.DPOConfig(
        output_dir=str(tmp_path / "out"),
        max_length=4096,
        report_to="none",
        use_cpu=True,
        max_steps=1,
        bf16=False,
        gradient_checkpointing=False,
    )
    adapter = LoraConfig(r=2, target_modules="all-linear", task_type="CAUSAL_LM")
    trainer = trl.DPOTrainer(model, args=arguments, train_dataset=data, processing_class=made, peft_config=adapter)
    row = trainer.train_dataset[0]
    words = [made.decode(row[name]) for name in ("chosen_ids", "rejected_ids")]
    assert words == ["It is low.<|im_end|>\n", "Low.<|im_end|>\n"]
    assert "get_tide" in made.decode(row["prompt_ids"])
    assert trainer.train().global_step == 1
