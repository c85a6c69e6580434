"""One measurement: a folder of its own, the environment, the run inside it, and the scores that come out."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qsl, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import orjson
from pydantic import TypeAdapter, ValidationError

from graph.folder import explained, replacing
from graph.lock import locked
from graph.models.endpoint import Endpoint
from graph.training.bfcl.environment import VERSION, EnvironmentFailed, prepared
from graph.training.bfcl.scores import CATEGORIES, Scores, read_scores
from state.errors import ConfigurationError

SETTINGS = "measurement.json"
LOG = "log.txt"
_LITTER = ".file_locks"
_RETRIES = 5
_PATIENCE = 20.0
_REFUSED = (401, 403)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """What is measured, and where."""

    endpoint: Endpoint
    model: str
    mode: str
    columns: Sequence[str]
    out: Path
    environment: Path
    limit: int | None = None
    """The first cases of each category only."""
    in_flight: int = 16
    temperature: float = 0.001

    def settings(self) -> dict[str, object]:
        """What may not change while a folder fills: half of one thing and half of another is the score of neither."""
        return {"model": self.model, "mode": self.mode, "temperature": self.temperature, "bfcl_eval": VERSION}

    def job(self) -> dict[str, object]:
        """What `inside.py` has to know."""
        address = self.endpoint.base_url
        return {
            "model": self.model,
            "mode": self.mode,
            "categories": [CATEGORIES[column] for column in self.columns],
            "limit": self.limit,
            "in_flight": self.in_flight,
            "temperature": self.temperature,
            "base_url": self.endpoint.place,
            "query": dict(parse_qsl(urlsplit(address).query)) if address else {},
            "authorization": self.endpoint.authorization(),
            "secrets": self.endpoint.secrets(),
            "retries": _RETRIES,
        }


def measure(wanted: Measurement) -> Scores:
    """Measure, or go on measuring, and give the scores of all that this folder holds."""
    _refuse_if_unreachable(wanted.endpoint)
    with explained(wanted.out):
        wanted.out.mkdir(parents=True, exist_ok=True)
        with locked(wanted.out):
            _settle(wanted)
            environment = prepared(wanted.environment)
            environment.run(wanted.job(), wanted.out, wanted.out / LOG)
            shutil.rmtree(wanted.out / _LITTER, ignore_errors=True)
    scores = read_scores(wanted.out, environment.data)
    silent = [score for score in scores.values() if score.unanswered == score.scored]
    if silent and len(silent) == len(scores):
        raise EnvironmentFailed(f"no case was answered; the first error:\n  {silent[0].error}")
    return scores


def _settle(wanted: Measurement) -> None:
    """Take the folder for this model, or go on where it is; one that holds something else is left alone."""
    file, now = wanted.out / SETTINGS, wanted.settings()
    if not file.exists():
        if any(wanted.out.iterdir()):
            raise ConfigurationError(f"{wanted.out} holds something else; choose an empty or a new folder with --out")
        with replacing(file) as settings:
            settings.write(orjson.dumps(now, option=orjson.OPT_INDENT_2) + b"\n")
        return
    try:
        before = TypeAdapter(dict[str, Any]).validate_json(file.read_bytes())
    except ValidationError as error:
        raise ConfigurationError(f"{file} cannot be read; choose another --out") from error
    for name, value in now.items():
        if before.get(name) != value:
            raise ConfigurationError(
                f"{wanted.out} was begun with {name} {before.get(name)!r}, now it is {value!r}; choose another --out"
            )


class _Staying(HTTPRedirectHandler):
    """Goes nowhere else: the key is for this endpoint alone."""

    def redirect_request(self, *given: object) -> None:
        """Take being sent elsewhere for an answer."""


def _refuse_if_unreachable(endpoint: Endpoint) -> None:
    """Say at once what would otherwise be 800 cases without an answer. What else is amiss shows when it is asked."""
    endpoint.refuse_if_unusable()
    try:
        question = Request(f"{endpoint.place}/models", headers={"Authorization": endpoint.authorization()})  # noqa: S310 - checked
        build_opener(_Staying).open(question, timeout=_PATIENCE).close()
    except HTTPError as error:
        if error.code in _REFUSED:
            raise ConfigurationError(
                f"{endpoint.place} refuses the key ({error.code}), which is taken from {endpoint.key_variable}"
            ) from error
    except (OSError, HTTPException, ValueError) as error:
        raise ConfigurationError(
            f"nobody answers at {endpoint.place}: {endpoint.hidden(str(getattr(error, 'reason', error)))}"
        ) from error
