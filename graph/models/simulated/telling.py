"""The closing reply: what was found and done, told with the values of the observations."""

import re
from collections.abc import Mapping, Sequence
from random import Random

from pydantic import JsonValue

from graph.models.simulated.asking import with_arguments
from graph.models.simulated.descriptions import imperative
from graph.models.simulated.paths import look_up
from graph.models.simulated.phrases import CLOSINGS, LEADS, LINKS
from graph.models.simulated.schemas import readable
from graph.models.simulated.verbs import in_past, is_looking, singular
from graph.models.simulated.wording import joined, listed, marked, plain
from state.dialogue import Call, Observation, Step
from state.tool import Tool

_BLANK = re.compile(r"\{([^{}]+)\}")
_DULL = re.compile(
    r"^(status|success|ok|message|created_at|updated_at|retrieved_at|took_ms|request_id|duration_ms|exit_code|total|length|"
    r"unit|url|currency|is_\w+)$"
)
_MONEY = re.compile(r"(price|amount|total|cost|balance|fare|fee|paid|refund|sum)")


def tell(steps: Sequence[Step], tools: Mapping[str, Tool], random: Random) -> str:
    """A reply that reports these steps truthfully."""
    told = [_told(step, tools, random) for step in _settled(steps)]
    sentences = list(dict.fromkeys(text for text in told if text))
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
    return _tell_freely(wish, step.call, step.observation.content, random)


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


def spoken(name: str, value: JsonValue) -> str:
    """A value in a reply: lists joined, money with cents, nothing for none."""
    if value is None or value == []:
        return "nothing"
    if isinstance(value, list):
        return joined([spoken(name, item) for item in value[:6]])
    if isinstance(value, float) and value != int(value) and _MONEY.search(name) and round(value, 2) == value:
        return f"{value:.2f}"
    return listed(value) if isinstance(value, dict) else plain(value)


def _tell_freely(wish: str, call: Call, content: JsonValue, random: Random) -> str:
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
    return _facts(wish, call, content, random)


def _counted(name: str, count: int) -> str:
    label = readable(name)
    if count > 1 or not label.endswith("s"):
        return label
    return singular(label)


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


def _facts(wish: str, call: Call, content: Mapping[str, JsonValue], random: Random) -> str:
    asked = [value for value in call.values().values() if isinstance(value, str | int | float)]
    said = {
        name: value
        for name, value in content.items()
        if isinstance(value, str | int | float) and not _DULL.search(name) and value != ""
    }
    news = [f"the {readable(name)} is {_value(value)}" for name, value in said.items() if value not in asked][:3]
    wish = with_arguments(wish, call)
    subject = _subject(asked, wish)
    if is_looking(wish):
        rest = wish.partition(" ")[2]
        rest = re.sub(r"^(?:me|up|for) ", "", rest)
        choices = ("I checked",) if rest.startswith(("if ", "whether ")) else ("I looked up", "I checked")
        report = f"{random.choice(choices)} {rest}{subject}"
        if isinstance(text := content.get("content"), str):
            return f'{report}. It says: "{text}"'
        return f"{report}: {joined(news)}" if news else report
    done = f"I {in_past(wish)}{subject}"
    if isinstance(text := content.get("content"), str):
        return f'{done}: "{text}"'
    return f"{done}; {joined(news[:2])}" if news else done


def _subject(asked: Sequence[JsonValue], wish: str) -> str:
    text = next((value for value in asked if isinstance(value, str) and len(value) < 40), None)
    return f" ({marked(text)})" if text and str(text).strip('"') not in wish else ""


def _value(value: JsonValue) -> str:
    text = plain(value)
    return f'"{text.rstrip(".")}"' if isinstance(value, str) and len(text.split()) > 3 else text
