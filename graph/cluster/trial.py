"""A cluster of two nodes on this machine, to try and to test; its nodes can be killed.

`python -m graph.cluster.trial` prints its address, and stops it when its input ends.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ray.cluster_utils import Cluster

NICENESS = "RAY_worker_niceness"
"""Ray has workers give way to everything else; on a machine that others use too they would get nothing done."""

_STORE = 100 * 1024 * 1024
"""Bytes of each node's object store. Blocks of dialogues are small."""


@dataclass(slots=True)
class TwoNodes:
    """A head, and a node that can be lost."""

    cluster: Cluster
    second: object | None

    @property
    def address(self) -> str:
        """What `--cluster` is told."""
        return str(self.cluster.address)

    def kill_second(self) -> None:
        """Kill the second node (SIGKILL); whatever runs on it goes with it."""
        second, self.second = self.second, None
        self.cluster.remove_node(second, allow_graceful=False)

    def kill(self) -> None:
        """Kill both."""
        if self.second is not None:
            self.kill_second()
        self.cluster.remove_node(self.cluster.head_node, allow_graceful=False)


@contextmanager
def two_nodes(cpus: int = 2) -> Iterator[TwoNodes]:
    """Start both, with so many CPUs each in Ray's books, and stop them."""
    # Ray would ask the internet about its usage.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault(NICENESS, "0")
    size = {"num_cpus": cpus, "object_store_memory": _STORE}
    cluster = Cluster(initialize_head=True, head_node_args={**size, "include_dashboard": False})
    nodes = TwoNodes(cluster, cluster.add_node(**size))
    try:
        cluster.wait_for_nodes()
        yield nodes
    finally:
        cluster.shutdown()


if __name__ == "__main__":
    with two_nodes() as nodes:
        print(nodes.address, flush=True)
        sys.stdin.read()
