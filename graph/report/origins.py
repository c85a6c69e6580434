"""Where an argument's value comes from, in words for readers, and what to point at."""

from collections.abc import Iterator

from prompts.views import as_json
from state.dialogue import Argument
from state.source import Computed, Default, Observed, PlainSource, Repeated, Resolved, Said, Source, Stated, Unstated

Origin = dict[str, object]
_OPERATORS = {
    "add": "the sum of",
    "subtract": "the difference of",
    "multiply": "the product of",
    "divide": "the quotient of",
    "join": "joined from",
    "list": "a list of",
    "count": "the number of",
}


def origin(argument: Argument) -> Origin:
    """The words, the turns and calls to point at, and the words to mark in them."""
    sources = list(_plain(argument.source))
    return {
        "words": words(argument.source),
        "turns": [source.turn for source in sources if isinstance(source, Said | Resolved)],
        "calls": [source.call for source in sources if isinstance(source, Observed | Repeated)],
        "quotes": [quote for source in sources if (quote := _quote(source, argument))],
    }


def words(source: Source) -> str:
    """A source in a phrase."""
    match source:
        case Said(turn=turn, quote=quote):
            return f"said by the user in turn {turn}" + (f": “{quote}”" if quote else "")
        case Resolved(turn=turn, phrase=phrase):
            return f"the date meant by “{phrase}” in turn {turn}"
        case Observed(call=call, path=path):
            return f"found in the result of {call} at {path}"
        case Repeated(call=call, name=name):
            return f"the same as {name} of {call}"
        case Computed(operator=operator, operands=operands):
            parts = (f"{as_json(each.value)} ({words(each.source)})" for each in operands)
            return f"{_OPERATORS[operator]} {' and '.join(parts)}"
        case Stated():
            return "stated in the system text"
        case Default():
            return "the tool’s own default"
        case Unstated():
            return "not stated: the dialogue comes from elsewhere"


def _plain(source: Source) -> Iterator[PlainSource | Unstated]:
    if isinstance(source, Computed):
        yield from (operand.source for operand in source.operands)
    else:
        yield source


def _quote(source: PlainSource | Unstated, argument: Argument) -> str | None:
    match source:
        case Resolved(phrase=phrase):
            return phrase
        case Said(quote=None) | Observed():
            return argument.value if isinstance(argument.value, str) else as_json(argument.value)
        case Said(quote=quote):
            return quote
        case _:
            return None
