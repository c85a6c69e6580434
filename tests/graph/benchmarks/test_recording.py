"""A run against recorded replies is the run that was recorded."""

import asyncio
import json
from pathlib import Path
from threading import Event, Thread

import pytest

from graph.benchmarks.loopback import Loopback, serving
from graph.benchmarks.recording import Recording, load_examples, load_texts, record
from graph.run import DONE, main
from state.model import Message

WORDS = (Message(role="system", content="s"), Message(role="user", content="u"))


@pytest.fixture
def served(monkeypatch):
    """Serve a loopback endpoint from a thread of its own while the test lasts."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    stop, started = Event(), Event()
    threads: list[Thread] = []

    def serve(loopback: Loopback) -> str:
        told: list[str] = []

        async def work() -> None:
            async with serving(loopback) as url:
                told.append(url)
                started.set()
                await asyncio.to_thread(stop.wait)

        threads.append(Thread(target=asyncio.run, args=(work(),)))
        threads[-1].start()
        started.wait()
        return told[0]

    yield serve
    stop.set()
    for thread in threads:
        thread.join()


def _body(*messages: Message) -> dict[str, object]:
    return {"messages": [message.model_dump() for message in messages]}


def test_the_same_words_get_their_replies_in_turn_and_others_none() -> None:
    recording = Recording()
    recording.add(WORDS, "first")
    recording.add(WORDS, "second")
    assert [recording.answer(_body(*WORDS)) for _ in range(3)] == ["first", "second", "first"]
    assert recording.answer(_body(WORDS[0])) is None


def test_a_recording_is_the_same_when_it_is_read_again(tmp_path) -> None:
    recording = Recording(dialogues=7)
    recording.add(WORDS, "first")
    recording.save(tmp_path)
    assert load_texts(tmp_path).texts == recording.texts
    read = load_examples(tmp_path)
    assert (read.dialogues, read.examples) == (7, recording.examples)
    assert len([*read.examples_for(5)]) == 5


def _lines(folder: str) -> list[dict[str, object]]:
    lines = [json.loads(line) for line in Path(folder, "records.jsonl").read_text(encoding="utf-8").splitlines()]
    return sorted(lines, key=lambda line: line["index"])


def test_a_run_over_http_makes_the_dialogues_that_were_recorded(served, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    arguments = ["--count", "3", "--seed", "5", "--display", "quiet"]
    assert main([*arguments, "--out", "simulated"]) == DONE
    recording = record(3, seed=5)
    url = served(Loopback(recording.answer))
    assert main([*arguments, "--out", "served", "--model", "openai:x", "--base-url", url]) == DONE
    for simulated, over_http in zip(_lines("simulated"), _lines("served"), strict=True):
        assert simulated["dialogue"] == over_http["dialogue"]
        assert simulated["calls_by_node"] == over_http["calls_by_node"]
