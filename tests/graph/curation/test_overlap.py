"""Quotes of benchmarks."""

import json
from pathlib import Path

import pytest

from graph.curation.fingerprints import main, users_of
from graph.curation.overlap import BYTES, RUN, benchmarks_in, hashes, known_hashes, write
from graph.curation.words import words_of
from state.errors import ConfigurationError

DIALOGUES = Path(__file__).parents[4] / "shared" / "data" / "dialogues"
FILES = {
    "bfcl_multi_turn_gt": "bfcl",
    "bfcl_multi_turn_miss_param": "bfcl",
    "acebench_multi_turn_gt_en": "acebench",
    "tau_bench": "tau-bench",
    "tau2_bench": "tau2-bench",
    "tooltalk": "tooltalk",
}


def test_a_run_of_eight_words_is_told_whatever_stands_around_it():
    (one,) = hashes("Move the report, and sort it by LINE!")
    assert one in set(hashes("So: move the report and sort it by line, if you can."))
    assert list(hashes("seven words are too few to tell")) == []


def test_hashes_ship_for_five_benchmarks():
    assert {name: len(theirs) for name, theirs in known_hashes().items()} == {
        "acebench": 1301,
        "bfcl": 82413,
        "tau-bench": 5728,
        "tau2-bench": 16396,
        "tooltalk": 708,
    }


def test_what_nobody_says_in_a_benchmark_is_no_quote():
    assert benchmarks_in(["The purple walrus asked eleven librarians whether Tuesday tastes of rhubarb."]) == ()


@pytest.mark.parametrize("name", FILES)
def test_every_longer_text_of_a_benchmarks_user_is_told(name):
    file = DIALOGUES / f"{name}.jsonl"
    if not file.exists():
        pytest.skip(f"{file} is not here")
    texts = [text for text in users_of(file) if len(words_of(text)) >= RUN]
    assert texts
    assert all(FILES[name] in benchmarks_in([f"Hello! {text} Thank you."]) for text in texts)


def test_hashes_are_written_in_order_whatever_the_order_of_the_files(tmp_path):
    write({"b": {b"222222", b"111111"}, "a": {b"333333"}}, tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == b'{"a": 1, "b": 2}\n333333111111222222'


def test_messages_and_questions_are_read_and_only_users_count(tmp_path, capsys):
    said = {"role": "user", "content": "one two three four five six seven eight"}
    told = {"role": "assistant", "content": "nine ten eleven twelve thirteen fourteen fifteen sixteen"}
    rows = ({"messages": [said, told]}, {"question": [[said], [told]]}, {"question": "nothing"})
    (tmp_path / "in").write_text("\n".join(map(json.dumps, rows)))
    assert main([f"mine={tmp_path / 'in'}", "--to", str(tmp_path / "out")]) == 0
    assert capsys.readouterr().out == "mine: 1 hashes\n"
    assert len((tmp_path / "out").read_bytes()) == len('{"mine": 1}\n') + BYTES


@pytest.mark.parametrize(
    ("text", "words"), [("{", "in:1: not JSON"), ("[]", "in:1: expected an object"), ("\n3", "in:2: expected")]
)
def test_a_line_that_is_no_object_is_named(tmp_path, capsys, text, words):
    (tmp_path / "in").write_text(text)
    assert main([f"mine={tmp_path / 'in'}", "--to", str(tmp_path / "out")]) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("data", [None, b"\xff"])
def test_a_file_that_cannot_be_read_is_named(tmp_path, data):
    if data is not None:
        (tmp_path / "in").write_bytes(data)
    with pytest.raises(ConfigurationError, match="in cannot be read"):
        list(users_of(tmp_path / "in"))
