"""A prompt is a text with blanks."""

import pytest

from prompts.prompt import Prompt

PROMPT = Prompt("offer", "At $$5 for $name, 100% of ${what}: $name?")


def test_every_blank_is_filled_and_everything_else_stays() -> None:
    assert PROMPT.blanks == {"name", "what"}
    assert (
        PROMPT.fill(name="50% of $what", what="%(name)s", more="")
        == "At $5 for 50% of $what, 100% of %(name)s: 50% of $what?"
    )


def test_a_value_that_is_missing_is_named() -> None:
    with pytest.raises(KeyError, match="what"):
        PROMPT.fill(name="Ana")
