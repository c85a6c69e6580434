"""What a run is expected to take."""

import io

import pytest
from rich.console import Console

from graph.assemble import assemble
from graph.estimate import SAMPLE, estimate, print_estimate, rows
from graph.run import DONE, main
from graph.settings import Settings

pytestmark = pytest.mark.usefixtures("empty_place")


def number(text: str) -> float:
    return float(text.replace(",", "").rstrip("%"))


def test_a_sample_is_scaled_to_the_count_with_the_prices_of_the_real_models():
    settings = Settings(
        count=800, model="openai:large", prompt_price=2, cached_price=1, completion_price=8, judge_model="openai:small"
    )
    expected = estimate(settings, assemble)
    shown = {row[0]: row[1:] for row in rows(expected)}
    assert (len(expected.calls), expected.dialogues) == (SAMPLE, 800)
    assert number(shown["all"][1]) == 100 * sum(expected.calls)
    assert (shown["writer"][0], shown["judge"][0], shown["judge"][5]) == ("openai:large", "openai:small", "unknown")
    prompt, completion = number(shown["writer"][2]), number(shown["writer"][4])
    assert number(shown["writer"][5]) == pytest.approx((2 * prompt + 8 * completion) / 1e6, rel=0.01)
    assert number(shown["writer"][6]) < number(shown["writer"][5])


def test_it_is_printed_without_a_key_a_folder_or_a_call_and_says_that_it_is_an_estimate(tmp_path, capsys, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    assert main(["--estimate", "--model", "openai:gpt-4o", "--count", "2", "--preset", "initialize-only"]) == DONE
    shown = capsys.readouterr()
    assert "expected for 2 dialogues" in shown.out
    assert "An estimate, from 2 dialogues of the simulated model" in shown.out
    assert "For a cost, give prices" in shown.out
    assert shown.err == ""
    assert list(tmp_path.iterdir()) == []


def test_for_a_number_to_accept_the_tries_are_expected_from_the_share_kept(assembling):
    expected = estimate(Settings(accept=10), assembling)
    assert (expected.sample.kept, expected.sample.tried, expected.dialogues) == (5, 8, 16)
    screen = io.StringIO()
    print_estimate(expected, Console(file=screen))
    assert "expected for 16 dialogues" in screen.getvalue()
