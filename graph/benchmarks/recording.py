"""Replies of the simulated model by the words of their requests, so that an endpoint can give them again.

`python -m graph.benchmarks.recording FOLDER --count 100 --seed 1` makes dialogues and keeps what was said. A run with
the same settings asks the same questions in the same words, so it can be answered from the folder.
"""

import argparse
import hashlib
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson

from graph.assemble import Assemble, Machine, stock_of
from graph.settings import Settings
from state.model import ChatModel, Message, Reply, Request

EXAMPLES = 200
"""How many requests are kept whole, for clients that only need something to send."""


@dataclass
class Recording:
    """What was said to which words; to the same words perhaps differently each time."""

    texts: dict[str, list[str]] = field(default_factory=dict)
    examples: list[list[dict[str, str]]] = field(default_factory=list)
    dialogues: int = 0
    _given: Counter[str] = field(default_factory=Counter)

    def add(self, messages: Sequence[Message], text: str) -> None:
        """Keep a reply."""
        words = [message.model_dump() for message in messages]
        self.texts.setdefault(key_of(words), []).append(text)
        if len(self.examples) < EXAMPLES:
            self.examples.append(words)

    def answer(self, body: dict[str, Any]) -> str | None:
        """Give the reply to a request as it arrived over HTTP, or None."""
        key = key_of(body["messages"])
        if (texts := self.texts.get(key)) is None:
            return None
        self._given[key] += 1
        return texts[(self._given[key] - 1) % len(texts)]

    def examples_for(self, calls: int) -> Iterator[list[dict[str, str]]]:
        """Give so many requests, over and over."""
        return islice(cycle(self.examples), calls)

    def save(self, folder: Path) -> None:
        """Write it down; what a server needs apart from what a client needs, so that neither holds both."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "texts.json").write_bytes(orjson.dumps(self.texts))
        (folder / "examples.json").write_bytes(orjson.dumps([self.dialogues, self.examples]))


def load_texts(folder: Path) -> Recording:
    """Read the replies of a recording."""
    return Recording(texts=orjson.loads((folder / "texts.json").read_bytes()))


def load_examples(folder: Path) -> Recording:
    """Read the requests of a recording, and how many dialogues it has."""
    dialogues, examples = orjson.loads((folder / "examples.json").read_bytes())
    return Recording(dialogues=dialogues, examples=examples)


def key_of(messages: Iterable[dict[str, str]]) -> str:
    """Tell one conversation from another."""
    digest = hashlib.blake2b(digest_size=16)
    for message in messages:
        digest.update(f"{message['role']}\0{message['content']}\0".encode())
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Recorder:
    """A model whose replies are kept."""

    model: ChatModel
    recording: Recording

    async def complete(self, request: Request) -> Reply:
        """Ask the model."""
        reply = await self.model.complete(request)
        self.recording.add(request.messages, reply.text)
        return reply


def recording_to(recording: Recording) -> Assemble:
    """Assemble the usual machine around the simulated model, with a recorder in between."""

    def assemble(settings: Settings) -> Machine:
        from graph.build import build_graph, default_nodes
        from graph.generate import Generator
        from graph.models.simulated.model import SimulatedModel
        from graph.spending import Meter

        stock, meter = stock_of(settings), Meter()
        recorder = Recorder(SimulatedModel(settings.flaw_rate), recording)
        graph = build_graph(default_nodes(recorder, stock.pool))
        return Machine(Generator(graph, stock.pool, meter), stock.tools, meter)

    return assemble


def record(count: int, seed: int, preset: str = "default") -> Recording:
    """Make so many dialogues, and keep what was said."""
    from graph.run import main as run

    recording = Recording(dialogues=count)
    with redirect_stdout(io.StringIO()), TemporaryDirectory() as folder:
        settings = ("--count", str(count), "--seed", str(seed), "--preset", preset)
        run([*settings, "--out", f"{folder}/run", "--display", "quiet"], recording_to(recording))
    return recording


def main() -> None:
    """Record what the command line asks for."""
    parser = argparse.ArgumentParser(description="Record replies of the simulated model.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=100, help="dialogues (default: 100)")
    parser.add_argument("--seed", type=int, default=0, help="of the run (default: 0)")
    parser.add_argument("--preset", default="default", help="row of budgets (default: default)")
    options = parser.parse_args()
    record(options.count, options.seed, options.preset).save(options.folder)


if __name__ == "__main__":
    main()
