"""The closing reply: what was found and done, told with the values of the observations."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from random import Random
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError
from pydantic import JsonValue

from graph.models.simulated.descriptions import imperative
from graph.models.simulated.observations import OUTCOMES, noun_of
from graph.models.simulated.phrases import CLOSINGS, LEADS, LINKS
from graph.models.simulated.schemas import readable
from graph.models.simulated.wording import joined, listed, marked, plain
from state.dialogue import Call, Observation, Step
from state.tool import Tool

_BLANK = re.compile(r"\{([^{}]+)\}")
_DULL = re.compile(r"^(status|success|ok|created_at|updated_at|duration_ms|exit_code|total|length|unit|url)$")
_MONEY = re.compile(r"(price|amount|total|cost|balance|fare|fee|paid|refund|sum)")


def tell(steps: Sequence[Step], tools: Mapping[str, Tool], random: Random) -> str:
    """A reply that reports these steps truthfully."""
    told = [_told(step, tools, random) for step in _settled(steps)]
    sentences = [text for text in told if text]
    if not sentences:
        return "I have no result to show for that yet. Shall I try again?"
    failed = any(step.observation is None or step.observation.error for step in _settled(steps))
    lead = "" if failed else random.choice(LEADS)
    body = _sentence(sentences[0], lead)
    links = random.sample(LINKS, len(LINKS))
    for number, text in enumerate(sentences[1:]):
        link = links[number // 2 % len(links)] if number % 2 == 0 and len(sentences) > 2 else ""
        body += f" {_sentence(text, link)}"
    return body + random.choice(CLOSINGS)


def _sentence(text: str, lead: str) -> str:
    inside = lead.endswith((": ", ", "))
    token = re.search(r"^\S*[@\d_/.]\S*", text) is not None
    start = text if inside or token else f"{text[0].upper()}{text[1:]}"
    ending = "" if text.endswith((".", "!", "?", '."', '!"', '?"')) else "."
    return f"{lead}{start}{ending}"


def _settled(steps: Sequence[Step]) -> list[Step]:
    """Without the failures that a later call of the same tool made good."""
    kept = []
    for number, step in enumerate(steps):
        later = (other for other in steps[number + 1 :] if other.call.name == step.call.name)
        mended = any(other.observation and not other.observation.error for other in later)
        if not (_failed(step) and mended):
            kept.append(step)
    return kept


def _failed(step: Step) -> bool:
    return step.observation is None or step.observation.error


def _told(step: Step, tools: Mapping[str, Tool], random: Random) -> str:
    tool = tools.get(step.call.name)
    wish = imperative(tool) if tool else f"use {readable(step.call.name)}"
    if step.observation is None:
        return f"I have no result for the request to {wish}"
    if step.observation.error:
        return f"I could not {wish}: {problem(step.observation)}"
    if tool is not None and tool.tells:
        return fill_tells(tool.tells, step.observation.content, step.call)
    return _tell_freely(wish, tool, step.call, step.observation.content, random)


def problem(observation: Observation) -> str:
    """What an error observation complains of."""
    content = observation.content
    if isinstance(content, dict):
        content = content.get("error") or content.get("message") or content
    return listed(content).strip('"') if not isinstance(content, str) else content.rstrip(".")


def fill_tells(template: str, content: JsonValue, call: Call) -> str:
    """A `tells` template with its blanks filled from the result, or from the arguments."""
    values = call.values()

    def blank(found: re.Match[str]) -> str:
        path = found[1]
        value = look_up(path, content)
        if value is None and path in values:
            value = values[path]
        return spoken(path, value)

    return _BLANK.sub(blank, template)


@lru_cache(maxsize=2000)
def _compiled(path: str) -> Callable[[Any], Any] | None:
    try:
        return jmespath.compile(path).search
    except JMESPathError:
        return None


def look_up(path: str, content: JsonValue) -> JsonValue:
    """What a JMESPath expression finds; None where it finds nothing."""
    search = _compiled(path)
    try:
        found: JsonValue = search(content) if search else None
    except (JMESPathError, ValueError, TypeError):
        return None
    return found


def spoken(name: str, value: JsonValue) -> str:
    """A value in a reply: lists joined, money with cents, nothing for none."""
    if value is None or value == []:
        return "nothing"
    if isinstance(value, list):
        return joined([spoken(name, item) for item in value[:6]])
    if isinstance(value, float) and value != int(value) and _MONEY.search(name) and round(value, 2) == value:
        return f"{value:.2f}"
    return listed(value) if isinstance(value, dict) else plain(value)


def _tell_freely(wish: str, tool: Tool | None, call: Call, content: JsonValue, random: Random) -> str:
    if isinstance(content, list):
        return f"I found {_labels(content)}" if content else "nothing came back"
    if not isinstance(content, dict):
        return f"the answer is {marked(plain(content))}" if content not in (None, "") else "it is done"
    lists = [(name, value) for name, value in content.items() if isinstance(value, list)]
    if lists and lists[0][1]:
        name, items = lists[0]
        assert isinstance(items, list)
        count = len(items)
        return f"I found {count} {_counted(name, count)}: {_labels(items)}"
    if lists and len(content) <= 2:
        return "I found nothing that matches"
    return _facts(wish, tool, call, content, random)


def _counted(name: str, count: int) -> str:
    label = readable(name)
    return label[:-1] if count == 1 and label.endswith("s") else label


def _labels(items: Sequence[JsonValue]) -> str:
    return joined([_label(item) for item in items[:4]])


def _label(item: JsonValue) -> str:
    if not isinstance(item, dict):
        return marked(plain(item))
    name = next((item[key] for key in ("title", "name", "label", "id") if item.get(key)), None)
    if name is None:
        first = next(((key, value) for key, value in item.items() if isinstance(value, str | int | float)), None)
        return f"{readable(first[0])} {marked(plain(first[1]))}" if first else "one more"
    extra = next((f" ({item[key]})" for key in ("status", "published") if isinstance(item.get(key), str)), "")
    return f"{marked(plain(name))}{extra}"


def _facts(wish: str, tool: Tool | None, call: Call, content: Mapping[str, JsonValue], random: Random) -> str:
    status = content.get("status")
    asked = [value for value in call.values().values() if isinstance(value, str | int | float)]
    said = {
        name: value
        for name, value in content.items()
        if isinstance(value, str | int | float) and not _DULL.search(name) and value != "" and value is not True
    }
    news = [(name, value) for name, value in said.items() if value not in asked]
    texts = [f"the {readable(name)} is {_value(value)}" for name, value in (news or list(said.items()))[:3]]
    if isinstance(status, str) and tool is not None and status in OUTCOMES:
        return f"the {noun_of(tool)} has been {status}{_subject(asked)}" + (f"; {texts[0]}" if news else "")
    if not news:
        return f"your request to {wish} went through" + (f": {joined(texts)}" if texts else "")
    start = random.choice(("", "", "according to the result, ", "I looked it up: ")) + _about(asked)
    return f"{start}{joined(texts)}"


def _subject(asked: Sequence[JsonValue]) -> str:
    text = next((value for value in asked if isinstance(value, str) and len(value) < 40), None)
    return f" ({marked(text)})" if text else ""


def _about(asked: Sequence[JsonValue]) -> str:
    text = next((value for value in asked if isinstance(value, str) and len(value) < 40), None)
    return f"for {marked(text)}, " if text else ""


def _value(value: JsonValue) -> str:
    text = plain(value)
    return f'"{text.rstrip(".")}"' if isinstance(value, str) and " " in text else text
