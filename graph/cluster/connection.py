"""The way into a cluster: found, or started on this machine, and left again."""

import logging
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import ray
from ray.exceptions import RayError

from graph.settings import Settings
from state.errors import ConfigurationError

CONNECTING = 10.0
"""Seconds in which the head of a cluster has to answer."""


@contextmanager
def connected(address: str) -> Iterator[None]:
    """Be connected to the cluster of this address; `ConfigurationError` where there is none."""
    _refuse_if_nobody_is_there(address)
    # Ray's core speaks on stderr of things that it mends by itself.
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    # A cluster that is started here tells nobody of its use, unless the operator wants it.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    # What workers print is theirs; what matters comes through the ledger.
    quiet = {"logging_level": logging.ERROR, "log_to_driver": False, "configure_logging": True}
    try:
        ray.init(address=address, include_dashboard=False if address == "local" else None, **quiet)
    except (ConnectionError, ValueError, RuntimeError, RayError) as error:
        raise _no_cluster(address, " ".join(str(error).split())[:200]) from error
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    try:
        yield
    finally:
        ray.shutdown()


def actors(settings: Settings) -> int:
    """How many processes are to make dialogues: one for each CPU of the cluster, if nobody says otherwise."""
    return settings.actors or max(1, int(ray.cluster_resources().get("CPU", 1)))


def _refuse_if_nobody_is_there(address: str) -> None:
    """Ray itself would try for minutes."""
    host, colon, port = address.rpartition(":")
    if colon and port.isdecimal() and "://" not in host:
        try:
            socket.create_connection((host.strip("[]"), int(port)), timeout=CONNECTING).close()
        except (OSError, OverflowError) as error:
            raise _no_cluster(address, str(error)) from error


def _no_cluster(address: str, told: str) -> ConfigurationError:
    return ConfigurationError(
        f"no Ray cluster at {address!r}: {told}; start one with `ray start --head`, give the address of its head as "
        "HOST:PORT, or say local to have one started here"
    )
