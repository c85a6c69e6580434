"""What a cluster is given to do: the numbers of dialogues, in blocks."""

from collections.abc import Iterator

import pyarrow
from ray.data import Datasource
from ray.data.block import BlockMetadata
from ray.data.datasource import ReadTask

NUMBER = "number"
"""The column by which Ray knows what is done."""


class Numbers(Datasource):  # type: ignore[misc]  # Ray's classes have no types
    """The numbers from 0 on. A block of them is made, written and, after a failure, made again together."""

    def __init__(self, count: int, block: int) -> None:
        self.count, self.block = count, block

    def estimate_inmemory_data_size(self) -> int:
        """Bytes."""
        return 8 * self.count

    def get_read_tasks(
        self, parallelism: int, per_task_row_limit: int | None = None, data_context: object = None
    ) -> list[ReadTask]:
        """One task a block, however many Ray would like."""
        return [self._task(first) for first in range(0, self.count, self.block)]

    def _task(self, first: int) -> ReadTask:
        last = min(first + self.block, self.count)

        def read() -> Iterator[pyarrow.Table]:
            yield pyarrow.table({NUMBER: pyarrow.array(range(first, last), pyarrow.int64())})

        size = 8 * (last - first)
        return ReadTask(read, BlockMetadata(num_rows=last - first, size_bytes=size, input_files=None, exec_stats=None))
