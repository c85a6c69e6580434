"""What a process holds that it did not hold before."""

import asyncio
from threading import Event, Thread

from graph.benchmarks.leftovers import Witness, held, left_over


def test_an_open_file_a_thread_and_a_connection_are_left_over(tmp_path) -> None:
    before, stop = held(), Event()
    thread = Thread(target=stop.wait, name="forgotten")
    thread.start()
    with (tmp_path / "open").open("w") as file:
        found = left_over(before, lambda: 3, patience=0.0)
    stop.set()
    thread.join()
    assert found == [
        f"file {file_number(found)}: {file.name}",
        "thread forgotten",
        "3 connections open at the endpoint",
    ]
    assert left_over(before) == []


def file_number(found: list[str]) -> str:
    """The descriptor, which the system chooses."""
    return found[0].split(":")[0].removeprefix("file ")


async def test_the_witness_sees_tasks_that_still_run_and_not_its_own() -> None:
    witness, stop = Witness(), asyncio.Event()
    await witness.close()
    assert witness.tasks == []
    async with asyncio.TaskGroup() as group:
        group.create_task(stop.wait())
        await witness.close()
        stop.set()
    assert len(witness.tasks) == 1
    assert "Event.wait" in witness.tasks[0]
