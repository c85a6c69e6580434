"""The user of the baseline: has errands and knows things, and hears what is said. Knows no tool."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from random import Random

from pydantic import JsonValue

from graph.models.simulated.dates import as_date, coming_day, phrase_for
from graph.models.simulated.labels import Wanted, asked_for, given, label_of
from graph.models.simulated.novelty import unlike
from graph.models.simulated.phrases import ASKS, CONTINUATIONS, GREETINGS
from graph.models.simulated.schemas import identifier_like
from graph.models.simulated.values import invent
from graph.models.simulated.wording import joined, marked, plain
from state.answers import WrittenSpeech
from state.brief import Errand, Known, UserBrief

_WISHES = ("I'd like to {}.", "I want to {}.", "I have to {}.", "I would like to {}.", "What I need is to {}.")
_ANSWERS = (
    "Sure, {}.",
    "Of course: {}.",
    "Sorry, I forgot: {}.",
    "Right, {}.",
    "Yes: {}.",
    "Let me see. I think {}.",
    "Good question. {}, please.",
    "Here you are: {}.",
)
_TRIES = 5
_SEVERAL = re.compile(r"\b(?:two|both|together|better day)\b")
_NUMBER = "a number"


def write_speech(brief: UserBrief, random: Random) -> WrittenSpeech:
    """Answer a question, or come to the next errand; none is left: all is done."""
    if brief.heard:
        last = brief.heard[-1]
        if wanted := asked_for(last.text):
            text = _answered(brief, brief.errands[last.errand], wanted, random)
            return WrittenSpeech(done=False, goal=last.errand + 1, text=text)
    raised = max((heard.errand for heard in brief.heard), default=-1) + 1
    if raised >= len(brief.errands):
        return WrittenSpeech(done=True)
    return WrittenSpeech(done=False, goal=raised + 1, text=_request(brief, brief.errands[raised], random))


def _request(brief: UserBrief, errand: Errand, random: Random) -> str:
    """The goal in the user's words, and what goes with it."""
    said = [heard.text for heard in brief.heard if heard.role == "user"]
    return unlike((_asking(brief, errand, random) for _ in range(_TRIES)), said)


def _asking(brief: UserBrief, errand: Errand, random: Random) -> str:
    lead = random.choice(CONTINUATIONS if brief.heard else GREETINGS)
    why, colon, what = errand.goal.partition(": ")
    wish = random.choice(_WISHES).format(_lowered(why))
    asked = random.choice(ASKS).format(what) if colon else ""
    said = " ".join(heard.text for heard in brief.heard)
    clauses = list(_clauses(_chosen(errand, said, random), brief.now, random))
    details = f"{joined(clauses)[:1].upper()}{joined(clauses)[1:]}." if clauses else ""
    return " ".join(part for part in (lead, wish, asked, details) if part)


def _lowered(goal: str) -> str:
    return goal if goal[:2].isupper() else f"{goal[:1].lower()}{goal[1:]}"


def _chosen(errand: Errand, said: str, random: Random) -> list[Known]:
    """Things that go together: of each kind the one that is closest to the goal; two, where the goal speaks of two."""
    kinds: dict[tuple[str, ...], list[Known]] = {}
    for known in errand.known:
        kinds.setdefault(tuple(sorted(known.values)), []).append(known)
    found: list[Known] = []
    for names in sorted(kinds, key=lambda names: -max(_closeness(known, errand.goal) for known in kinds[names])):
        told = {name: value for known in found for name, value in known.values.items()}
        if told.keys() & set(names):
            continue
        kind = [_without_identity(known) for known in kinds[names]] if found else kinds[names]
        kind = random.sample(kind, len(kind))
        kind.sort(key=lambda known: _rank(known, errand.goal, told, said))
        found += [known for known in kind if known.values][
            : 2 if _SEVERAL.search(errand.goal) and len(names) < 3 else 1
        ]
    return found


def _without_identity(known: Known) -> Known:
    """What comes second is about the first thing, and has no identity of its own: `seat 22D`, and not whose."""
    values = {name: value for name, value in known.values.items() if not identifier_like(name)}
    return known.model_copy(update={"values": values})


def _rank(known: Known, goal: str, told: Mapping[str, JsonValue], said: str) -> tuple[int, int, bool]:
    """The lower, the sooner it is thought of."""
    shared = sum(value in told.values() for value in known.values.values())
    return -_closeness(known, goal), -shared, _was_said(known, said)


def _closeness(known: Known, goal: str) -> int:
    named = sum(str(value) in goal for value in known.values.values() if isinstance(value, str))
    words = f"{known.about} {' '.join(map(label_of, known.values))}"
    return 5 * named + len(set(re.findall(r"\w{4,}", words.lower())) & set(re.findall(r"\w{4,}", goal.lower())))


def _was_said(known: Known, said: str) -> bool:
    return all(plain(value) in said for value in known.values.values())


def _clauses(chosen: Sequence[Known], now: datetime, random: Random) -> Iterator[str]:
    """What is known, each value under its name; a second of one kind is the other one."""
    told: dict[str, JsonValue] = {}
    for known in chosen:
        for name, value in known.values.items():
            if name not in told or told[name] != value:
                yield given(label_of(name), _said(value, now, random), other=name in told)
            told[name] = value


def _said(value: JsonValue, now: datetime, random: Random) -> str:
    day = as_date(value)
    if day is not None and (phrase := phrase_for(day, now, random)):
        return phrase
    if isinstance(value, list):
        return joined([_said(item, now, random) for item in value])
    return marked(plain(value)) if isinstance(value, str) else plain(value)


def _answered(brief: UserBrief, errand: Errand, wanted: Iterable[Wanted], random: Random) -> str:
    """Give what was asked for: from what is known and goes with what was said, else made up."""
    said = " ".join(heard.text for heard in brief.heard if heard.role == "user")
    near = sorted(errand.known, key=lambda known: -sum(plain(value) in said for value in known.values.values()))
    clauses = []
    for one in wanted:
        values = [value for known in near for name, value in known.values.items() if label_of(name) == one.label]
        value = values[0] if values else _made_up(one, brief.now, random)
        clauses.append(given(one.label, _said(value, brief.now, random)))
    forms = (form.format(joined(clauses)) for form in random.sample(_ANSWERS, len(_ANSWERS)))
    spoken = [heard.text for heard in brief.heard if heard.role == "user"]
    return unlike((f"{form[:1].upper()}{form[1:]}" for form in forms), spoken)


def _made_up(wanted: Wanted, now: datetime, random: Random) -> JsonValue:
    """What such a person might say, going by the words of the question alone."""
    name = wanted.label.replace(" ", "_")
    if wanted.hint == _NUMBER:
        return invent(name, {"type": "integer"}, {}, random)
    if wanted.hint == "one or more":
        return invent(name, {"type": "array", "items": {"type": "string"}}, {}, random)
    if " or " in wanted.hint:
        return random.choice(re.split(r", | or ", wanted.hint))
    if re.search(r"\b(?:date|day)$", wanted.label):
        return coming_day(now, random)
    return invent(name, {"type": "string"}, {}, random)
