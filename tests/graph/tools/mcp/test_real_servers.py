"""Dialogues against servers that others have written, started over stdio."""

import asyncio
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("mcp", reason="the extra `mcp` is not installed")

from graph.assemble import assemble
from graph.plan import plan
from graph.settings import Settings

SERVERS = {
    "time": {"command": "mcp-server-time"},
    "git": {"command": "mcp-server-git", "env": {"GIT_AUTHOR_DATE": "{now}", "GIT_COMMITTER_DATE": "{now}"}},
    "filesystem": {"command": "mcp-server-filesystem", "args": ["{workdir}"]},
    "memory": {"command": "mcp-server-memory", "env": {"MEMORY_FILE_PATH": "{workdir}/memory.jsonl"}},
    "sqlite": {"command": "mcp-server-sqlite", "args": ["--db-path", "{workdir}/shop.db"]},
}
LIVE = {"time": ["get_current_time"], "filesystem": ["get_file_info"]}


@pytest.fixture(scope="module")
def setup(tmp_path_factory) -> Path:
    """Notes, a repository and a database for the servers to work on."""
    folder = tmp_path_factory.mktemp("setup")
    (folder / "notes").mkdir()
    (folder / "notes" / "ideas.txt").write_text("A lamp for the hall\n")
    _repository(folder / "website")
    with sqlite3.connect(folder / "shop.db") as database:
        database.executescript(
            "CREATE TABLE customers (name TEXT, city TEXT); CREATE TABLE orders (id INTEGER, status TEXT);"
            "CREATE TABLE sales (product TEXT, amount REAL); INSERT INTO sales VALUES ('lamp', 30)"
        )
    return folder


def _repository(folder: Path) -> None:
    def git(*words: str) -> None:
        subprocess.run(["git", "-C", folder, "-c", "user.name=Ana", "-c", "user.email=a@b.c", *words], check=True)

    folder.mkdir()
    git("init", "-q")
    (folder / "index.html").write_text("<h1>Lamps</h1>\n")
    git("add", ".")
    git("commit", "-q", "-m", "Begin")


@pytest.mark.parametrize("server", SERVERS)
def test_a_dialogue_is_generated_against_a_real_server(server, setup, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    if shutil.which(SERVERS[server]["command"]) is None:
        pytest.skip(f"{SERVERS[server]['command']} is not installed; docs/mcp.md says how")
    config = tmp_path / "mcp.json"
    config.write_text(json.dumps({"mcpServers": {server: SERVERS[server]}}))
    settings = Settings(
        mcp_config=config,
        mcp_setup=setup,
        mcp_live=LIVE.get(server),
        mcp_repeatable=[server] if server == "sqlite" else None,
        # Without rules and experts all that can reject a dialogue is its last replay.
        preset="no-verification",
        passes=1,
    )
    machine = assemble(settings)
    (one,) = plan(settings.seed, settings.budget(), [0])
    record = asyncio.run(machine.generate(one.seed, one.number))
    assert (record.status, record.reasons) == ("kept", ())
    assert record.world.replayed
    steps = record.dialogue.steps()
    assert {(step.tool.server, step.tool.executed) for step in steps if step.tool} == {(server, True)}
    assert all(step.observation.content is not None for step in steps)
