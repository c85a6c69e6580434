"""Where a run stands."""

import re
from pathlib import Path

import pytest

from graph.folder import open_folder
from graph.journal.entry import Entry, Key, header, line_of
from graph.run import DONE, TO_BE_FIXED, main
from graph.settings import Settings
from graph.status import main as status
from state.model import Reply

pytestmark = pytest.mark.usefixtures("empty_place")
QUIET = ("--out", "run", "--display", "quiet")


@pytest.fixture
def shown(capsys):
    """What the command says of a run, by the name of the line."""

    def show() -> dict[str, str]:
        capsys.readouterr()
        assert status(["run"]) == DONE
        return dict(re.split(" {2,}", line.rstrip(), maxsplit=1) for line in capsys.readouterr().out.splitlines())

    return show


def test_a_run_that_is_done_is_complete(assembling, shown):
    main(["--count", "8", *QUIET], assembling)
    told = shown()
    assert told["run"] == "run: simulated, seed 0"
    assert told["state"] == "complete"
    assert told["dialogues"] == "8 done: 5 accepted  2 rejected  1 failed (62.5% kept)"
    assert told["rejected for"] == "2 invented_id"
    assert told["failed for"] == "1 EndpointError: no answer"
    assert told["model calls"] == "40; 5.0 a dialogue; 8,400 tokens"
    assert told["go on with"] == "python -m graph.run --config run/run.toml --out run"


def test_a_run_that_was_stopped_tells_what_is_left_and_nothing_is_changed(assembling, shown):
    main(["--count", "8", *QUIET], assembling)
    entries = [Entry(Key(f"d00000{number}", "k", 0), Reply(text="{}", model="m")) for number in (0, 8, 9)]
    Path("run/journal.jsonl").write_bytes(header(recorded=False) + b"".join(map(line_of, entries)) + b"torn")
    with Path("run/records.jsonl").open("ab") as records:
        records.write(b"\x00\x00\n")
    Path("run/run.toml").write_text(Path("run/run.toml").read_text().replace("count = 8", "count = 20"))
    before = {path: path.read_bytes() for path in Path("run").iterdir()}
    told = shown()
    assert told["state"] == "stopped: 20 were to be made; it can be resumed, nothing is asked twice"
    assert told["half-finished"] == "2 dialogues, with 2 answers in the journal"
    assert told["unreadable"] == "run/records.jsonl, line 9: is set aside when the run goes on"
    assert {path: path.read_bytes() for path in Path("run").iterdir()} == before


def test_a_run_that_is_going_on_says_who_makes_it(shown):
    with open_folder(Settings(out="run", accept=3)):
        assert shown()["state"].startswith("going on: process ")
    assert shown()["state"].startswith("stopped: 3 were to be kept")


def test_lines_that_were_set_aside_are_named(assembling, shown):
    main(["--count", "3", *QUIET], assembling)
    with Path("run/records.jsonl").open("ab") as records:
        records.write(b"{}\n")
    main(["--count", "3", *QUIET], assembling)
    assert shown()["set aside"] == "run/records.jsonl.rejected"


@pytest.mark.parametrize(
    ("text", "words"), [(None, "holds no run.toml, so it is not a run folder"), ("seed = ", "run.toml cannot be read")]
)
def test_what_is_no_run_is_a_message(capsys, text, words):
    Path("run").mkdir()
    if text is not None:
        Path("run/run.toml").write_text(text)
    assert status(["run"]) == TO_BE_FIXED
    assert words in capsys.readouterr().err
