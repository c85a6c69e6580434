"""A run that is made in shards."""

import json
import re
from pathlib import Path

import pytest

from graph.assemble import Machine
from graph.lock import locked
from graph.places import location
from graph.run import DONE, STOPPED, TO_BE_FIXED, main
from graph.settings import Settings
from graph.shards.folder import SharedFolder
from graph.spending import Meter
from graph.status import main as status
from state.errors import EndpointDown

pytestmark = pytest.mark.usefixtures("empty_place")


def _sorted(lines):
    return sorted(lines, key=lambda line: json.loads(line)["id"])


def _whole(count, assembling):
    main(["--count", str(count), "--out", "whole", "--display", "quiet"], assembling)
    return {name: Path("whole", f"{name}.jsonl").read_bytes().splitlines() for name in ("records", "dialogues")}


def test_the_parts_together_are_the_run(shard, content, assembling):
    for number in (2, 0, 3, 1):
        assert shard(f"{number}/4", 22) == DONE
    whole = _whole(22, assembling)
    assert content("records") == _sorted(whole["records"])
    assert content("dialogues") == whole["dialogues"]


def test_a_shard_that_is_done_makes_nothing_and_says_so(place, shard, content, capsys):
    shard("1/2", 8)
    before = content("records")
    capsys.readouterr()
    assert main(["--shard", "1/2", "--count", "8", "--out", place, "--scratch", "other"], None) == DONE
    assert "shard  1/2 (dialogues 4 to 7): there already, nothing to do" in capsys.readouterr().out
    assert content("records") == before


def test_a_run_that_grows_makes_only_what_is_new(shard, content, assembling, generate):
    made = []

    def counting(settings):
        async def make(seed, index):
            made.append(index)
            return await generate(seed, index)

        return Machine(make, (), Meter())

    for number in range(2):
        shard(f"{number}/2", 8)
    before = content("records")
    for number in range(3):
        assert shard(f"{number}/3", 14, machine=counting) == DONE
    assert sorted(made) == list(range(8, 14))
    assert _sorted(content("records")) == _sorted(_whole(14, assembling)["records"])
    assert set(before) < set(content("records"))


def test_a_shard_goes_on_where_it_was_stopped(shard, content, assembling, generate):
    made = []

    def failing(settings):
        async def make(seed, index):
            if index == 6:
                raise EndpointDown("the endpoint is down")
            made.append(index)
            return await generate(seed, index)

        return Machine(make, (), Meter())

    assert shard("1/2", 10, "--concurrency", "1", machine=failing) == STOPPED
    assert content("records") == []
    assert made == [5]
    assert shard("1/2", 10) == DONE
    assert [json.loads(line)["index"] for line in content("records")] == [5, 6, 7, 8, 9]


def test_dialogues_that_are_missing_beside_their_records_are_written_again(place, shard, content):
    shard("0/1", 8)
    before = content("dialogues")
    (location(place) / "dialogues" / "part-00000-of-00001.jsonl").unlink()
    shard("0/1", 8)
    assert content("dialogues") == before != []


def test_a_part_that_another_process_put_there_meanwhile_stays(place, shard, content, generate, capsys):
    part = location(place) / "records" / "part-00000-of-00001.jsonl"

    def beaten(settings):
        async def make(seed, index):
            part.parent.mkdir(parents=True, exist_ok=True)
            part.write_text("")
            return await generate(seed, index)

        return Machine(make, (), Meter())

    assert shard("0/1", 3, machine=beaten) == DONE
    assert "another process had put it there meanwhile" in capsys.readouterr().out
    assert content("records") == content("dialogues") == []


def test_with_more_shards_than_dialogues_some_have_nothing_to_do(shard, content, capsys):
    for number in range(5):
        assert shard(f"{number}/5", 2) == DONE
    assert len(content("records")) == 2
    assert "2 of 2 parts are there" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("again", "words"),
    [
        (("--shard", "0/3", "--count", "8"), "was divided otherwise (dialogues 0 to 7 among 2)"),
        (("--shard", "0/2", "--count", "8", "--seed", "5"), "was begun with other settings:\n  seed: 0 there, 5 now"),
    ],
)
def test_a_shard_that_does_not_fit_the_others_is_refused(place, shard, assembling, capsys, again, words):
    shard("0/2", 8)
    assert main([*again, "--out", place, "--scratch", "s", "--display", "quiet"], assembling) == TO_BE_FIXED
    assert words in capsys.readouterr().err


def test_runs_in_shards_and_in_one_piece_do_not_mix(tmp_path, assembling, capsys):
    main(["--count", "2", "--out", "whole", "--display", "quiet"], assembling)
    assert main(["--shard", "0/2", "--out", "whole"], assembling) == TO_BE_FIXED
    assert "holds a run in one piece; go on with it without --shard" in capsys.readouterr().err
    main(["--shard", "0/2", "--count", "2", "--out", "parts", "--display", "quiet"], assembling)
    assert main(["--count", "2", "--out", "parts"], assembling) == TO_BE_FIXED
    assert "is made in shards; go on with --shard" in capsys.readouterr().err
    Path("spread/data").mkdir(parents=True)
    Path("spread/data/u_000000-0.parquet").touch()
    Path("spread/run.toml").touch()
    assert main(["--shard", "0/2", "--out", "spread"], assembling) == TO_BE_FIXED
    assert "holds a run in one piece; go on with it without --shard" in capsys.readouterr().err
    assert main(["--out", "spread"], assembling) == TO_BE_FIXED
    assert "is made on a cluster; go on with --cluster" in capsys.readouterr().err


def test_a_folder_that_is_not_of_a_run_is_left_alone(tmp_path, assembling, capsys):
    Path("mine").mkdir()
    Path("mine/notes.txt").touch()
    assert main(["--shard", "0/2", "--out", "mine"], assembling) == TO_BE_FIXED
    assert "mine holds 'notes.txt' and no run.toml" in capsys.readouterr().err
    assert [each.name for each in Path("mine").iterdir()] == ["notes.txt"]


def test_a_scratch_folder_of_another_run_is_told_from_the_run_folder(assembling, capsys):
    words = ("--shard", "0/1", "--count", "2", "--scratch", "scratch", "--display", "quiet")
    assert main([*words, "--out", "first"], assembling) == DONE
    assert main([*words, "--out", "second", "--seed", "5"], assembling) == TO_BE_FIXED
    assert "choose another folder for this one with --scratch" in capsys.readouterr().err


def test_a_folder_with_a_broken_division_is_a_message(place, shard, capsys):
    shard("0/2", 8)
    (location(place) / "shards" / "from-000000.toml").write_text("first = 0\nend = 0\nshards = 2\n")
    assert shard("1/2", 8) == TO_BE_FIXED
    assert "from-000000.toml is not what a shard writes" in capsys.readouterr().err


def test_of_shards_that_divide_at_once_all_follow_the_first(place):
    shared = SharedFolder(location(place))
    for count, expected in ((8, [(0, 8)]), (6, [(0, 8)]), (12, [(0, 8), (8, 12)])):
        spans = shared.divide(Settings(shard="0/2", out="run", count=count), 2)
        assert [(span.first, span.end) for span in spans] == expected


def test_two_processes_do_not_make_the_same_shard(tmp_path, assembling, capsys):
    assert main(["--shard", "0/2", "--count", "2", "--out", "run", "--display", "quiet"], assembling) == DONE
    Path("run/records/part-00000-of-00002.jsonl").unlink()
    with locked(Path("run/shards/part-00000-of-00002")):
        assert main(["--shard", "0/2", "--count", "2", "--out", "run"], assembling) == TO_BE_FIXED
    assert "another run is writing into run/shards/part-00000-of-00002" in capsys.readouterr().err


def test_status_tells_what_is_missing_and_who_is_at_work(assembling, generate, capsys):
    def failing(settings):
        async def make(seed, index):
            if index == 4:
                raise EndpointDown("the endpoint is down")
            return await generate(seed, index)

        return Machine(make, (), Meter())

    run = ("--count", "8", "--out", "run", "--display", "quiet")
    main(["--shard", "0/3", *run], assembling)
    main(["--shard", "1/3", "--concurrency", "1", *run], failing)
    capsys.readouterr()
    assert status(["run"]) == DONE
    told = dict(re.split(" {2,}", line.rstrip(), maxsplit=1) for line in capsys.readouterr().out.splitlines())
    assert told["state"] == "1 of 3 parts are there; missing 1/3 (dialogues 2 to 4), 2/3 (dialogues 5 to 7)"
    assert told["shard 1/3"] == "2 of 3 dialogues done; stopped"
    assert told["go on with"] == "python -m graph.run --config run/run.toml --out run --shard NUMBER/OF"
    assert told["dialogues"].startswith("2 done: ")


def test_the_command_in_the_settings_goes_on_with_the_run(place, shard, content, assembling):
    shard("0/2", 8)
    file = location(place) / "run.toml"
    line = next(line for line in file.read_text().splitlines() if "graph.run" in line)
    words = line.removeprefix("# python -m graph.run ").replace("NUMBER/OF", "1/2").split()
    assert main([*words, "--scratch", "other", "--display", "quiet"], assembling) == DONE
    assert len(content("records")) == 8
