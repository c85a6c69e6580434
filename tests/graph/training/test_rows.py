"""What is read of an export."""

from pathlib import Path

import pyarrow
import pytest
from pyarrow.parquet import write_table

from graph.training.rows import read_export
from state.errors import ConfigurationError


def test_a_table_whose_texts_are_no_json_is_named(tmp_path: Path) -> None:
    file = tmp_path / "bfcl.parquet"
    write_table(pyarrow.table({"prompt": [["hello"]], "completion": [["there"]]}), file)
    with pytest.raises(ConfigurationError, match=r"bfcl\.parquet cannot be read as Parquet: Expecting value"):
        read_export(file, "lora")
