"""Which part of a prompt was sent before."""

from hypothesis import given
from hypothesis.strategies import lists, sampled_from, tuples

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


SYSTEMS = ("", "s", "a" * 700, "a" * 900, "a" * 700 + "b" * 200, "c" * BLOCK)
QUESTIONS = ("", "q", "q" * 300, "q" * 300 + "r" * 300, "a" * 900)


@given(lists(tuples(sampled_from(SYSTEMS), sampled_from(QUESTIONS)), max_size=8))
def test_a_beginning_that_is_known_counts_as_if_it_were_cut_into_blocks_again(contents):
    prefixes, before = Prefixes(), set[str]()
    for each in contents:
        text = f"<system>{each[0]}<user>{each[1]}"
        parts = [text[: end + BLOCK] for end in range(0, len(text), BLOCK)]
        repeated = sum(part in before for part in parts)
        assert prefixes.send(prompt(*each)) == Sent(len(text), min(repeated * BLOCK, len(text)))
        before.update(parts)
