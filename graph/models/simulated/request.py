"""A user's request, from the calls that it should lead to."""

from collections.abc import Sequence
from random import Random

from graph.models.simulated.asking import Clause, Piece, clause
from graph.models.simulated.phrases import ALSO, ANSWERS, CONTINUATIONS, LAST, OPENERS, THEN
from graph.models.simulated.wording import is_observed, marked, words
from state.dialogue import Call


def request(pieces: Sequence[Piece], turn: int, continues: bool, random: Random) -> str:
    """Ask for all these calls in fluent sentences."""
    said: set[tuple[str, str]] = set()
    before = [None, *(piece.call.id for piece in pieces)]
    clauses = [clause(piece, turn, said, previous, random) for piece, previous in zip(pieces, before, strict=False)]
    depends = [any(is_observed(argument) for argument in piece.call.arguments) for piece in pieces]
    groups = _groups(clauses)
    opener = random.choice(CONTINUATIONS if continues else OPENERS)
    sentences = [opener.format(_joined(groups[0], clauses, depends)) + _details(groups[0], clauses)]
    connectors: list[str] = []
    for position, group in enumerate(groups[1:], start=2):
        last = position == len(groups) and len(clauses) > 3
        choices = LAST if last else THEN if depends[group[0]] else ALSO
        connectors.append(random.choice([choice for choice in choices if choice not in connectors] or choices))
        sentences.append(connectors[-1].format(_joined(group, clauses, depends)) + _details(group, clauses))
    return " ".join(sentences)


def _groups(clauses: list[Clause]) -> list[list[int]]:
    groups: list[list[int]] = []
    for index, part in enumerate(clauses):
        previous = clauses[index - 1] if index else None
        short = previous is not None and not previous.details and len(previous.text) + len(part.text) < 170
        if groups and short and len(groups[-1]) < 2:
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


def _joined(group: list[int], clauses: list[Clause], depends: list[bool]) -> str:
    text = clauses[group[0]].text
    for index in group[1:]:
        text = f"{text}{', then ' if depends[index] else ' and '}{clauses[index].text}"
    return text


def _details(group: list[int], clauses: list[Clause]) -> str:
    return "".join(f" {clauses[index].details}" for index in group if clauses[index].details)


def answer(calls: Sequence[Call], turn: int, random: Random) -> str:
    """Give the values that calls cite from this turn, as an answer to a question."""
    given: list[str] = []
    for call in calls:
        for argument in call.arguments:
            said = words(argument, turn)
            if said is not None and said not in given:
                given.append(said if len(said) < 40 else marked(said))
    text = random.choice(ANSWERS).format(" and ".join(given))
    return f"{text[0].upper()}{text[1:]}" if not given or not text.startswith(given[0]) else text
