"""How an argument is worded: the words that stand in a user's turn, and the source that cites them."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from random import Random

from pydantic import JsonValue

from graph.models.simulated.dates import as_date, phrase_for
from graph.models.simulated.schemas import readable
from state.dialogue import Argument
from state.source import Observed, Resolved, Said, Source
from state.tool import Tool

_PLAIN = re.compile(r"[\w@.:/#+-]+$", re.ASCII)

SUBJECT = re.compile(
    r"\b(query|search|keywords?|term|topic|symbol|ticker|city|location|country|username|domain|date|year|season|period|"
    r"quarter|question|subject|coin|artist|ingredients?)$"
)
"""Parameters whose value follows a wish with `for`."""


def cite(tool: Tool, name: str, value: JsonValue, turn: int, now: datetime, random: Random) -> Source:
    """The source of a value that the user is going to say in this turn, and in which words."""
    day = as_date(value)
    if day is not None and (phrase := phrase_for(day, now, random)):
        return Resolved(turn=turn, phrase=phrase)
    if isinstance(value, bool):
        return Said(turn=turn, quote=_switch(tool, name, value))
    if isinstance(value, list | dict):
        return Said(turn=turn, quote=listed(value))
    if isinstance(value, str) and "_" in value and "enum" in _schema(tool, name):
        return Said(turn=turn, quote=value.replace("_", " "))
    return Said(turn=turn)


def _schema(tool: Tool, name: str) -> dict[str, object]:
    found = tool.properties.get(name)
    return found if isinstance(found, dict) else {}


def _switch(tool: Tool, name: str, value: bool) -> str:
    if tool.asks:
        return readable(name) if value else f"no {readable(name)}"
    return f"{readable(name)} switched {'on' if value else 'off'}"


def words(argument: Argument, turn: int) -> str | None:
    """The words for this argument in this user turn; None where it does not stand there."""
    source = argument.source
    if isinstance(source, Said) and source.turn == turn:
        return source.quote or plain(argument.value)
    if isinstance(source, Resolved) and source.turn == turn:
        return source.phrase
    return None


def is_cited(argument: Argument, turn: int) -> bool:
    """Whether the argument's value was said in this turn."""
    return isinstance(argument.source, Said | Resolved) and argument.source.turn == turn


def is_observed(argument: Argument) -> bool:
    """Whether the argument's value comes from an earlier result."""
    return isinstance(argument.source, Observed)


def plain(value: JsonValue) -> str:
    """A value as it is said: numbers without a needless `.0`, texts as they are."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return listed(value) if isinstance(value, list | dict) else str(value)


def marked(text: str) -> str:
    """A text in quotation marks, unless it is a single plain token."""
    return text if _PLAIN.match(text) or text.startswith('"') else f'"{text}"'


def listed(value: JsonValue) -> str:
    """Everything inside a list or an object, in words."""
    if isinstance(value, list):
        return joined([listed(item) for item in value])
    if isinstance(value, dict):
        return joined([f"{readable(key)} {listed(inner)}" for key, inner in value.items()])
    return marked(value) if isinstance(value, str) else plain(value)


def joined(parts: list[str]) -> str:
    """`a, b and c`; `nothing` for no parts."""
    if len(parts) < 2:
        return parts[0] if parts else "nothing"
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def counted(text: str) -> str:
    """Singular where there is one: `1 checked bags` is `1 checked bag`, `0 checked bags` is `no checked bags`."""
    text = re.sub(r"\b1 ((?:checked )?(?:bag|suitcase|night|pack|serving|minute))s\b", r"1 \1", text)
    return re.sub(r"\b0 ((?:checked )?bags)\b", r"no \1", text)


def for_all(template: str, blank: re.Pattern[str], fills: Sequence[Callable[[str], str]]) -> str:
    """One sentence for several things, from a template and ways to fill it: `the stock of rice, flour and eggs`."""
    differing = [found for found in blank.finditer(template) if len({fill(found[0]) for fill in fills}) > 1]
    if not differing:
        return fills[0](template)
    start, end = differing[0].start(), differing[-1].end()
    if before := re.search(r"(?:\bthe |\$|\")$", template[:start]):
        start = before.start()
    if template[start:end].count('"') % 2 and template[end : end + 1] == '"':
        end += 1
    if template.count("(", start, end) > template.count(")", start, end) and template[end : end + 1] == ")":
        end += 1
    span = joined([fill(template[start:end]) for fill in fills])
    return fills[0](f"{template[:start]}{_GAP}{template[end:]}").replace(_GAP, span)


_GAP = "\u2026"
