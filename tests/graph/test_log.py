"""The run's diary."""

import json

import structlog

from graph.log import logging_to

log = structlog.get_logger()


def lines(text: str) -> list[dict[str, object]]:
    return [{k: v for k, v in json.loads(line).items() if k != "timestamp"} for line in text.splitlines()]


def test_events_are_json_lines_in_the_file_and_where_wanted_on_stderr(tmp_path, capsys):
    path = tmp_path / "log.jsonl"
    with logging_to(path, echo=False):
        log.info("dialogue_finished", id="d000001", reasons=("añil",))
    assert capsys.readouterr().err == ""
    with logging_to(path, echo=True):
        log.warning("run_interrupted")
    first = {"event": "dialogue_finished", "level": "info", "id": "d000001", "reasons": ["añil"]}
    second = {"event": "run_interrupted", "level": "warning"}
    assert lines(path.read_text()) == [first, second]
    assert lines(capsys.readouterr().err) == [second]


def test_a_diary_on_a_full_disk_costs_no_dialogue(tmp_path):
    (tmp_path / "log.jsonl").symlink_to("/dev/full")
    with logging_to(tmp_path / "log.jsonl", echo=False):
        log.info("dialogue_finished")
