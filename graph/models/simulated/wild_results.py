"""What tools from files returned, in words: what a person would want to know of it."""

import re
from collections.abc import Mapping, Sequence
from random import Random
from textwrap import shorten

from pydantic import JsonValue

from graph.models.simulated.dates import with_spoken_dates
from graph.models.simulated.schemas import identifier_like, readable
from graph.models.simulated.verbs import in_past, is_looking, singular
from graph.models.simulated.wild import reported, with_arguments
from graph.models.simulated.wording import joined, marked, plain
from state.dialogue import Call

_DULL = re.compile(
    r"^(status|success|ok|message|created_at|updated_at|retrieved_at|took_ms|request_id|duration_ms|exit_code|total|length|"
    r"unit|url|currency|is_\w+)$"
)
_LONGEST = 160
_TEXTS = ("summary", "content", "text", "output", "description", "answer_text")


def tell_freely(wish: str, call: Call, content: JsonValue, random: Random) -> str:
    """One sentence or two about a result whose tool does not say how it is told."""
    plainly, wish = wish, with_arguments(wish, call)
    if isinstance(content, list):
        return f"I found {_labels(content)}" if content else "I found nothing that matches"
    if not isinstance(content, dict):
        return (
            f"the result is {marked(_shortened(plain(content)))}" if content not in (None, "") else f"I {in_past(wish)}"
        )
    lists = [(name, value) for name, value in content.items() if isinstance(value, list)]
    if lists and lists[0][1]:
        name, items = lists[0]
        assert isinstance(items, list)
        return with_spoken_dates(f"{_found(name, len(items), _subject(call, ''))}: {_labels(items)}", years=True)
    if lists and len(content) <= 2:
        return "I found nothing that matches"
    return with_spoken_dates(
        _facts(wish, "" if wish != plainly else _subject(call, wish), call, content, random), years=True
    )


def _found(name: str, count: int, subject: str) -> str:
    label = readable(name)
    if count == 1:
        return f"I found one {singular(label)}{subject}"
    return f"I found {count} {label}{subject}" if label.endswith("s") else f"these are the {label}{subject}"


def _labels(items: Sequence[JsonValue]) -> str:
    return joined([_label(item) for item in items[:4]])


def _label(item: JsonValue) -> str:
    if not isinstance(item, dict):
        return marked(plain(item))
    name = next((item[key] for key in ("title", "name", "label", "id") if item.get(key)), None)
    if name is None:
        first = next(((key, value) for key, value in item.items() if isinstance(value, str | int | float)), None)
        return f"{readable(first[0])} {marked(plain(first[1]))}" if first else "one more"
    extra = next((f" ({item[key]})" for key in ("published", "city") if isinstance(item.get(key), str)), "")
    return f"{marked(plain(name))}{extra}"


def _facts(wish: str, subject: str, call: Call, content: Mapping[str, JsonValue], random: Random) -> str:
    asked = [value for value in call.values().values() if isinstance(value, str | int | float)]
    text = next((content[name] for name in _TEXTS if isinstance(content.get(name), str)), None)
    if isinstance(text, str) and text not in asked:
        return _with_text(wish, subject, text, "content" in content)
    if known := _familiar(wish, subject, content):
        return known
    news = [
        _fact(name, value)
        for name, value in content.items()
        if isinstance(value, str | int | float) and not _DULL.search(name) and value not in ("", *asked)
    ][:3]
    if isinstance(answer := content.get("answer"), bool):
        return f"I checked {reported(wish)}{subject}, and the answer is {'yes' if answer else 'no'}"
    if is_looking(wish):
        looked = reported(wish)
        if len(news) == 1 and not looked.startswith(("if ", "whether ")):
            return f"{_topic(looked)}{subject} is {news[0].partition(' is ')[2]}" if " is " in news[0] else news[0]
        return f"I looked up {looked}{subject}: {joined(news)}" if news else f"I checked {looked}{subject}"
    told = [fact for fact in news if not re.search(r"^the ([\w ]+)ID is", fact)]
    ids = {name: value for name, value in content.items() if identifier_like(name) and name != "request_id"}
    number = next((value for value in ids.values() if value not in asked), None)
    ending = f", under the number {number}" if isinstance(number, str) and random.random() < 0.5 else ""
    done = f"I {in_past(wish)}{subject}{ending}"
    return f"{done}: {joined(told[:2])}" if told else done


def _familiar(wish: str, subject: str, content: Mapping[str, JsonValue]) -> str:
    """Results of common kinds in their usual words."""
    topic = f"{_topic(reported(wish))}{subject}"
    if "condition" in content and "temperature" in content:
        return f"{topic}: {content['condition']}, {content['temperature']}, and a humidity of {content['humidity']}"
    if "price" in content and "change_percent" in content:
        change = content["change_percent"]
        way = "down" if isinstance(change, float) and change < 0 else "up"
        return f"{topic} stands at {plain(content['price'])} {content['currency']}, {way} {str(change).lstrip('-')} %"
    found = next((name for name in content if name.endswith("_found")), None)
    if found is None:
        return ""
    return (
        f"I found {content[found]} {readable(found.removesuffix('_found'))}{subject}, the newest of {content['newest']}"
    )


def _topic(looked: str) -> str:
    return looked if looked.startswith(("the ", "a ", "an ")) else f"the {looked}"


def _shortened(text: str) -> str:
    """A text as it can be read out: what is long is cut, and lines become one."""
    return shorten(text, _LONGEST, placeholder=" ...") if len(text) > _LONGEST or "\n" in text else text


def _with_text(wish: str, subject: str, text: str, quoted: bool) -> str:
    text = _shortened(text)
    done = f"I {in_past(wish)}{subject}" if not is_looking(wish) else f"I looked at {reported(wish)}{subject}"
    return f'{done}. It says: "{text}"' if quoted else f"{done}. {text}"


def _fact(name: str, value: JsonValue) -> str:
    label = readable(name)
    many = label.split()[-1].lower().endswith("s") and not label.lower().endswith(("ss", "us", "is"))
    return f"{plain(value)} {label}" if many and isinstance(value, int) else f"the {label} is {_value(value)}"


def _subject(call: Call, wish: str) -> str:
    """What the call was about, where the wish does not say it."""
    asked = [value for value in call.values().values() if isinstance(value, str)]
    text = next((value for value in asked if len(value) < 40), None)
    return f" for {marked(text)}" if text and text.strip('"') not in wish and " for " not in wish else ""


def _value(value: JsonValue) -> str:
    text = plain(value)
    return f'"{text.rstrip(".")}"' if isinstance(value, str) and len(text.split()) > 3 else text
