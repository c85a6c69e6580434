"""Where finished dialogues go, and how a run is taken up again."""

import asyncio
import json
from random import Random

import pytest

from graph.chat import chat_line
from graph.folder import open_folder
from graph.ordered import Place
from graph.resume import take_up
from graph.settings import Settings
from graph.sink import Waiting, open_lines, open_sink
from state.dialogue import Observation, ToolTurn
from state.errors import ConfigurationError
from state.record import Record

pytestmark = pytest.mark.usefixtures("empty_place")


@pytest.fixture
def folder(tmp_path):
    """A run folder of our own."""
    with open_folder(Settings(out=tmp_path / "run")) as folder:
        yield folder


async def store(folder, records, limit=None):
    past = take_up(folder, limit, lambda record: None)
    async with open_sink(folder, past.ordered) as sink, asyncio.TaskGroup() as group:
        for record in records:
            group.create_task(sink.put(record))


def ids(path) -> list[str]:
    return [json.loads(line)["id"] for line in path.read_bytes().splitlines()]


def shuffled(record, seed: int, count: int = 30) -> list[Record]:
    records = [record(index, "rejected" if index % 3 == 2 else "kept") for index in range(count)]
    Random(seed).shuffle(records)
    return records


KEPT = [f"d{index:06}" for index in range(30) if index % 3 != 2]


async def test_records_lie_as_they_finished_and_kept_dialogues_in_their_order(folder, record):
    records = shuffled(record, 1)
    await store(folder, records)
    stored = [Record.model_validate_json(line) for line in folder.records.read_bytes().splitlines()]
    assert stored == records
    assert ids(folder.dialogues) == KEPT


@pytest.mark.parametrize("seed", range(5))
async def test_the_training_file_has_the_same_bytes_whatever_the_order_of_finishing(folder, record, seed):
    await store(folder, shuffled(record, seed))
    expected = sorted(shuffled(record, 0), key=lambda record: record.index)
    lines = [chat_line(each.model_dump_json().encode()) for each in expected if each.status == "kept"]
    assert folder.dialogues.read_bytes() == b"".join(lines)


@pytest.mark.parametrize("room", [0, 5_000])
async def test_rows_for_which_there_is_no_room_in_memory_are_the_same(folder, record, room):
    await store(folder, shuffled(record, 1))
    before = folder.dialogues.read_bytes()
    folder.records.unlink()
    past = take_up(folder, None, lambda record: None)
    async with open_sink(folder, past.ordered) as sink:
        sink.waiting = Waiting(room)
        for each in shuffled(record, 1):
            await sink.put(each)
            assert sink.waiting.size <= room
    assert folder.dialogues.read_bytes() == before
    assert sink.waiting.size == 0


@pytest.mark.parametrize("number", [float("nan"), float("-inf")])
async def test_a_number_that_no_json_has_is_null_in_both_files(folder, record, number):
    one = record(0)
    place, turn = next((n, turn) for n, turn in enumerate(one.dialogue.turns) if isinstance(turn, ToolTurn))
    observed = tuple(Observation(call=each.call, content={"height": number}) for each in turn.observations)
    odd = turn.model_copy(update={"observations": observed})
    turns = (*one.dialogue.turns[:place], odd, *one.dialogue.turns[place + 1 :])
    await store(folder, [one.model_copy(update={"dialogue": one.dialogue.with_turns(turns)})])
    assert folder.dialogues.read_bytes() == chat_line(folder.records.read_bytes())
    assert b'\\"height\\": null' in folder.dialogues.read_bytes()


async def test_only_the_first_so_many_kept_are_written_where_so_many_were_asked_for(folder, record):
    await store(folder, shuffled(record, 1), limit=7)
    assert ids(folder.dialogues) == KEPT[:7]
    take_up(folder, 9, lambda record: None)
    assert ids(folder.dialogues) == KEPT[:9]


@pytest.mark.parametrize("done", [0, 1, 13, 29, 30])
async def test_a_run_taken_up_ends_like_one_that_was_never_stopped(folder, record, done):
    records = shuffled(record, 2)
    await store(folder, records[:done])
    seen: list[str] = []
    past = take_up(folder, None, lambda record: seen.append(record.id))
    todo = list(past.still_to_do(30, lambda: False))
    assert sorted(seen) == sorted(each.id for each in records[:done])
    assert sorted(todo) == sorted(each.index for each in records[done:])
    await store(folder, [each for each in records if each.index in todo])
    assert ids(folder.dialogues) == KEPT


async def test_gaps_are_filled_even_where_there_are_enough(folder, record):
    await store(folder, [record(index) for index in (0, 2, 5)])
    past = take_up(folder, None, lambda record: None)
    assert (list(past.still_to_do(9, lambda: True)), past.gaps()) == ([1, 3, 4], 3)
    assert list(past.still_to_do(4, lambda: False)) == [1, 3]


async def test_what_waits_for_a_dialogue_that_never_came_is_written_at_the_end(folder, record):
    await store(folder, [record(index) for index in (4, 2, 0)])
    assert ids(folder.dialogues) == ["d000000", "d000002", "d000004"]


async def test_a_torn_last_line_is_cut_off_and_its_dialogue_made_again(folder, record):
    await store(folder, [record(0), record(1)])
    with folder.records.open("ab") as file:
        file.write(record(2).model_dump_json().encode()[:500])
    past = take_up(folder, None, lambda record: None)
    assert (past.torn, list(past.still_to_do(3, lambda: False))) == (True, [2])
    assert ids(folder.records) == ["d000000", "d000001"]


async def test_a_damaged_line_is_set_aside_and_the_rest_is_where_it_belongs(folder, record):
    await store(folder, [record(0), record(2), record(1)])
    good = folder.records.read_bytes().splitlines(keepends=True)
    bad = b'{"id": 3}\n'
    folder.records.write_bytes(b"".join((good[0], bad, good[1])))
    past = take_up(folder, None, lambda record: None)
    assert [(each.number, each.place) for each in past.damaged] == [(2, Place(len(good[0]), len(bad)))]
    assert (ids(folder.records), list(past.still_to_do(3, lambda: False))) == (["d000000", "d000002"], [1])
    async with open_sink(folder, past.ordered) as sink:
        await sink.put(record(1))
    assert ids(folder.dialogues) == ["d000000", "d000001", "d000002"]


async def test_a_file_in_which_no_line_is_a_record_is_another_versions_and_left_alone(folder, record):
    await store(folder, [record(0), record(1)])
    before = folder.dialogues.read_bytes()
    folder.records.write_bytes(b'{"id": 3}\n{"name": "d000001"}\n')
    with pytest.raises(ConfigurationError, match=r"records.jsonl, line 1 is no record: .* another version wrote it"):
        take_up(folder, None, lambda record: None)
    assert folder.dialogues.read_bytes() == before
    assert folder.records.read_bytes() == b'{"id": 3}\n{"name": "d000001"}\n'


async def test_records_that_are_deleted_meanwhile_are_a_message(folder, record):
    past = take_up(folder, None, lambda record: None)
    async with open_sink(folder, past.ordered) as sink:
        folder.records.unlink()
        with pytest.raises(ConfigurationError, match=r"records.jsonl was deleted while this run was writing it"):
            await sink.put(record(0))


async def test_a_record_that_no_json_can_hold_is_kept_as_a_failure(folder, record):
    broken = record(0).model_copy(update={"reasons": ("\ud800",)})
    past = take_up(folder, None, lambda record: None)
    async with open_sink(folder, past.ordered) as sink:
        stored = await sink.put(broken)
    assert stored.status == "failed"
    assert stored.reasons[0].startswith("not writable as JSON")
    assert Record.model_validate_json(folder.records.read_bytes()) == stored
    assert folder.dialogues.read_bytes() == b""


async def test_a_cancelled_put_still_writes_its_whole_line(folder, record):
    past = take_up(folder, None, lambda record: None)
    async with open_sink(folder, past.ordered) as sink:
        putting = asyncio.ensure_future(sink.put(record(0)))
        await asyncio.sleep(0)
        putting.cancel()
    assert (ids(folder.records), ids(folder.dialogues)) == (["d000000"], ["d000000"])


async def test_a_line_goes_to_the_end_of_what_is_there_and_can_be_read_back(tmp_path):
    (tmp_path / "lines").write_bytes(b"one\n")
    async with open_lines(tmp_path / "lines") as lines:
        place = await lines.append(b"two\n")
        assert (place, await lines.read(place)) == ((4, 4), b"two\n")


async def test_a_folder_in_the_place_of_a_file_is_named(tmp_path):
    with pytest.raises(ConfigurationError, match=r"cannot use .*: Is a directory"):
        async with open_lines(tmp_path):
            pass
