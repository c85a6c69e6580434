"""The benchmark of large pools, small."""

import json

from graph.benchmarks.pools import measure, write_pool


def test_a_pool_of_any_size_is_made_and_loaded(tmp_path):
    entry = {"type": "function", "function": {"name": "a", "parameters": {}}, "server": "S"}
    (tmp_path / "one.jsonl").write_text(json.dumps(entry))
    write_pool([tmp_path / "one.jsonl"], 30, tmp_path / "many.jsonl")
    assert measure(tmp_path / "many.jsonl").tools == 30
