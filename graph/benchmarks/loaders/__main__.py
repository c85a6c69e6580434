"""What other people's loaders make of an export of ours: `python -m graph.benchmarks.loaders NAME RUN`.

Each loader gets an environment of its own, because their versions exclude each other, and about 2 GB of disk. The
export is made first; then a module of this package runs in that environment and prints a JSON line for each template.
"""

import argparse
import os
import subprocess
import sys
import venv
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from graph.export.__main__ import main as export

ROOT = Path(__file__).parents[3]
TORCH = ("torch==2.13.0",)


class Loader(NamedTuple):
    """A loader: what it reads, which module here asks it to, and how it is installed."""

    format: str
    ending: str
    module: str
    requirements: tuple[tuple[str, ...], ...]
    """The arguments of pip, one installation after the other."""


TRL = (TORCH, ("datasets==5.2.0", "peft==0.21.2", "transformers==5.23.0", "trl==1.16.0"))
LOADERS = {
    "trl": Loader("trl", ".jsonl", "trl", TRL),
    "trl-bfcl": Loader("bfcl", ".jsonl", "trl", TRL),
    "trl-dpo": Loader("dpo", ".jsonl", "trl", TRL),
    "swift": Loader("swift", ".jsonl", "swift", (TORCH, ("ms-swift==4.6.0",))),
    "llamafactory": Loader(
        "sharegpt",
        ".jsonl",
        "llamafactory",
        (
            TORCH,
            ("--no-deps", "llamafactory==0.9.5"),
            ("transformers==5.6.0", "datasets==4.0.0", "peft==0.18.1", "trl==0.24.0", "accelerate==1.11.0"),
            ("av", "einops", "fire", "hydra-core", "omegaconf", "pandas", "sentencepiece", "tiktoken", "tyro"),
        ),
    ),
    "axolotl": Loader(
        "openai",
        ".jsonl",
        "axolotl",
        (TORCH, ("--no-deps", "axolotl==0.19.0"), ("transformers", "datasets", "peft", "trl", "addict", "colorama")),
    ),
    "verl": Loader(
        "hermes",
        ".parquet",
        "verl",
        (
            TORCH,
            ("--no-deps", "verl==0.9.1"),
            ("transformers<5.11", "tensordict", "omegaconf", "hydra-core", "pandas", "pyarrow", "datasets"),
            ("codetiming", "pillow", "pylatexenc", "ray", "torchdata"),
        ),
    ),
}


def main() -> int:
    """Install what is missing, export, load; the exit code of the first of these that failed."""
    parser = argparse.ArgumentParser(description="Load an export with the loader of a trainer.")
    parser.add_argument("loader", choices=LOADERS)
    parser.add_argument("run", type=Path, help="run folder")
    parser.add_argument("--environments", type=Path, default=Path("runs/loaders"), help="folder for what is installed")
    options = parser.parse_args()
    loader = LOADERS[options.loader]
    python = _installed(options.environments / loader.module, loader)
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"train{loader.ending}"
        if code := export([str(options.run), "--format", loader.format, "--to", str(file)]):
            return code
        command = [str(python), "-m", f"graph.benchmarks.loaders.{loader.module}", str(file)]
        return subprocess.run(command, cwd=ROOT, env=os.environ | {"HF_HUB_OFFLINE": "1"}, check=False).returncode  # noqa: S603 - ours


def _installed(environment: Path, loader: Loader) -> Path:
    """The Python of an environment, which is made where it is not there; half an installation is begun anew."""
    python, done = (environment / "bin" / "python").absolute(), environment / "installed"
    if not done.exists():
        venv.create(environment, with_pip=True, clear=True)
        for arguments in loader.requirements:
            subprocess.run([str(python), "-m", "pip", "install", "-q", *arguments], check=True)  # noqa: S603 - ours
        done.touch()
    return python


if __name__ == "__main__":
    sys.exit(main())
