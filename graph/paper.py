"""What the paper measured with GPT-4o, to stand beside what is measured here."""

from typing import NamedTuple

from state.budget import Method


class Measured(NamedTuple):
    """The figures of one method."""

    user_turns: float
    calls_per_user_turn: float
    """Of tools."""
    calls_per_candidate: float
    """Of models, as all that follow."""
    calls_per_kept: float
    pass_rate: float
    cost_per_kept: float
    """In US dollars."""


PAPER: dict[Method, Measured] = {
    "toolace-mt": Measured(3.4, 3.7, 17.0, 23.5, 0.723, 0.173),
    "mas": Measured(5.8, 2.3, 21.0, 34.4, 0.611, 0.217),
}
"""188,000 and 275,000 calls for 8,000 kept dialogues."""
