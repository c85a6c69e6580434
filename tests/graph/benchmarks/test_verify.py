"""The speed of verification is measured over all rows but the first."""

import json

from graph.benchmarks.verify import by_rules, by_schema, measure


def test_each_row_is_checked_once_after_the_warm_up() -> None:
    seen = []
    lines = [json.dumps({"messages": [{"role": "user", "content": f"{n}"}]}).encode() for n in range(14)]

    def check(line: bytes) -> int:
        seen.append(line)
        return by_rules(line) + by_schema(line)

    assert measure(check, lines).dialogues == 4
    assert seen[10:] == lines[10:]
