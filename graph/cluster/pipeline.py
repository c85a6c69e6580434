"""The plan that Ray Data carries out: numbers in, dialogues made by actors, Parquet out, each block exactly once."""

import math
import threading
from concurrent.futures import Future
from dataclasses import dataclass

from ray.data import ActorPoolStrategy, DataContext, read_datasource
from ray.data.checkpoint import CheckpointConfig

from graph.cluster.numbers import NUMBER, Numbers
from graph.cluster.worker import Dialogues, Work

ACTOR_CPU, WRITE_CPU = 0.2, 0.1
"""What an actor and a write take of a node's CPUs in Ray's books. Small, so that writes find room beside all the actors
of a cluster of which half is lost; actors that have taken every CPU wait for ever to hand over."""

ACTORS_PER_WRITER = 4
"""Writing takes hundredths of a second a block, but each process that writes a second or two of CPU to start."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Where a cluster writes to, and with how many actors."""

    data: str
    checkpoint: str
    actors: int

    def begin(self, work: Work, tries: int) -> "Future[None]":
        """Have the dialogues below this number made, all that are not written yet, in a thread of its own."""
        done: Future[None] = Future()

        def run() -> None:
            try:
                self._run(work, tries)
            except BaseException as error:  # noqa: BLE001 - it is raised where the run is waited for
                done.set_exception(error)
            else:
                done.set_result(None)

        # A run that is cancelled does not wait for it.
        threading.Thread(target=run, daemon=True, name="ray-data").start()
        return done

    def _run(self, work: Work, tries: int) -> None:
        context = DataContext.get_current()
        context.checkpoint_config = CheckpointConfig(
            id_column=NUMBER, checkpoint_path=self.checkpoint, delete_checkpoint_on_success=False
        )
        context.enable_progress_bars = False
        # What takes as much of a node is done in the same process, so that none is needed to count.
        numbers = read_datasource(Numbers(tries, work.settings.block), num_cpus=ACTOR_CPU)
        numbers.map_batches(
            Dialogues,
            fn_constructor_args=(work,),
            batch_size=None,
            batch_format="pyarrow",
            num_cpus=ACTOR_CPU,
            compute=ActorPoolStrategy(size=self.actors, max_concurrent_calls_per_actor=self._blocks_at_once(work)),
        ).write_parquet(
            self.data,
            ray_remote_args={"num_cpus": WRITE_CPU},
            concurrency=math.ceil(self.actors / ACTORS_PER_WRITER),
            compression="zstd",
        )

    def _blocks_at_once(self, work: Work) -> int:
        """One more than are needed to have all places taken: while its last dialogues end, the next block begins.

        What is done and not written is thereby one block for each actor, as long as there is enough to do.
        """
        return math.ceil(work.settings.concurrency / work.settings.block) + 1
