"""What the commands refuse, each with one line and exit code 2; and what they import before they have to."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from graph.training.dpo import main as dpo
from graph.training.lora import main as lora
from graph.training.tiny import main as make

LORA_WRONG: dict[str, tuple[list[str], str]] = {
    "no model named": (["{bfcl}"], "--model: Field required"),
    "no such model": (["{bfcl}", "--model", "/no/model"], "--model /no/model: there is no such folder"),
    "a folder that is no model": (["{bfcl}", "--model", "{empty}"], "cannot be loaded:"),
    "a model with code of its own": (["{bfcl}", "--model", "{strange}"], "cannot be loaded:"),
    "no such export": (["no.jsonl", "--model", "{tiny}"], "no.jsonl is not there; make one with"),
    "an export without rows": (["{nothing}", "--model", "{tiny}"], "holds no rows"),
    "an export for others": (["{openai}", "--model", "{tiny}"], "row 1 is not of the formats bfcl or trl: prompt"),
    "an export of preferences": (["{dpo-bfcl}", "--model", "{tiny}"], "row 1 is not of the formats bfcl or trl; make"),
    "a folder without exports": (["{empty}", "--model", "{tiny}"], "holds none of bfcl.jsonl"),
    "a line that is no JSON": (["{torn}", "--model", "{tiny}"], "torn.jsonl, row 1 is not JSON"),
    "a table of something else": (["{csv}", "--model", "{tiny}"], "expected a file that ends in .jsonl or .parquet"),
    "no template": (["{trl}", "--model", "{tiny}"], "has no chat template, which rows of the format trl need"),
    "nothing short enough": (["{bfcl}", "--model", "{tiny}", "--max-tokens", "5"], "no row is left to train on"),
    "a rank of none": (["{bfcl}", "--model", "{tiny}", "--rank", "0"], "--rank: Input should be greater than 0"),
    "an odd batch": (["{bfcl}", "--model", "{tiny}", "--micro-batch", "5"], "--micro-batch 5 does not divide --batch"),
    "a flag that is none": (["{bfcl}", "--model", "{tiny}", "--rnak", "3"], "unrecognized arguments: --rnak 3"),
    "a folder in use": (["{bfcl}", "--model", "{tiny}", "--out", "{tiny}"], "is not empty; go on there with --resume"),
    "nothing to resume": (["{bfcl}", "--model", "{tiny}", "--out", "{empty}", "--resume"], "nothing to resume"),
}
DPO_WRONG: dict[str, tuple[list[str], str]] = {
    "an export of dialogues": (["{bfcl}", "--model", "{tiny}"], "row 1 is not of the formats dpo-bfcl or dpo; make"),
    "no such adapter": (["{dpo-bfcl}", "--model", "{tiny}", "--adapter", "{empty}"], "holds no low-rank adapter:"),
}


@pytest.fixture
def places(tiny, export, tmp_path) -> dict[str, Path]:
    found = {format: export(format) for format in ("bfcl", "trl", "openai", "dpo-bfcl")}
    for name, text in {"nothing.jsonl": "", "torn.jsonl": '{"prompt": [', "rows.csv": "a,b"}.items():
        found[name.split(".")[0]] = tmp_path / name
        found[name.split(".")[0]].write_text(text, encoding="utf-8")
    (tmp_path / "empty").mkdir()
    strange = shutil.copytree(tiny, tmp_path / "strange")
    shape = {"model_type": "strange", "auto_map": {"AutoConfig": "code.Config", "AutoModelForCausalLM": "code.Model"}}
    (strange / "config.json").write_text(json.dumps(shape), encoding="utf-8")
    (strange / "code.py").write_text("raise SystemExit('this was run')", encoding="utf-8")
    return found | {"csv": found["rows"], "tiny": tiny, "empty": tmp_path / "empty", "strange": strange}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", [*LORA_WRONG, *DPO_WRONG])
def test_bad_input_costs_one_line_and_no_traceback(name: str, places, capsys) -> None:
    main = lora if name in LORA_WRONG else dpo
    arguments, complaint = (LORA_WRONG | DPO_WRONG)[name]
    words = {key: str(path) for key, path in places.items()}
    capsys.readouterr()
    assert main([argument.format_map(words) for argument in arguments]) == 2
    error = capsys.readouterr().err
    assert complaint in error
    assert error.count("\n") == 1
    assert list(places["empty"].iterdir()) == []
    assert not [*places["bfcl"].parent.glob("*-lora"), *places["bfcl"].parent.glob("*-dpo")]


@pytest.mark.filterwarnings("ignore")
def test_more_than_memory_holds_costs_one_line_and_no_traceback(places, capsys) -> None:
    assert lora([str(places["bfcl"]), "--model", str(places["tiny"]), "--rank", "9999999999"]) == 2
    error = capsys.readouterr().err
    assert error.startswith("error: out of memory; take fewer rows at once (--micro-batch 1")
    assert error.count("\n") == 1


def test_a_version_that_is_too_old_is_named(tmp_path, monkeypatch, capsys) -> None:
    old = tmp_path / "trl-0.24.0.dist-info"
    old.mkdir()
    (old / "METADATA").write_text("Metadata-Version: 2.1\nName: trl\nVersion: 0.24.0\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    assert lora(["x.jsonl", "--model", "m"]) == 2
    error = capsys.readouterr().err
    assert "trl>=1.16, and 0.24.0 is installed" in error
    assert "pip install -e '.[train]'" in error
    assert error.count("\n") == 1


@pytest.mark.parametrize("module", ["lora", "dpo", "tiny"])
def test_help_imports_nothing_that_takes_time(module: str) -> None:
    code = (
        f"import sys, contextlib, graph.training.{module} as m\n"
        "with contextlib.suppress(SystemExit): m.main(['--help'])\n"
        "print({'torch', 'transformers', 'trl', 'datasets', 'langgraph'} & set(sys.modules))"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert f"python -m graph.training.{module}" in printed
    assert printed.endswith("set()\n")


def test_a_tiny_model_has_about_the_size_that_was_asked_for_and_can_write_any_text(tiny, tmp_path) -> None:
    from graph.training.model import load_tokenizer

    folder = tmp_path / "model"
    assert make([str(folder), "--parameters", "1.5m", "--vocabulary", "1000", "--text", str(__file__)]) == 0
    shape = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    assert (shape["hidden_size"], shape["num_hidden_layers"], shape["vocab_size"]) == (256, 2, 1000)
    tokenizer = load_tokenizer(folder)
    text = "Grüße aus 東京 🗼\n\n[f(a='ﬁ')]\t"
    assert tokenizer.decode(tokenizer.encode(text)) == text
    assert make([str(folder)]) == 2
    assert make([str(tmp_path / "other"), "--parameters", "many"]) == 2
