"""Which part of a prompt was sent before."""

from graph.prefixes import BLOCK, Prefixes, Sent
from state.model import Message


def prompt(*contents: str) -> tuple[Message, ...]:
    """A system message and user messages."""
    system, *others = contents
    return (Message(role="system", content=system), *(Message(role="user", content=text) for text in others))


def test_the_first_prompt_repeats_nothing_and_the_same_again_everything():
    prefixes = Prefixes()
    length = len("<system>s<user>") + 500
    assert prefixes.send(prompt("s", "x" * 500)) == Sent(length, 0)
    assert prefixes.send(prompt("s", "x" * 500)) == Sent(length, length)


def test_a_prompt_counts_up_to_the_block_in_which_it_begins_to_differ():
    prefixes = Prefixes()
    prefixes.send(prompt("system" * 50, "dialogue" * 100 + "one job"))
    sent = prefixes.send(prompt("system" * 50, "dialogue" * 100 + "another job"))
    same = len("<system><user>") + 300 + 800
    assert same - BLOCK < sent.repeated <= same


def test_what_stands_further_back_does_not_count():
    prefixes = Prefixes()
    prefixes.send(prompt("one" * 100, "dialogue" * 100))
    assert prefixes.send(prompt("two" * 100, "dialogue" * 100)).repeated == 0


def test_every_earlier_prompt_counts_not_only_the_last():
    prefixes = Prefixes()
    for first in ("a", "b"):
        prefixes.send(prompt(first * 10 * BLOCK, "x"))
    assert prefixes.send(prompt("a" * 10 * BLOCK, "y")).repeated >= 10 * BLOCK
