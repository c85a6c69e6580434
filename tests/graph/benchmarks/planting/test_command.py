"""The command as it is typed."""

import json

import pytest

from graph.benchmarks.planting.__main__ import main
from graph.chat import to_chat


@pytest.fixture
def rows_file(tmp_path, own):
    """Our dialogues as somebody else's file."""
    path = tmp_path / "theirs.jsonl"
    lines = (json.dumps({"id": one.id, **to_chat(one.dialogue)}) for one in own)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_file_of_rows_is_measured_in_both_halves(rows_file, tmp_path, capsys):
    out = tmp_path / "out.json"
    assert main(["--imported", str(rows_file), "--per-kind", "2", "--json", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "## imported dialogues, tuning half" in printed
    assert "## imported dialogues, reporting half" in printed
    tuning, reporting = json.loads(out.read_text(encoding="utf-8"))
    assert tuning["controls"] + reporting["controls"] == 14
    assert tuning["planted"]["near_miss_id"] == 2
    assert all(tuning["caught"].get(kind, 0) <= count for kind, count in tuning["planted"].items())


def test_the_tables_can_be_kept(rows_file, tmp_path, capsys):
    out = tmp_path / "out.md"
    words = ["--imported", str(rows_file), "--per-kind", "1", "--half", "tuning", "--markdown", str(out)]
    assert main(words) == 0
    assert out.read_text(encoding="utf-8") == capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{}\n", 'theirs.jsonl:1: expected an object with "messages"'),
        ('{"messages": []}\nno json\n', "theirs.jsonl:2: not JSON"),
        (None, "cannot be read: No such file"),
    ],
)
def test_a_file_that_is_none_of_ours_to_read_is_named_with_its_line(tmp_path, capsys, text, words):
    path = tmp_path / "theirs.jsonl"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    assert main(["--imported", str(path)]) == 2
    assert words in capsys.readouterr().err


def test_a_folder_without_kept_dialogues_is_refused(tmp_path, capsys):
    (tmp_path / "records.jsonl").touch()
    assert main(["--own", str(tmp_path)]) == 2
    assert "no kept dialogue" in capsys.readouterr().err
