"""How long prompts are at the paper's settings, and how much of them repeats."""

from graph.benchmarks.prompts import measure, table


def test_most_of_each_prompt_was_sent_before_and_a_quarter_is_left_out() -> None:
    lengths = measure(12, "paper")
    sent = sum(each.sent.characters for each in lengths)
    assert sum(each.sent.repeated for each in lengths) / sent >= 0.6
    assert sent / sum(each.complete for each in lengths) <= 0.75
    assert table(lengths).splitlines()[-1].startswith("all ")
