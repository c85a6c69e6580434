"""Inventing what a tool that nobody can run would have answered."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from random import Random

from pydantic import JsonValue

from graph.models.simulated.lists import EXPRESSIONS, TITLES, TOPICS
from graph.models.simulated.schemas import identifier_like, kind_of, readable, words_of
from graph.models.simulated.values import faker, identifier, invent
from state.tool import Tool

_MANY = frozenset(("search", "list", "find", "query", "browse", "discover", "lookup", "filter", "trending", "top"))
_MADE = {
    "create": "created", "add": "added", "insert": "inserted", "send": "sent", "post": "posted", "update": "updated",
    "set": "saved", "edit": "updated", "modify": "updated", "delete": "deleted", "remove": "removed", "move": "moved",
    "rename": "renamed", "copy": "copied", "save": "saved", "write": "written", "upload": "uploaded",
    "publish": "published", "schedule": "scheduled", "book": "booked", "assign": "assigned", "append": "added",
    "close": "closed", "open": "opened", "start": "started", "stop": "stopped", "cancel": "cancelled",
    "enable": "enabled", "disable": "disabled", "merge": "merged", "reset": "reset", "clear": "cleared",
    "click": "clicked", "fill": "filled", "type": "typed", "press": "pressed", "navigate": "loaded",
    "install": "installed", "deploy": "deployed", "register": "registered", "reply": "sent", "push": "pushed",
    "mark": "marked", "archive": "archived", "restart": "restarted", "execute": "completed", "run": "completed",
    "download": "downloaded", "export": "exported", "import": "imported", "scroll": "scrolled", "hover": "done",
}  # fmt: skip
OUTCOMES = frozenset(_MADE.values())
"""What may have been done to a thing."""
_SKIPPED = frozenset(("get", "list", "search", "find", "all", "by", "for", "and", "the", "of", "my", "fetch", "tool",
                      "query", "read", "retrieve", "show", "recent", "latest", "advanced", "api",
                      "with", "from"))  # fmt: skip


def observe(tool: Tool, values: Mapping[str, JsonValue], now: datetime, random: Random) -> JsonValue:
    """A result that goes with the arguments."""
    if tool.returns and (tool.returns.get("properties") or kind_of(tool.returns) == "array"):
        return _by_schema(tool, values, now, random)
    computed = _computed(tool, values)
    if computed is not None:
        return {"result": computed}
    special = _special(tool, random)
    if special:
        return {**_echo(values), **special}
    words = words_of(tool.original_name or tool.name)
    verb = next((word for word in words if word in _MADE or word in _MANY), "get")
    if verb in _MADE:
        return _made(tool, verb, values, now, random)
    if verb in _MANY or (words[-1].endswith("s") and not words[-1].endswith(("ss", "us"))):
        return _many(tool, values, now, random)
    return _one(tool, values, now, random)


def _by_schema(tool: Tool, values: Mapping[str, JsonValue], now: datetime, random: Random) -> JsonValue:
    assert tool.returns is not None
    made = invent("results", tool.returns, tool.returns, random)
    if not isinstance(made, dict):
        return made
    for name, schema in (tool.returns.get("properties") or {}).items():
        if name in values and kind_of(schema) == kind_of(tool.properties.get(name, {})):
            made[name] = values[name]
        elif name in ("message", "msg", "detail") and kind_of(schema) == "string" and "enum" not in schema:
            made[name] = "The request was completed."
        elif name in ("error", "errors", "warning", "warnings"):
            made.pop(name, None)
        elif name not in made and kind_of(schema) in ("string", "number", "integer", "boolean"):
            made[name] = invent(name, schema, tool.returns, random)
        if name in made and isinstance(made[name], str) and schema.get("format") == "date-time":
            made[name] = _moment(now, random)
    return {name: value for name, value in made.items() if value is not None}


def _computed(tool: Tool, values: Mapping[str, JsonValue]) -> JsonValue:
    for value in values.values():
        if isinstance(value, str) and value in EXPRESSIONS:
            return EXPRESSIONS[value]
    numbers = [value for value in values.values() if isinstance(value, int | float) and not isinstance(value, bool)]
    operators: dict[str, Callable[[float, float], float]] = {
        "add": lambda a, b: a + b, "sum": lambda a, b: a + b, "plus": lambda a, b: a + b,
        "subtract": lambda a, b: a - b, "multiply": lambda a, b: a * b,
        "divide": lambda a, b: round(a / b, 4) if b else 0,
    }  # fmt: skip
    words = words_of(tool.name)
    if len(numbers) == 2 == len(values) and words and words[-1] in operators:
        return round(operators[words[-1]](numbers[0], numbers[1]), 6)
    return None


def _special(tool: Tool, random: Random) -> dict[str, JsonValue]:
    words = set(words_of(tool.original_name or tool.name)) | set(tool.description.lower().split()[:12])
    if words & {"weather", "forecast", "climate"}:
        sky = random.choice(("partly cloudy", "light rain", "clear sky", "overcast", "sunny spells"))
        return {
            "condition": sky,
            "temperature_celsius": random.randint(4, 29),
            "humidity_percent": random.randint(35, 90),
        }
    if words & {"stock", "quote", "price", "crypto", "cryptocurrency", "coin", "ticker", "forex"}:
        return {
            "price": round(random.uniform(12, 480), 2),
            "currency": "USD",
            "change_percent": round(random.uniform(-4, 4), 2),
        }
    if words & {"translate", "translation"}:
        return {"translated_text": "A primeira versão está pronta.", "detected_language": "en"}
    if words & {"directions", "route", "distance"}:
        return {"distance_km": round(random.uniform(2, 60), 1), "duration_minutes": random.randint(8, 75)}
    return {}


def _echo(values: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    plain = {name: value for name, value in values.items() if isinstance(value, str | int | float)}
    return {name: value for name, value in list(plain.items())[:3] if len(str(value)) < 80}


def noun_of(tool: Tool) -> str:
    """What the tool is about, as one noun: `list_open_issues` is about an `issue`."""
    words = [word for word in words_of(tool.original_name or tool.name) if word not in _SKIPPED and word not in _MADE]
    server = set(words_of(tool.server))
    noun = next((word for word in reversed(words) if word not in server and len(word) > 2), "result")
    return noun[:-3] + "y" if noun.endswith("ies") else noun[:-1] if re.search(r"[^suai]s$", noun) else noun


def _made(tool: Tool, verb: str, values: Mapping[str, JsonValue], now: datetime, random: Random) -> JsonValue:
    result: dict[str, JsonValue] = {"status": _MADE[verb]}
    echoed = _echo(values)
    if verb in ("create", "add", "insert", "send", "post", "book", "schedule", "upload", "publish", "register"):
        if not any(identifier_like(name) for name in echoed):
            result["id"] = identifier(f"{noun_of(tool)}_id", random)
        result |= echoed
        result["created_at"] = _moment(now, random, 0)
        return result
    if verb in ("execute", "run"):
        return result | echoed | {"duration_ms": random.randint(40, 900), "exit_code": 0}
    return result | echoed


def _many(tool: Tool, values: Mapping[str, JsonValue], now: datetime, random: Random) -> JsonValue:
    noun = noun_of(tool)
    items = [_item(noun, values, now, random) for _ in range(random.randint(2, 3))]
    names: list[JsonValue] = []
    unique: list[JsonValue] = []
    for item in items:
        label = item.get("title") or item.get("name")
        if label not in names:
            names.append(label)
            unique.append(item)
    return {f"{noun}s" if not noun.endswith("s") else noun: unique, "total": len(unique)}


_TITLE_FORMS = ("{}: a practical introduction", "What we learned about {}", "{} in ten charts", "The state of {}",
                "A beginner's guide to {}", "Recent progress on {}", "{}: questions and answers")  # fmt: skip
_NAMES = ("Aurora", "Beacon", "Cedar", "Delta", "Ember", "Fjord", "Granite", "Harbour", "Iris", "Juniper")
_PEOPLE = frozenset(
    ("user", "author", "contact", "member", "player", "customer", "person", "follower", "lead", "guest")
)
_TEXTS = frozenset(("result", "paper", "article", "page", "post", "news", "document", "note", "video", "doc", "web",
                    "book", "story", "blog", "recipe", "tutorial", "publication", "search", "report",
                    "google"))  # fmt: skip


def _item(noun: str, values: Mapping[str, JsonValue], now: datetime, random: Random) -> dict[str, JsonValue]:
    topic = next(
        (v for v in values.values() if isinstance(v, str) and (" " in v or len(values) == 1) and len(v) < 50), ""
    )
    key = f"{noun}_id"
    if noun in _PEOPLE:
        return {key: identifier(key, random), "name": faker(random).name()}
    if noun in _TEXTS:
        subject = topic or random.choice(TOPICS)
        title = random.choice(_TITLE_FORMS).format(subject)
        address = f"https://example.com/{'-'.join(subject.lower().split()[:3])}/{random.randint(10, 99)}"
        published = _moment(now, random, 200)[:10]
        return {"title": title[0].upper() + title[1:], "url": address, "published": published}
    label = (
        f"{random.choice(_NAMES)} {noun}"
        if noun not in ("file", "folder")
        else f"{random.choice(TITLES).lower().replace(' ', '-')}.md"
    )
    return {key: identifier(key, random), "name": label, "status": random.choice(("active", "open", "done")),
            "updated_at": _moment(now, random, 40)}  # fmt: skip


def _one(tool: Tool, values: Mapping[str, JsonValue], now: datetime, random: Random) -> JsonValue:
    noun = noun_of(tool)
    echoed = _echo(values)
    if re.search(r"\b(time|date)\b", readable(tool.name)):
        return echoed | {"datetime": now.isoformat(timespec="seconds"), "day_of_week": f"{now:%A}"}
    if re.search(r"\b(content|text|read|summary|summarize|page|documentation|docs|explain)\b", readable(tool.name)):
        subject = random.choice(TOPICS)
        return echoed | {"content": f"A short overview of {subject}, with two examples and a list of sources.",
                         "length": random.randint(300, 4000)}  # fmt: skip
    if re.search(r"\b(count|number|score|balance|rate|calculate|compute|estimate)\b", readable(tool.name)):
        return echoed | {noun if noun not in echoed else "value": round(random.uniform(2, 900), 2), "unit": "units"}
    item = _item(noun, values, now, random)
    return {**item, **echoed} if "title" not in item else {**echoed, **item}


def _moment(now: datetime, random: Random, days: int = 60) -> str:
    if days == 0:
        return now.replace(tzinfo=None).isoformat(timespec="minutes")
    back = timedelta(days=random.randint(1, days), minutes=random.randint(0, 600))
    return (now.replace(tzinfo=None) - back).isoformat(timespec="minutes")
