"""Calls of tools from files as clauses that ask for them: a wish from the description, with its values put in."""

import re
from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from graph.models.simulated.asking import Clause, Mentions, Piece, item_of
from graph.models.simulated.dates import as_date
from graph.models.simulated.descriptions import imperative
from graph.models.simulated.schemas import readable
from graph.models.simulated.verbs import LOOKING, past
from graph.models.simulated.wording import SUBJECT, is_observed, joined, marked, plain, words
from state.dialogue import Argument, Call
from state.source import Default, Observed, Resolved

_BARE = (
    "url",
    "query",
    "city",
    "location",
    "symbol",
    "expression",
    "command",
    "word",
    "address",
    "coordinates",
    "text",
)
_TAILS = frozenset(("id", "ids", "name", "path", "slug", "key", "number", "url", "code", "uid"))
_ENDING = r"(?=$|,|\s+(?:in|on|at|from|to|of|with|for|by|and|or|using|via|as|has|is)\b)"
_MAKING = ("create", "add", "write", "make", "start", "post", "set")
_ENDS = (".", "?", "!", '."', '?"', '!"')


class _Form(NamedTuple):
    """How values of some parameters are said: inside the wish, or in a sentence of their own."""

    names: re.Pattern[str]
    inside: str = ""
    alone: str = ""


def _form(names: str, inside: str = "", alone: str = "") -> _Form:
    return _Form(re.compile(names), inside, alone)


_FORMS = (
    _form(r"\b(limit|maximum results|number results|results|count|size|per page|top k|top n|page size)$",
          alone="{} results are enough."),
    _form(r"^page( number)?$", alone="Page {} will do."),
    _form(r"\b(output|save|destination|target) ?(path|file|directory)$", alone="Please save it as {}."),
    _form(r"\b(repository|github) (URL|link)$", alone="The repository is at {}."),
    _form(r"\b(URL|URI|link|website|endpoint)s?$", alone="The address is {}."),
    _form(r"\b(directory|folder|workspace)( path| name)?$", alone="It's in {}."),
    _form(r"\b(path|file|filename|file name)s?$", alone="The file is {}."),
    _form(r"\b(start|from|begin|since|after) ?(date|day|time|year|season)?$|^from$", " from {}"),
    _form(r"\b(end|until|before) ?(date|day|time|year|season)?$|^to date$", " until {}"),
    _form(r"\b(email|e mail|recipient|recipients|cc|bcc)s?$|^to$", " to {}"),
    _form(r"\b(text|content|message|body|description|comment|note|caption|prompt|markdown|HTML)$", alone="text"),
    _form(r"\b(code|script|command|SQL|expression|equation|formula|statement)$", ": {}"),
    _form(r"\b(username|user name|handle|login)$", " for {}"),
    _form(r"\b(title|headline|name)$", " called {}"),
    _form(r"\b(language|locale|currency|vs currency|vs currencies|timezone)$", " in {}"),
    _form(r"\bquarter$", " for quarter {}"), _form(r"\bseason$", " for the season {}"),
    _form(SUBJECT.pattern, " for {}"),
)  # fmt: skip


def from_descriptions(group: Sequence[Piece], mentions: Mentions, random: Random) -> Clause:
    """Ask for calls of one tool that says of itself only what it does."""
    piece = group[0]
    text = imperative(piece.tool)
    inside: list[str] = []
    alone: list[str] = []
    rest: list[tuple[str, str]] = []
    for argument in piece.call.arguments:
        said = _words(argument, group, mentions)
        label = readable(argument.name)
        if said is None:
            continue
        if inserted := _inserted(text, argument, said):
            text = inserted
        elif is_observed(argument):
            text = text if _stem(label).lower() in text.lower() else f"{text} for {said}"
        elif isinstance(argument.value, bool):
            inside.append(f", with {said}")
        elif (form := _form_for(argument, text, inside)) is None:
            rest.append((label, said))
        elif said.startswith("the same "):
            inside.append(f" with {said}")
        elif form.inside:
            inside.append(form.inside.format(said))
        else:
            alone.append(_ended(_alone(form, text, len(group) > 1).format(said)))
    text, inside = _with_subject(text, inside)
    text += "".join(inside)
    return Clause(*_with_rest(text, rest, alone))


def _alone(form: _Form, text: str, several: bool) -> str:
    if form.alone != "text":
        return form.alone.replace("The address is", "The addresses are") if several else form.alone
    return "It should say: {}" if text.split()[0] in _MAKING else "The text is {}"


def _with_subject(text: str, inside: list[str]) -> tuple[str, list[str]]:
    """`get the price for a coin for BTC` is `get the price for BTC`."""
    kept = []
    for part in inside:
        word = part.split()[0]
        shorter = re.sub(rf" (?:{'for|of|by' if word == 'for' else word}) (?:an? |the )?[\w ,/-]{{2,40}}$", "", text)
        if word in ("for", "to") and shorter != text and " " in shorter and '"' not in text[len(shorter) :]:
            text = f"{shorter}{part}"
        else:
            kept.append(part)
    return text, kept


def _words(argument: Argument, group: Sequence[Piece], mentions: Mentions) -> str | None:
    """What is said for an argument; of several calls, what is said for each."""
    source = argument.source
    if isinstance(source, Observed):
        first = "the first one" if source.call in mentions.previous else "the first of them"
        return first if item_of(source.path) else "it"
    said = words(argument, mentions.turn)
    if said is None or (isinstance(argument.value, str) and mentions.said.get(argument.name) == said):
        return None if said is None else f"the same {_stem(readable(argument.name)) or readable(argument.name)}"
    if isinstance(argument.value, bool | list | dict):
        return said
    each = [other for piece in group for other in piece.call.arguments if other.name == argument.name]
    texts = dict.fromkeys(words(other, mentions.turn) or "" for other in each)
    quoted = isinstance(argument.value, str) and not isinstance(source, Resolved)
    return joined([marked(text) if quoted else text for text in texts])


def _form_for(argument: Argument, text: str, inside: Sequence[str]) -> _Form | None:
    """How this value is said; None where there is no way of its own, or another value is said that way already."""
    if isinstance(argument.value, list | dict):
        return None
    if as_date(argument.value) and argument.name.lower() == "to":
        return _form("", " until {}")
    form = next((form for form in _FORMS if form.names.search(readable(argument.name))), None)
    if form is None or not form.inside:
        return form
    word = form.inside.partition("{")[0]
    return None if any(part.startswith(word) for part in inside) else form


def _ended(text: str) -> str:
    return text if text.endswith(_ENDS) else f"{text}."


def _with_rest(text: str, rest: list[tuple[str, str]], alone: list[str]) -> tuple[str, str]:
    if not rest:
        return text, " ".join(alone)
    if all(label in ("x", "y", "z", "a", "b", "c", "m", "n") for label, _ in rest):
        return f"{text}: {joined([said for _, said in rest])}", " ".join(alone)
    if len(rest) == 1:
        (label, said), *_ = rest
        if said.startswith("the same "):
            return f"{text} with {said}", " ".join(alone)
        if label.endswith(" ID"):
            return f"{text} for the {_stem(label)} {said}", " ".join(alone)
        return f"{text} with {said} as the {label}", " ".join(alone)
    facts = [f"the {label} {'are' if _many(label) else 'is'} {said}" for label, said in rest]
    sentence = joined(facts)
    return text, " ".join((*alone, _ended(f"{sentence[0].upper()}{sentence[1:]}")))


def _many(label: str) -> bool:
    last = label.split()[-1].lower()
    return last.endswith("s") and not last.endswith(("ss", "us", "is"))


def _stem(label: str) -> str:
    return " ".join(word for word in label.split() if word.lower() not in _TAILS)


def with_arguments(wish: str, call: Call) -> str:
    """Name in a wish what it was about: `delete a tag` is `delete the tag tag-4821`."""
    plainly = wish
    subjects: list[str] = []
    for argument in call.arguments:
        value = argument.value
        if not isinstance(value, str | int | float) or isinstance(value, bool):
            continue
        said = marked(value) if isinstance(value, str) else plain(value)
        given = argument.model_copy(update={"source": Default()})
        if inserted := _inserted(wish, given, said):
            wish = inserted
        elif SUBJECT.search(readable(argument.name)) and not subjects:
            subjects.append(f" for {said}")
    if wish == plainly and subjects:
        wish, left = _with_subject(wish, subjects)
        wish += "" if re.search(r"\bfor\b", wish) else "".join(left)
    return wish


def _inserted(text: str, argument: Argument, said: str) -> str | None:
    """The value in the place where the wish speaks of its parameter; None where it does not."""
    label = readable(argument.name)
    stem = _stem(label) or label
    found = re.search(rf"\b(an?|the) ([\w-]+ )?({re.escape(stem)})(?: (?:ID|name|path|slug))?{_ENDING}", text,
                      re.IGNORECASE)  # fmt: skip
    if stem.lower() in _BARE and text.endswith(f" for {stem}"):
        return f"{text.removesuffix(stem)}{said}"
    if found is None or '"' in text[: found.start()]:
        return None
    noun = f"{found[2] or ''}{found[3]}"
    rest = re.sub(r"^ by (?:its |their )?(?:ID|id|name)\b", "", text[found.end() :])
    if is_observed(argument):
        worded = said if said.startswith("the first") else f"the {noun}"
    elif said.startswith("the same"):
        worded = f"the same {noun}"
    else:
        worded = said if noun.lower() in _BARE else f"the {noun} {said}"
    return f"{text[: found.start()]}{worded}{rest}"


def reported(wish: str) -> str:
    """A wish that only looks, as what was looked at: `get the price of BTC` is `the price of BTC`."""
    first, _, rest = wish.partition(" ")
    return re.sub(r"^(?:me|you|up|for) ", "", rest) if first in LOOKING else f"{past(first)} {rest}"
