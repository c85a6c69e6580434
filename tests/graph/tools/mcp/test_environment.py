"""One dialogue on servers that really run, well and badly."""

import os
from datetime import datetime
from pathlib import Path

import pytest

from state.environment import Result
from state.errors import ToolServerFailed

NOW = datetime(2026, 3, 2, 9)


def _refused(words: str) -> Result:
    return Result({"error": words}, error=True, changed=False)


async def test_a_session_lasts_from_call_to_call(world):
    environment = world()
    assert await environment.execute("add", {"by": 2}) == Result({"total": 2})
    assert await environment.execute("total", {}) == Result({"total": 2}, changed=False)


async def test_every_environment_has_a_server_of_its_own(pool):
    both = pool()
    first, second = both.open(1, NOW), both.open(1, NOW)
    await first.execute("add", {"by": 2})
    assert (await second.execute("total", {})).content == {"total": 0}
    await first.close()
    await second.close()


async def test_a_server_works_in_a_copy_of_the_setup_that_the_dialogue_knows_by_another_name(world, tmp_path):
    (tmp_path / "list.txt").write_text("milk")
    environment = world(setup=tmp_path)
    assert (await environment.execute("read_note", {"path": "/workspace/list.txt"})).content == "milk"
    where = (await environment.execute("where", {})).content
    assert where == {"folder": "/workspace", "argument": ["/workspace", "2026-03-02T09:00:00"]}
    await environment.execute("write_note", {"text": "eggs"})
    assert [file["path"] for file in (await environment.evidence()).state["files"]] == ["note.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["list.txt"]


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../outside", "~/.ssh/id_rsa", "file:///etc/passwd", "/workspace/../x"]
)
async def test_a_path_that_leads_out_is_refused_before_the_server_sees_it(world, path):
    environment = world()
    result = await environment.execute("read_note", {"path": path})
    assert result == Result(
        {"error": f"{path!r} leads out of /workspace, where the files are"}, error=True, changed=False
    )


async def test_arguments_that_do_not_pass_the_schema_are_refused_before_the_server_sees_them(world):
    environment = world()
    result = await environment.execute("add", {"by": "two"})
    assert result == _refused('invalid by: "two" is not of type "integer"')
    assert (await environment.execute("subtract", {})).error


async def test_an_error_of_the_tool_is_an_observation(world):
    environment = world()
    assert await environment.execute("fail", {}) == Result(
        {"error": "there is nothing to do"}, error=True, changed=False
    )
    assert not (await environment.execute("total", {})).error


async def test_a_result_that_is_too_long_is_an_error_that_says_so(world):
    environment = world(result=100)
    result = await environment.execute("echo", {"text": "x" * 200})
    assert result == Result(
        {"error": "the result is 202 bytes long, and 100 are the most; ask for less"}, error=True, changed=False
    )


async def test_few_variables_reach_a_server(pool, little, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    environment = pool(little(environment={"PLACE": "{workdir}"})).open(1, NOW)
    found = (await environment.execute("variables", {})).content
    await environment.close()
    assert found["PLACE"] == "/workspace"
    known = {"PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "UV_CACHE_DIR"}
    assert found.keys() <= known | {"PLACE", "TMPDIR"}


async def test_a_server_that_hangs_is_given_up(world):
    environment = world(call=0.2)
    with pytest.raises(ToolServerFailed, match=r"'little' did not answer hang within 0\.2 seconds"):
        await environment.execute("hang", {})


async def test_a_server_that_crashes_fails_its_dialogue_with_its_last_words_but_not_its_secrets(pool, little):
    environment = pool(little(environment={"KEY": "key-12345"})).open(1, NOW)
    await environment.execute("total", {})
    with pytest.raises(ToolServerFailed) as failed:
        await environment.execute("crash", {})
    await environment.close()
    assert str(failed.value) == (
        "the MCP server 'little' was gone before it could answer crash; it ended with exit code 3; on stdout it "
        "printed 'welcome to the little server', which is no message; "
        "its last words on stderr were 'it is all over: ...'"
    )


async def test_after_its_server_failed_a_dialogue_hears_the_same_again(world):
    environment = world()
    for name in ("crash", "total"):
        with pytest.raises(ToolServerFailed, match="was gone before it could answer crash"):
            await environment.execute(name, {})


async def test_a_server_that_prints_garbage_is_given_up(world):
    environment = world()
    with pytest.raises(ToolServerFailed, match="'little' printed 51 lines that are no messages"):
        await environment.execute("garbage", {})


async def test_fifty_megabytes_are_not_read(world):
    environment = world()
    with pytest.raises(ToolServerFailed, match="'little' wrote more in one message than is allowed"):
        await environment.execute("huge", {})


@pytest.mark.skipif(os.uname().sysname != "Linux", reason="memory is limited on Linux only")
async def test_memory_is_limited(world):
    environment = world(memory=200)
    assert await environment.execute("hoard", {}) == _refused("MemoryError")


async def test_the_end_of_an_environment_ends_the_server_its_children_and_its_folder(world, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    environment = world()
    pids = (await environment.execute("start_child", {})).content["pids"]
    assert [path.name for path in tmp_path.iterdir()] != []
    await environment.close()
    assert [pid for pid in pids if _runs(pid)] == []
    assert list(tmp_path.iterdir()) == []


def _runs(pid: int) -> bool:
    """Whether a process runs; one that was killed and not yet collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def test_what_is_live_is_not_run_again_in_any_environment_of_the_dialogue(pool):
    clocks = pool(live={"clock"})
    first, second = clocks.open(1, NOW), clocks.open(1, NOW)
    once = [await first.execute("clock", {}) for _ in range(2)]
    assert once[0] != once[1]
    assert [await second.execute("clock", {}) for _ in range(2)] == once
    assert await clocks.open(2, NOW).execute("clock", {}) not in once


async def test_a_live_server_keeps_its_state_for_all_environments_and_remembers_what_was_changed(pool):
    adders = pool(live={"add", "total"})
    first, second = adders.open(1, NOW), adders.open(1, NOW)
    assert (await first.execute("add", {"by": 2})).content == {"total": 2}
    assert (await second.execute("total", {})).content == {"total": 2}
    assert (await second.execute("add", {"by": 2})).content == {"total": 2}
    assert (await second.execute("add", {"by": 2})).content == {"total": 4}
    assert (await second.execute("total", {})).content == {"total": 4}


async def test_a_change_of_a_live_server_that_the_dialogue_does_not_hold_comes_to_light(pool):
    adders = pool(live={"add", "total"})
    await adders.open(1, NOW).execute("add", {"by": 1})
    second = adders.open(1, NOW)
    await second.execute("add", {"by": 2})
    assert (await second.evidence()).faults == (
        "the live server 'little' was changed by calls that are no longer in the dialogue",
    )


class Kept(dict):
    """What outlives the process."""

    def recall(self, seed, key):
        return self.get((seed, key))

    def keep(self, seed, key, result):
        self[seed, key] = result


async def test_what_an_earlier_session_of_the_run_got_is_not_run_again(pool):
    kept, live = Kept(), {"clock"}
    before = await pool(live=live, kept=kept).open(1, NOW).execute("clock", {})
    after = await pool(live=live, kept=kept).open(1, NOW).execute("clock", {})
    assert before == after


async def test_a_live_server_whose_state_ended_with_an_earlier_session_does_not_go_on(pool):
    kept, live = Kept(), {"add", "total"}
    await pool(live=live, kept=kept).open(1, NOW).execute("add", {"by": 1})
    again = pool(live=live, kept=kept).open(1, NOW)
    assert (await again.execute("add", {"by": 1})).content == {"total": 1}
    with pytest.raises(ToolServerFailed, match="'little' was changed before an interruption that ended its state"):
        await again.execute("add", {"by": 2})


async def test_only_so_many_dialogues_have_servers_at_once(pool):
    few = pool()
    for seed in range(2):
        await few.open(seed, NOW).execute("total", {})
    assert few.toolbox.places.locked()
    await few.close(0)
    assert not few.toolbox.places.locked()


async def test_an_environment_in_which_nothing_was_changed_begins_again_with_the_servers_it_has(world):
    environment = world()
    first = (await environment.execute("start_child", {})).content
    assert environment.renew()
    assert (await environment.execute("start_child", {})).content["pids"][0] == first["pids"][0]
    await environment.execute("add", {"by": 1})
    assert not environment.renew()


async def test_what_a_live_tool_reads_is_the_state_of_its_dialogues_server(pool):
    environment = pool(live={"total"}).open(1, NOW)
    await environment.execute("add", {"by": 2})
    assert (await environment.execute("total", {})).content == {"total": 2}
    await environment.close()
