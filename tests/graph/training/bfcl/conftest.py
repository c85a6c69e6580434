"""An environment with bfcl-eval, and the command run against an endpoint of this process."""

import asyncio
from pathlib import Path

import pytest

from graph.training.bfcl.__main__ import main
from graph.training.bfcl.environment import Environment, EnvironmentFailed, default_path, prepared
from graph.training.bfcl.oracle import answering


@pytest.fixture(scope="session")
def environment() -> Environment:
    """The environment in the cache, made where it is not there."""
    try:
        return prepared(default_path())
    except EnvironmentFailed as failed:
        pytest.skip(f"bfcl-eval cannot be installed here: {failed}")


@pytest.fixture
def measured(tmp_path: Path):
    """Run the command against whatever solves, in `tmp_path`; give the exit code."""

    async def measured(solve, *arguments: str) -> int:
        async with answering(solve) as url:
            words = ("--base-url", url, "--model", "mine", "--experiment", str(tmp_path), *arguments)
            return await asyncio.to_thread(main, words)

    return measured
