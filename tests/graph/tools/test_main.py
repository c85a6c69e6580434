"""The command that lists and checks a pool."""

import json

from graph.tools.__main__ import main


def test_a_pool_is_listed_with_counts_notes_and_what_was_rejected(write, tool, capsys, tmp_path):
    path = write(tool("a.b", server="S", category="C"), tool("c"), "{", tool("c"))
    assert main([str(path), "--json", str(tmp_path / "out.json")]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[:2] == ["accepted  2", "rejected  2"]
    assert "servers   1: S 1" in shown
    assert "domains   1: C 1" in shown
    assert "        1  renamed" in shown
    assert f"  {path}:4 'c': repeats line 2" in shown
    assert json.loads((tmp_path / "out.json").read_text()) == {
        "accepted": 2,
        "rejected": [
            {"file": str(path), "line": 3, "name": "", "reason": "broken JSON, unexpected end of data"},
            {"file": str(path), "line": 4, "name": "c", "reason": "repeats line 2"},
        ],
        "notes": {"renamed": 1},
    }


def test_only_ten_of_the_rejected_are_shown(write, tool, capsys):
    assert main([str(write(tool("a"), *["{"] * 15))]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "  and 5 more; --json FILE has all of them"


def test_several_files_are_one_pool(write, tool, capsys, tmp_path):
    first = write(tool("a")).rename(tmp_path / "first.jsonl")
    assert main([str(first), str(write(tool("b"), tool("a")))]) == 0
    assert capsys.readouterr().out.startswith("accepted  2\nrejected  1\n")


def test_a_pool_of_nothing_is_unusable(write, capsys, tmp_path):
    assert main([str(write("{"))]) == 2
    assert "no usable tools, 1 rejected, the first in " in capsys.readouterr().err
    assert main([str(tmp_path / "gone")]) == 2
    assert "no such file" in capsys.readouterr().err
