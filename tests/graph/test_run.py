"""The command as a whole, with a machine that makes dialogues out of nothing."""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from graph.assemble import Machine
from graph.run import DONE, INTERRUPTED, STOPPED, TO_BE_FIXED, TOO_FEW, main
from graph.spending import Meter
from state.errors import ConfigurationError, EndpointDown

pytestmark = pytest.mark.usefixtures("empty_place")
ROOT = Path(__file__).parents[2]

SCRIPT = """
import asyncio, os, resource, shutil, signal, sys
from datetime import datetime

from graph.assemble import Machine
from graph.run import main
from graph.spending import Meter
from state.dialogue import Dialogue, UserTurn
from state.record import Record

kind = sys.argv[1]
if kind.startswith("full"):
    resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))
if kind == "full real":
    sys.exit(main(sys.argv[2:]))
if kind == "somebody" and os.geteuid() == 0:
    os.chdir("/")
    os.setuid(65534)  # root may write everywhere


async def make(seed, index):
    if kind in ("once", "twice") and index == 9:
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.sleep(0)
        if kind == "twice":
            os.kill(os.getpid(), signal.SIGTERM)
            await asyncio.Event().wait()
    if kind == "deleted" and index == 9:
        shutil.rmtree("run")
    turns = (UserTurn(id=1, subtask=0, text="x" * 3000),)
    dialogue = Dialogue(system="s", now=datetime(2025, 1, 1), tools=(), turns=turns)
    return Record(id=seed.id, index=index, seed=seed.seed, status="kept", simulated=True, dialogue=dialogue)


sys.exit(main(sys.argv[2:], lambda settings: Machine(make, (), Meter())))
"""


def ids(path) -> list[str]:
    return [json.loads(line)["id"] for line in Path(path).read_bytes().splitlines()]


def calls_of(run) -> int:
    """The calls of finished dialogues, and the answers that were kept for others."""
    records = [json.loads(line) for line in Path(run, "records.jsonl").read_bytes().splitlines()]
    told = [json.loads(line) for line in Path(run, "journal.jsonl").read_bytes().splitlines()[1:]]
    done = {record["id"] for record in records}
    return sum(sum(record["calls_by_node"].values()) for record in records) + sum(t["id"] not in done for t in told)


def command(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, timeout=60, env={"PYTHONPATH": str(ROOT)}
    )


def test_a_run_leaves_four_files_and_says_what_came_of_it(assembling, capsys):
    assert main(["--count", "8", "--out", "run"], assembling) == DONE
    shown = capsys.readouterr()
    assert "8 tried: 5 kept, 2 rejected, 1 failed (62.5%)" in shown.out
    assert "simulated model" in shown.out
    assert "1 of 2" not in shown.out
    assert "2 of 2 (100.0%)" in shown.out
    assert sorted(path.name for path in Path("run").iterdir()) == [
        "dialogues.jsonl",
        "log.jsonl",
        "records.jsonl",
        "run.toml",
    ]
    assert ids("run/dialogues.jsonl") == ["d000000", "d000001", "d000002", "d000004", "d000005"]
    assert shown.err == Path("run/log.jsonl").read_text()
    events = [json.loads(line)["event"] for line in shown.err.splitlines()]
    assert events == ["run_started", *["dialogue_finished"] * 8, "run_finished"]


def test_the_same_seed_gives_the_same_bytes_whatever_the_concurrency(assembling):
    for concurrency in ("1", "3", "64"):
        main(["--count", "50", "--seed", "7", "--out", f"run{concurrency}", "--concurrency", concurrency], assembling)
    assert len({Path(f"run{concurrency}/dialogues.jsonl").read_bytes() for concurrency in (1, 3, 64)}) == 1


def test_accept_goes_on_until_enough_are_kept_and_publishes_the_first_of_them(assembling):
    for concurrency in ("1", "16"):
        out = f"run{concurrency}"
        assert main(["--accept", "9", "--out", out, "--concurrency", concurrency], assembling) == DONE
    assert Path("run1/dialogues.jsonl").read_bytes() == Path("run16/dialogues.jsonl").read_bytes()
    assert ids("run1/dialogues.jsonl")[-1] == "d000012"
    assert len(ids("run1/records.jsonl")) == 13
    assert main(["--accept", "12", "--out", "run1"], assembling) == DONE
    assert len(ids("run1/dialogues.jsonl")) == 12


def test_accept_gives_up_at_the_ceiling_of_tries(assembling, capsys):
    assert main(["--accept", "9", "--max-tries", "9", "--out", "run"], assembling) == TOO_FEW
    assert "9 were wanted, but tries ended at 9" in capsys.readouterr().out
    assert len(ids("run/records.jsonl")) == 9


def test_a_limit_on_calls_ends_a_run_early_and_it_goes_on_later_without_asking_twice(capsys):
    arguments = ["--count", "12", "--flaw-rate", "0", "--preset", "no-verification", "--display", "quiet"]
    assert main([*arguments, "--out", "run", "--max-calls", "60"]) == STOPPED
    shown = capsys.readouterr().out
    assert "stopped early: max_calls 60" in shown
    assert "--max-calls 120" in shown
    spent = calls_of("run")
    assert 60 <= spent < 60 + 4
    assert main([*arguments, "--out", "run", "--max-calls", "60"]) == STOPPED
    assert calls_of("run") == spent
    assert main([*arguments, "--out", "run"]) == DONE
    assert main([*arguments, "--out", "whole"]) == DONE
    for name in ("dialogues.jsonl", "records.jsonl"):
        lines = [sorted(Path(run, name).read_bytes().splitlines()) for run in ("run", "whole")]
        assert lines[0] == lines[1]


def test_an_endpoint_that_is_down_stops_the_run_and_what_it_left_is_made_later(assembling, generate, capsys):
    async def fails(seed, index):
        if index == 3:
            raise EndpointDown("http://127.0.0.1:9/v1 is down: nobody was served for 5 s")
        return await generate(seed, index)

    down = ["--count", "9", "--out", "run"]
    assert main(down, lambda settings: Machine(fails, (), Meter())) == STOPPED
    assert "stopped early: http://127.0.0.1:9/v1 is down: nobody was served for 5 s" in capsys.readouterr().out
    assert "d000003" not in ids("run/records.jsonl")
    assert main(down, assembling) == DONE
    assert sorted(ids("run/records.jsonl")) == [f"d{index:06}" for index in range(9)]


def test_a_run_is_made_longer_without_making_anything_twice(assembling, capsys):
    main(["--count", "9", "--out", "run"], assembling)
    before = Path("run/records.jsonl").read_bytes()
    assert main(["--count", "20", "--out", "run"], assembling) == DONE
    assert Path("run/records.jsonl").read_bytes().startswith(before)
    assert sorted(ids("run/records.jsonl")) == [f"d{index:06}" for index in range(20)]
    main(["--count", "20", "--out", "whole"], assembling)
    assert Path("run/dialogues.jsonl").read_bytes() == Path("whole/dialogues.jsonl").read_bytes()
    assert "20 tried" in capsys.readouterr().out.split("next")[1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--count", "0"], "error: --count '0'"),
        (["--flaw-rate", "2"], "error: --flaw-rate '2'"),
        (["--cuont", "2"], "did you mean '--count'?"),
        (["--seed", "8", "--out", "run"], "seed: 7 there, 8 now"),
        (["--out", "."], "it is not a run folder"),
    ],
)
def test_what_is_wrong_is_one_message_and_exit_code_2_and_nothing_is_overwritten(assembling, capsys, arguments, words):
    main(["--seed", "7", "--out", "run", "--count", "3", "--display", "quiet"], assembling)
    before = {path: path.read_bytes() for path in Path("run").iterdir()}
    capsys.readouterr()
    assert main(arguments, assembling) == TO_BE_FIXED
    shown = capsys.readouterr()
    assert words in shown.err
    assert "Traceback" not in shown.err
    assert shown.out == ""
    assert {path: path.read_bytes() for path in Path("run").iterdir()} == before


def test_a_machine_that_cannot_be_assembled_leaves_no_folder(capsys):
    def assemble(settings):
        raise ConfigurationError("no such pool")

    assert main(["--out", "run"], assemble) == TO_BE_FIXED
    assert capsys.readouterr().err == "error: no such pool\n"
    assert not Path("run").exists()


def test_a_full_disk_is_a_message_and_what_was_written_is_whole(tmp_path):
    Path("script.py").write_text(SCRIPT)
    ended = command("script.py", "full", "--out", "run", "--display", "quiet")
    assert (ended.returncode, ended.stdout) == (TO_BE_FIXED, "")
    assert ended.stderr.startswith("error: cannot use run/")
    assert "File too large" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    done = ids("run/records.jsonl")
    assert 0 < len(done) < 20
    assert Path("run/records.jsonl").read_bytes().endswith(b"\n")
    ended = command("script.py", "empty", "--out", "run", "--display", "quiet")
    assert ended.returncode == DONE
    assert ids("run/records.jsonl")[: len(done)] == done
    assert ids("run/dialogues.jsonl") == [f"d{index:06}" for index in range(20)]


def test_a_full_disk_under_the_journal_is_a_message_and_nothing_is_asked_twice(tmp_path):
    Path("script.py").write_text(SCRIPT)
    arguments = ["--count", "8", "--display", "quiet"]
    ended = command("script.py", "full real", "--out", "run", *arguments)
    assert (ended.returncode, ended.stdout) == (TO_BE_FIXED, "")
    assert ended.stderr.startswith("error: cannot use run/journal.jsonl: File too large")
    assert len(ended.stderr.splitlines()) == 1
    assert Path("run/journal.jsonl").read_bytes().endswith(b"\n")
    assert main([*arguments, "--out", "run"]) == DONE
    assert main([*arguments, "--out", "whole"]) == DONE
    assert Path("run/dialogues.jsonl").read_bytes() == Path("whole/dialogues.jsonl").read_bytes()


def test_a_run_folder_that_is_deleted_meanwhile_is_a_message():
    Path("script.py").write_text(SCRIPT)
    ended = command("script.py", "deleted", "--out", "run", "--display", "quiet")
    assert (ended.returncode, ended.stdout) == (TO_BE_FIXED, "")
    assert re.match(r"error: run/\w+.jsonl was deleted while this run was writing it; start again", ended.stderr)
    assert len(ended.stderr.splitlines()) == 1


def test_a_run_folder_that_may_only_be_read_is_a_message(assembling):
    main(["--count", "3", "--out", "run", "--display", "quiet"], assembling)
    before = {path: path.read_bytes() for path in Path("run").iterdir()}
    Path("script.py").write_text(SCRIPT)
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        run = shutil.copytree("run", f"{place}/run")
        Path(run).chmod(0o555)
        ended = command("script.py", "somebody", "--count", "9", "--out", str(run))
        assert (ended.returncode, ended.stdout) == (TO_BE_FIXED, "")
        assert ended.stderr.startswith(f"error: cannot use {run}/")
        assert "Permission denied" in ended.stderr
        assert {path: Path(run, path.name).read_bytes() for path in before} == before
        Path(run).chmod(0o755)


def test_lines_that_cannot_be_used_are_named_and_set_aside_and_their_dialogues_made_again(assembling, capsys):
    quiet = ["--count", "9", "--out", "run", "--display", "quiet"]
    main(quiet, assembling)
    whole = {name: Path("run", name).read_bytes() for name in ("records.jsonl", "dialogues.jsonl")}
    lines = whole["records.jsonl"].splitlines(keepends=True)
    Path("run/records.jsonl").write_bytes(b"".join((*lines[:2], b'{"id": "d0\x00\x00\n', *lines[3:], lines[4])))
    capsys.readouterr()
    assert main(quiet, assembling) == DONE
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith("run/records.jsonl, line 3: no record: Invalid JSON")
    assert told[1].startswith(f"run/records.jsonl, line 10: {json.loads(lines[4])['id']} is there already")
    assert all(line.endswith("set aside in run/records.jsonl.rejected") for line in told)
    assert Path("run/records.jsonl.rejected").read_bytes() == b'{"id": "d0\x00\x00\n' + lines[4]
    assert Path("run/dialogues.jsonl").read_bytes() == whole["dialogues.jsonl"]
    assert sorted(Path("run/records.jsonl").read_bytes().splitlines(keepends=True)) == sorted(lines)


def test_an_interruption_finishes_the_steps_in_flight_and_the_run_goes_on_later():
    Path("script.py").write_text(SCRIPT)
    ended = command("script.py", "once", "--out", "run", "--concurrency", "2")
    assert ended.returncode == INTERRUPTED
    assert "Traceback" not in ended.stderr
    assert "interrupted: 2 dialogues stop at their next step; interrupt again to cancel them" in ended.stderr
    assert '{"left": 0, "event": "run_stopping"' in ended.stderr
    assert "go on where this run stopped" in ended.stdout
    done = len(ids("run/records.jsonl"))
    assert 10 <= done <= 12
    assert command("script.py", "empty", "--out", "run").returncode == DONE
    assert ids("run/dialogues.jsonl") == [f"d{index:06}" for index in range(20)]


def test_a_second_interruption_cancels_and_the_run_goes_on_later():
    Path("script.py").write_text(SCRIPT)
    ended = command("script.py", "twice", "--out", "run", "--concurrency", "2")
    assert ended.returncode == INTERRUPTED
    assert "Traceback" not in ended.stderr
    assert "cancelling" in ended.stderr
    assert "d000009" not in ids("run/records.jsonl")
    assert command("script.py", "empty", "--out", "run").returncode == DONE
    assert ids("run/dialogues.jsonl") == [f"d{index:06}" for index in range(20)]


def test_help_needs_neither_models_nor_tools():
    words = (
        "import sys, graph.run; print([m for m in sys.modules if m.split('.')[0] in ('langgraph', 'langchain_core')])"
    )
    assert command("-c", words).stdout == "[]\n"
    shown = command("-m", "graph.run", "--help")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "--count COUNT" in shown.stdout
