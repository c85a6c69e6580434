"""Puts an export and its card on a hub, through huggingface_hub: its tokens and its endpoint are its own affair."""

from collections.abc import Mapping
from pathlib import Path

from graph.export.files import EXTRA
from state.errors import ConfigurationError


def push(name: str, files: Mapping[str, Path]) -> str:
    """Upload these files, by their paths there, in one commit; the address. A new dataset is private."""
    try:
        from huggingface_hub import CommitOperationAdd, HfApi
        from huggingface_hub.errors import HTTPError  # type: ignore[attr-defined]  # of httpx, whichever it uses
    except ImportError as error:
        raise ConfigurationError(f"--push-to-hub needs huggingface_hub: {EXTRA}") from error
    hub = HfApi()
    try:
        address = hub.create_repo(name, repo_type="dataset", private=True, exist_ok=True)
        operations = [CommitOperationAdd(path, str(file)) for path, file in files.items()]
        message = "Add an export of ToolACE-MT"
        hub.create_commit(name, operations, commit_message=message, repo_type="dataset")
    except (HTTPError, OSError, ValueError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise ConfigurationError(
            f"--push-to-hub {name!r}: {reason}; log in with `hf auth login` or set HF_TOKEN, and "
            "name it OWNER/DATASET. The files are written and can be pushed again"
        ) from error
    return str(address)
