"""What is left of a run that is killed."""

from graph.benchmarks.journal import calls_of, journal_cost, line
from graph.benchmarks.torture import main


def test_a_run_that_is_killed_again_and_again_loses_nothing(capsys):
    arguments = ["--count", "6", "--kills", "2", "--torn", "1", "--latency", "0.05", "--concurrency", "3"]
    assert main(arguments) == 0, capsys.readouterr().out
    told = capsys.readouterr().out
    assert "6: 0 missing, 0 twice" in told
    assert "dialogues.jsonl the same, records the same" in told


def test_the_cost_of_the_journal_is_told_with_and_without_requests():
    calls = calls_of(1)
    plain, recording = journal_cost(calls), journal_cost(calls, recording=True)
    assert 0 < plain.kilobytes < recording.kilobytes
    assert line("journal", plain).endswith("KB a call")
