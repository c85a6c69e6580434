"""The command line's words."""

import re

import pytest

from graph.flags import flag_of, read_flags
from graph.settings import Settings
from state.errors import ConfigurationError


def test_flags_are_read_by_name_of_setting_and_unset_ones_are_absent():
    given = read_flags(["--count", "3", "--no-verify", "--judge-model=openai:x", "--config", "my.toml"])
    assert given == {"count": "3", "verify": False, "judge_model": "openai:x", "config": "my.toml"}


def test_nodes_are_swapped_one_flag_at_a_time():
    assert read_flags(["--node", "judge=mine:Judge", "--node", "fill=mine:Fill"]) == {
        "nodes": {"judge": "mine:Judge", "fill": "mine:Fill"}
    }


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--cuont", "3"], "unknown argument '--cuont' on the command line (did you mean '--count'?)"),
        (["--flaw-rat=0.5"], "unknown argument '--flaw-rat' on the command line (did you mean '--flaw-rate'?)"),
        (["--coun", "3"], "did you mean '--count'?"),
        (["twenty"], "unknown argument 'twenty' on the command line"),
        (["--count"], "argument --count: expected one argument"),
        (["--node", "judge"], "--node 'judge': expected NODE=MODULE:NAME"),
    ],
)
def test_words_that_mean_nothing_are_named_with_what_was_probably_meant(arguments, words):
    with pytest.raises(ConfigurationError, match=re.escape(words)):
        read_flags(arguments)


def test_help_shows_every_setting_with_its_default(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    with pytest.raises(SystemExit) as exit:
        read_flags(["--help"])
    lines = capsys.readouterr().out.splitlines()
    assert exit.value.code == 0
    for name, field in Settings.model_fields.items():
        number = next(number for number, line in enumerate(lines) if line.strip().startswith(flag_of(name)))
        # After a long flag the words begin on the line below.
        line = lines[number] if "(default: " in lines[number] else lines[number + 1]
        assert "(default: " in line
        if field.default not in (None, {}):
            assert line.endswith(f"(default: {field.default})")
