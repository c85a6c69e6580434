"""Whether answers take longer than usual."""

import pytest

from graph.models.latency import Latency


def _last(*answers: tuple[float, int]) -> str:
    """The verdict after so many rounds of ten equal answers."""
    latency = Latency()
    verdict = ""
    for seconds, tokens in answers:
        for _ in range(10):
            verdict = latency.add(seconds, tokens, replies=10)
    return verdict


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ([(2.0, 500)], "usual"),
        ([(2.0, 500), (2.4, 500)], "usual"),
        ([(2.0, 500), (3.6, 500)], "rising"),
        ([(2.0, 500), (6.0, 500)], "risen"),
        # Longer answers take longer.
        ([(2.0, 500), (8.0, 2300)], "usual"),
        # Shorter answers that take as long are no sign either.
        ([(2.0, 2300), (2.0, 20)], "usual"),
        # What lasts becomes the usual.
        ([(2.0, 500), *[(4.5, 500)] * 20], "usual"),
    ],
)
def test_the_verdict_follows_from_the_rounds(answers, verdict):
    assert _last(*answers) == verdict


def test_a_rise_is_said_once_in_a_round():
    latency = Latency()
    for _ in range(10):
        latency.add(1.0, 10, replies=10)
    assert [latency.add(9.0, 10, replies=10) for _ in range(10)][-1] == "risen"
    assert latency.add(9.0, 10, replies=10) == "rising"
