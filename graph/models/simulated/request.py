"""A user's request, from the calls that it should lead to: why, and then what."""

from collections.abc import Sequence
from itertools import groupby
from random import Random

from graph.models.simulated.asking import Clause, Mentions, Piece, from_templates, names_in
from graph.models.simulated.manners import manner_of
from graph.models.simulated.phrases import ANSWERS, ASKS, CONTINUATIONS, GREETINGS, MORE
from graph.models.simulated.purposes import foreign_motives
from graph.models.simulated.stories import story_of
from graph.models.simulated.wild import from_descriptions
from graph.models.simulated.wording import counted, is_cited, is_observed, joined, marked, words
from state.dialogue import Call

_LONG = 150


def request(pieces: Sequence[Piece], turn: int, earlier: Sequence[str], random: Random) -> str:
    """Ask for all these calls in fluent sentences, and say what for; `earlier` is what the user has said before."""
    mentions = Mentions(turn)
    clauses = []
    for group in _groups(pieces, turn):
        write = from_templates if group[0].tool.asks else from_descriptions
        clauses.append(write(group, mentions, random))
        mentions.after(group)
    lead = random.choice(CONTINUATIONS if earlier else GREETINGS)
    motive = _motive(pieces, turn, " ".join(earlier), random)
    first, *others = _sentences(clauses)
    sentences = [lead, motive, _asked(first, ASKS, random)]
    forms = random.sample(MORE, len(MORE))
    sentences += [_asked(chunk, [forms[number % len(forms)]], random) for number, chunk in enumerate(others)]
    return " ".join(sentence for sentence in sentences if sentence)


def _groups(pieces: Sequence[Piece], turn: int) -> list[list[Piece]]:
    """Calls of one tool in a row go into one clause, where nothing in them refers to a result."""
    groups: list[list[Piece]] = []
    for name, run in groupby(pieces, key=lambda piece: piece.call.name):
        members = list(run)
        same = {tuple(sorted(a.name for a in piece.call.arguments)) for piece in members}
        places = [{str(a.source) for a in piece.call.arguments if is_observed(a)} for piece in members]
        known = all(is_cited(a, turn) or is_observed(a) for piece in members for a in piece.call.arguments)
        together = len(same) == 1 and known and places.count(places[0]) == len(places) and members[0].call.arguments
        groups += [members] if name and together else [[piece] for piece in members]
    return groups


def _sentences(clauses: Sequence[Clause]) -> list[list[Clause]]:
    """Clauses in the sentences they are said in: what is short goes together."""
    chunks: list[list[Clause]] = []
    for part in clauses:
        previous = chunks[-1] if chunks else []
        length = sum(len(other.text) for other in previous) + len(part.text)
        if previous and not previous[-1].details and length < _LONG and len(previous) < 3:
            previous.append(part)
        else:
            chunks.append([part])
    return chunks


def _asked(chunk: Sequence[Clause], forms: Sequence[str], random: Random) -> str:
    text = random.choice(forms).format(joined([part.text for part in chunk]))
    details = [part.details for part in chunk if part.details]
    return " ".join((text, *details))


def _motive(pieces: Sequence[Piece], turn: int, earlier: str, random: Random) -> str:
    story = story_of([piece.call.name for piece in pieces])
    said = {a.name: text for piece in reversed(pieces) for a in piece.call.arguments if (text := words(a, turn))}
    motives = story.motives if story else foreign_motives([piece.tool for piece in pieces])
    fitting = [motive for motive in motives if names_in(motive) <= said.keys()]
    quoted = {name: f'"{text}"' if name == "title" else text for name, text in said.items()}
    texts = [text for motive in fitting if (text := motive.format(**quoted)) not in earlier]
    text = random.choice(texts) if texts else ""
    return f"{text[:1].upper()}{text[1:]}"


def answer(calls: Sequence[Call], turn: int, random: Random) -> str:
    """Give the values that calls cite from this turn, as an answer to a question."""
    given: list[str] = []
    for call in calls:
        for argument in call.arguments:
            said = words(argument, turn)
            if said is not None and said not in given:
                worded = manner_of(argument.name).answer.format(said)
                given.append(worded if len(worded) < 40 else marked(worded))
    text = random.choice(ANSWERS).format(joined(given))
    text = counted(text.replace('.".', '."'))
    return f"{text[0].upper()}{text[1:]}" if " " in text.split(",")[0] or given[0].isalpha() else text
