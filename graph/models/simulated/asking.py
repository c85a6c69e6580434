"""Calls as clauses that ask for them: `book the first one for Lena Park`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import NamedTuple

from graph.models.simulated.dates import mend_prepositions
from graph.models.simulated.manners import manner_of
from graph.models.simulated.wording import counted, for_all, is_observed, joined, marked, words
from state.dialogue import Argument, Call
from state.source import Observed
from state.tool import Tool

_BLANK = re.compile(r"\{(\w+)(?:\|([^}]*))?\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_PREPOSITIONS = "on|at|for|to|from|in|by|until|with|of|under|about|as|before"


class Piece(NamedTuple):
    """A call and the tool that it calls."""

    tool: Tool
    call: Call


class Clause(NamedTuple):
    """What is asked for, and sentences that add details to it."""

    text: str
    details: str = ""


@dataclass(slots=True)
class Mentions:
    """What a request has spoken of so far."""

    turn: int
    previous: tuple[str, ...] = ()
    """The calls asked for in the clause before."""
    near: set[str] = field(default_factory=set)
    """What the clause before is about: values, and places in results."""
    said: dict[str, str] = field(default_factory=dict)
    """The words last said for each parameter."""
    asked: set[str] = field(default_factory=set)
    """All calls that were asked for."""

    def after(self, group: Sequence[Piece]) -> None:
        """Note that these calls were asked for."""
        meant = {_key(a) for piece in group for a in piece.call.arguments if manner_of(a.name).again == "it"}
        near = set.intersection(*({_key(argument) for argument in piece.call.arguments} for piece in group))
        self.near = near if len(meant) < 2 else near - meant
        texts = [{a.name: text for a in piece.call.arguments if (text := words(a, self.turn))} for piece in group]
        self.said |= {n: text for n, text in texts[0].items() if all(other.get(n) == text for other in texts)}
        self.previous = tuple(piece.call.id for piece in group)
        self.asked |= set(self.previous)


def _key(argument: Argument) -> str:
    if isinstance(argument.source, Observed):
        return f"{argument.source.call} {item_of(argument.source.path)}"
    return str(argument.value)


def item_of(path: str) -> str:
    """The item of a list that a path leads into: `flights[0]`; empty where it leads into none."""
    found = re.match(r"(?:min_by\()?([\w.]+)(?:, &\w+\)|\[0\])", path)
    return f"{found[1]}[0]" if found else ""


def from_templates(group: Sequence[Piece], mentions: Mentions, random: Random) -> Clause:
    """Ask for calls of one tool that comes with its own words."""
    tool = group[0].tool
    spoken = [_spoken(piece.call, mentions) for piece in group]
    templates = random.sample(tool.asks, len(tool.asks))
    templates.sort(key=lambda template: len(spoken[0].keys() - names_in(template)))
    template = templates[0]
    references = [_references(piece.call, template, mentions) for piece in group]
    known = {name for name, text in spoken[0].items() if mentions.said.get(name) == text}
    template = _OPTIONAL.sub(lambda found: "" if names_in(found[1]) & known else found[0], template)
    calls = list(zip(spoken, references, strict=True))
    fills = [partial(fill_template, spoken=said, references=referred) for said, referred in calls]
    text = for_all(_without_brackets(template, calls), _BLANK, fills)
    missing = [name for name in spoken[0] if name not in names_in(template) | known]
    facts = [f"{manner_of(name).noun} is {marked(spoken[0][name])}" for name in missing]
    details = f"{joined(facts)[:1].upper()}{joined(facts)[1:]}." if facts else ""
    return Clause(mend_prepositions(counted(text)), details)


def _spoken(call: Call, mentions: Mentions) -> dict[str, str]:
    texts = {argument.name: words(argument, mentions.turn) for argument in call.arguments}
    return {name: manner_of(name).said.format(text) for name, text in texts.items() if text is not None}


def names_in(template: str) -> set[str]:
    """The parameters that a template has blanks for."""
    return {found[0] for found in _BLANK.findall(template)}


Words = tuple[Mapping[str, str], Mapping[str, str]]
"""What is said in this turn, and what is only referred to, by parameter."""


def _without_brackets(template: str, calls: Sequence[Words]) -> str:
    """The template with each optional part in it or not, as all calls need it."""

    def decided(found: re.Match[str]) -> str:
        needed = names_in(found[1])
        return found[1] if all(needed <= spoken.keys() - referred.keys() for spoken, referred in calls) else ""

    return _OPTIONAL.sub(decided, template)


def fill_template(template: str, spoken: Mapping[str, str], references: Mapping[str, str]) -> str:
    """A template with its blanks filled; what is neither said nor referred to is left vague."""
    flat = _without_brackets(template, [(spoken, references)])
    for name, reference in references.items():
        flat = _refer(flat, name, reference)
    for name in names_in(flat) - spoken.keys():
        flat = _leave_vague(flat, name)
    text = _BLANK.sub(lambda found: spoken[found[1]], flat)
    text = re.sub(r"\bcall off it\b", "call it off", " ".join(text.split()))
    return re.sub(r"\s+([,.])", r"\1", text).strip(" ,")


def _refer(template: str, name: str, reference: str) -> str:
    blank = rf"(?:the )?\{{{name}(?:\|[^}}]*)?\}}"
    if reference == "there":
        template = re.sub(rf"(?:in|at|to) {blank}", "there", template)
        reference = "it"
    return re.sub(blank, reference, template)


def _leave_vague(template: str, name: str) -> str:
    """Take out what is not said, with the words that lead up to it; or say something vague in its place."""
    blank = rf"\{{{name}(?:\|([^}}]*))?\}}"
    vague = manner_of(name).vague
    if vague:
        noun = vague.split()[-1].removesuffix("s")
        return re.sub(rf"(?:(?:the|my) )?(?:{noun} )?(?:\$|\")?{blank}\"?(?: {noun}\b)?", vague, template)
    shorter = re.sub(rf"\s*\b(?:{_PREPOSITIONS}) (?:(?:the|my) )?\$?\"?{blank}\"?(?: (?:degrees|percent|folder))?",
                     "", template, count=1)  # fmt: skip
    if shorter != template:
        return shorter
    found = re.search(blank, template)
    instead = found[1] if found and found[1] else "something"
    return re.sub(rf"(?:an? |the )?{blank}", instead, template)


def _references(call: Call, template: str, mentions: Mentions) -> dict[str, str]:
    """Words for what comes from a result, and for what was spoken of just before."""
    bars = {found[1]: found[2] for found in _BLANK.finditer(template)}
    found = {}
    for argument in call.arguments:
        again = manner_of(argument.name).again
        if is_observed(argument):
            found[argument.name] = reference_to(argument, bars.get(argument.name), mentions)
        elif (text := words(argument, mentions.turn)) is None or not again:
            continue
        elif (_key(argument) in mentions.near) if again == "it" else (mentions.said.get(argument.name) == text):
            found[argument.name] = again
    return found


def reference_to(argument: Argument, adjacent: str | None, mentions: Mentions) -> str:
    """Words for a value that an earlier result gives: `the first one`, `it`, `the booking you just made`."""
    source = argument.source
    assert isinstance(source, Observed)
    manner = manner_of(argument.name)
    item = item_of(source.path)
    noun = manner.noun.removeprefix("the ").removesuffix(" ID")
    if _key(argument) in mentions.near or (not item and source.call in mentions.previous):
        return "it"
    if item:
        first = "cheapest" if source.path.startswith("min_by") else "first"
        near = (adjacent or "the first one").replace("first", first)
        return near if source.call in mentions.previous else f"the {first} {noun}"
    return f"the new {noun}" if source.call in mentions.asked else manner.made or f"that {noun}"
