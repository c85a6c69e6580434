"""The Python environment that bfcl-eval runs in: made once, kept in the cache, never mixed with ours.

bfcl-eval asks for 130 packages, among them torch with its GPU libraries (6 GB), for the sake of models and categories
that are not measured here. So it is installed without them, and `inside.py` runs it without their handlers.
"""

import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from state.errors import ConfigurationError

VERSION = "2026.3.23"
REQUIREMENTS = (
    "filelock==3.20.0",
    "mpmath==1.3.0",
    "numpy>=1.26.4",
    "openai==3.51.0",
    "overrides==7.7.0",
    "python-dotenv==1.2.4",
    "requests==2.34.2",
    "tenacity==9.2.1",
    "tqdm==4.70.1",
)
"""What the multi-turn categories need; those that decide over results as bfcl-eval pins them."""

_INSIDE = Path(__file__).with_name("inside.py")
_PASSED_ON = ("HOME", "LANG", "PATH", "REQUESTS_CA_BUNDLE", "SSL_CERT_DIR", "SSL_CERT_FILE", "TMPDIR")
_PROXIES = ("ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY")
_LINES = 5


class EnvironmentFailed(Exception):
    """Something went wrong in the environment, and nobody here can say what to change. Holds its last lines."""


@dataclass(frozen=True, slots=True)
class Environment:
    """An environment in which bfcl-eval is installed."""

    path: Path

    @property
    def data(self) -> Path:
        """The cases of the benchmark, and what they should come to."""
        return _package(self.path) / "data"

    def run(self, job: Mapping[str, object], project: Path, log: Path) -> None:
        """Have `inside.py` do a job; its chatter goes to the log, its progress to stderr.

        The job is written to its standard input, because it holds a key, and others can read arguments.
        """
        with log.open("ab") as chatter:
            done = subprocess.run(  # noqa: S603 - ours
                [_python(self.path), str(_INSIDE)],
                input=json.dumps(job).encode(),
                stdout=chatter,
                env=_variables() | {"BFCL_PROJECT_ROOT": str(project.resolve()), "PYTHONUTF8": "1"},
                check=False,
            )
        if done.returncode:
            raise EnvironmentFailed(
                f"bfcl-eval failed; the end of {log}:\n{_end(log.read_text(encoding='utf-8', errors='replace'))}"
            )


def default_path() -> Path:
    """Where the environment is kept when nobody says."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "toolace-mt" / f"bfcl-eval-{VERSION}-python{sys.version_info.major}.{sys.version_info.minor}"


def prepared(path: Path) -> Environment:
    """Take the environment that is there, or make it; `EnvironmentFailed` where that cannot be done."""
    if not path.exists():
        _make(path)
    _refuse_others(path)
    return Environment(path)


def _make(path: Path) -> None:
    """Make it beside its place and move it there when it is whole, so that half of one is never used."""
    print(f"preparing {path}: bfcl-eval {VERSION}, once", file=sys.stderr)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        venv.create(part, with_pip=True, clear=True)
        _install(part, "--no-deps", f"bfcl-eval=={VERSION}")
        _install(part, *REQUIREMENTS)
        # Another process may have been faster; its environment is as good.
        if not path.exists():
            part.rename(path)
    except OSError as error:
        raise ConfigurationError(f"cannot make {path}: {error.strerror or error}; choose another place") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _install(path: Path, *arguments: str) -> None:
    command = [_python(path), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)  # noqa: S603 - ours
    if done.returncode:
        raise EnvironmentFailed(f"pip could not install {' '.join(arguments)}:\n{_end(done.stdout)}")


def _refuse_others(path: Path) -> None:
    installed = path.glob("lib/python*/site-packages/bfcl_eval-*.dist-info")
    found = [each.name.removeprefix("bfcl_eval-").removesuffix(".dist-info") for each in installed]
    if not found:
        raise ConfigurationError(f"{path} is no environment with bfcl-eval; name one, or a folder that does not exist")
    if found != [VERSION]:
        raise ConfigurationError(f"{path} has bfcl-eval {found[0]}, but scores are compared under {VERSION}")


def _package(path: Path) -> Path:
    return next(path.glob("lib/python*/site-packages/bfcl_eval"))


def _python(path: Path) -> str:
    return str((path / "bin" / "python").absolute())


def _variables() -> dict[str, str]:
    """What bfcl-eval may know of the environment variables here: no key, whatever it is called."""
    names = (*_PASSED_ON, *_PROXIES, *map(str.lower, _PROXIES))
    return {name: os.environ[name] for name in names if name in os.environ}


def _end(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return "\n".join(f"  {line}" for line in lines[-_LINES:])
