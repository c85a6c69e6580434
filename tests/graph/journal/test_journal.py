"""The journal of a run, on a real file."""

import asyncio

import pytest

from graph.journal.entry import FORMAT, Entry, Key, line_of, read_entry
from graph.journal.journal import Journal
from state.errors import ConfigurationError
from state.model import Reply, Usage
from state.record import Spent

USAGE = Usage(prompt_tokens=10, completion_tokens=5)


def said(text: str) -> Reply:
    return Reply(text=text, model="m", usage=USAGE)


async def tell(journal: Journal, id: str, *texts: str) -> None:
    """Let a dialogue ask as often as there are texts, always the same."""
    for text in texts:
        journal.keep(Entry(journal.key(id, "what"), said(text), "writer"))


def recalled(journal: Journal, id: str, times: int) -> list[str | None]:
    answers = [journal.recall(journal.key(id, "what")) for _ in range(times)]
    return [answer and answer.text for answer in answers]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "journal.jsonl"


def lines(path) -> list[str]:
    return [read_entry(line).answer.text for line in path.read_bytes().splitlines()[1:]]


async def test_the_next_session_is_told_the_same_in_the_same_order(opened):
    with opened(first := Journal()):
        await tell(first, "d000000", "one", "two")
        await tell(first, "d000001", "other")
    with opened(second := Journal()):
        assert recalled(second, "d000000", 3) == ["one", "two", None]
        assert recalled(second, "d000001", 1) == ["other"]
        assert second.carried == {"writer": Spent(calls=3, usage=USAGE + USAGE + USAGE)}
        assert second.unfinished == 2


async def test_a_line_is_in_the_file_before_its_answer_is_used(opened, path):
    with opened(journal := Journal()):
        await tell(journal, "d000000", "one")
        assert lines(path) == ["one"]


async def test_what_was_asked_by_another_dialogue_or_in_other_words_is_not_told(opened):
    with opened(first := Journal()):
        await tell(first, "d000000", "one")
    with opened(second := Journal()):
        assert second.recall(second.key("d000001", "what")) is None
        assert second.recall(second.key("d000000", "who")) is None


async def test_finished_dialogues_are_dropped_at_the_next_start(opened, path):
    with opened(first := Journal()):
        await tell(first, "d000000", "one")
        await tell(first, "d000001", "other")
        first.finish("d000000", 0)
    assert lines(path) == ["one", "other"]
    with opened(second := Journal(), done={"d000000"}):
        assert lines(path) == ["other"]
        assert recalled(second, "d000001", 1) == ["other"]


async def test_a_run_that_is_done_leaves_no_journal(opened, path):
    with opened(journal := Journal()):
        await tell(journal, "d000000", "one")
        journal.finish("d000000", 0)
    assert not path.exists()


async def test_a_run_that_asks_nothing_begins_no_journal(opened, path):
    with opened():
        pass
    assert not path.exists()


async def test_a_recording_keeps_everything(opened, path):
    with opened(first := Journal(), recording=True):
        await tell(first, "d000000", "one")
        first.finish("d000000", 0)
    with opened(second := Journal(), done={"d000000"}, recording=True):
        await tell(second, "d000001", "other")
        second.finish("d000001", 0)
    assert lines(path) == ["one", "other"]


async def test_it_does_not_grow_with_the_number_of_dialogues(opened, path):
    sizes = []
    with opened(journal := Journal(small=2000)):
        await tell(journal, "d999999", "unfinished")
        for number in range(500):
            await tell(journal, f"d{number:06}", "x" * 100)
            journal.finish(f"d{number:06}", number)
            sizes.append(path.stat().st_size)
    assert max(sizes) < 2000 + 300
    with opened(again := Journal()):
        assert recalled(again, "d999999", 1) == ["unfinished"]


async def test_a_journal_of_one_large_dialogue_is_not_compacted_in_vain(opened, path):
    with opened(journal := Journal(small=100)):
        await tell(journal, "d000000", *["x" * 100] * 20)
        before = path.stat().st_ino
        await tell(journal, "d000001", "small")
        journal.finish("d000001", 1)
        assert path.stat().st_ino == before


async def test_where_there_is_no_room_to_compact_it_goes_on_as_it_is(opened, path):
    path.with_name("journal.jsonl.part").mkdir()
    with opened(journal := Journal(small=100)):
        await tell(journal, "d000000", "x" * 100)
        journal.finish("d000000", 0)
        await tell(journal, "d000001", "kept")
        assert lines(path)[-1] == "kept"


async def test_a_torn_last_line_is_cut_off_and_asked_again(opened, path):
    with opened(first := Journal()):
        await tell(first, "d000000", "one", "two")
    path.write_bytes(path.read_bytes()[:-7])
    with opened(second := Journal()) as damaged:
        assert damaged == ()
        assert recalled(second, "d000000", 2) == ["one", None]
        await tell(second, "d000001", "other")
    assert lines(path) == ["one", "other"]


async def test_a_damaged_line_is_set_aside_with_its_number_and_the_others_count(opened, path):
    with opened(first := Journal()):
        await tell(first, "d000000", "one", "two", "three")
    whole = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join((*whole[:2], b"\x00\x00two\n", b'{"id": 3}\n', whole[3])))
    with opened(second := Journal()) as damaged:
        assert [each.number for each in damaged] == [3, 4]
        assert recalled(second, "d000000", 3) == ["one", None, "three"]
    assert path.with_name("journal.jsonl.rejected").read_bytes() == b'\x00\x00two\n{"id": 3}\n'
    assert lines(path) == ["one", "three"]


async def test_a_dialogue_that_no_run_has_is_set_aside(tmp_path, path):
    def is_done(id):
        raise ValueError("no dialogue of a run")

    with Journal().open(path, lambda id: False) as _, Journal().open(tmp_path / "other", lambda id: False):
        pass
    path.write_bytes(b'{"journal":1,"recorded":false}\n' + line_of(Entry(Key("x", "k", 0), said("one"))))
    with Journal().open(path, is_done) as damaged:
        assert [each.problem for each in damaged] == ["no dialogue of a run"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b'{"journal":2}\n', f"journal of format 2, and this version reads format {FORMAT}"),
        (b'{"id":"d000000"}\n', "journal of no format that it names"),
        (b"\x00\n", "journal of no format that it names"),
    ],
)
def test_a_journal_of_another_version_is_refused_and_left_alone(opened, path, line, words):
    path.write_bytes(line + b"more\n")
    with pytest.raises(ConfigurationError, match=words), opened():
        pass
    assert path.read_bytes() == line + b"more\n"


async def test_a_full_disk_is_a_message(opened, path):
    path.symlink_to("/dev/full")
    full = pytest.raises(ConfigurationError, match=r"cannot use .*journal.jsonl: No space left on device")
    with opened(journal := Journal()), full:
        await tell(journal, "d000000", "one")


async def test_a_journal_that_is_deleted_meanwhile_is_a_message(opened, path):
    with opened(journal := Journal()):
        await tell(journal, "d000000", "one")
        path.unlink()
        with pytest.raises(ConfigurationError, match=r"journal.jsonl was deleted while this run was writing it"):
            await tell(journal, "d000000", "two")


async def test_what_the_disk_refuses_later_is_said_at_the_next_answer(opened):
    with opened(journal := Journal()):
        await tell(journal, "d000000", "one")
        refused: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        refused.set_exception(OSError(5, "Input/output error"))
        journal._file._secured(refused)
        with pytest.raises(ConfigurationError, match="Input/output error"):
            await tell(journal, "d000000", "two")
