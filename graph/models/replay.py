"""A recorded run in the place of a model: the same dialogues again, without a network."""

from dataclasses import dataclass
from pathlib import Path

from graph.journal.recording import Recording, read_recording
from state.errors import EndpointError
from state.model import Reply, Request


@dataclass(frozen=True, slots=True)
class ReplayModel:
    """Knows nothing but its recording, and `graph.journal.journalled.Journalled` has looked there before it asks."""

    recording: Recording

    async def complete(self, request: Request) -> Reply:
        """Say that this was not asked when the run was recorded."""
        folder = self.recording.folder
        raise EndpointError(
            f"the recording in {folder} has no answer to this request of {request.node!r}; "
            f"a run is replayed with its own settings: --config {folder}/run.toml"
        )


def read_replay(folder: Path) -> ReplayModel:
    """Open a recording; `ConfigurationError` where there is none."""
    return ReplayModel(read_recording(folder))
