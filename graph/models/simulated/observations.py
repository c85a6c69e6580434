"""Inventing what a tool that nobody can run would have answered."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from random import Random

from pydantic import JsonValue

from graph.models.simulated.computing import computed
from graph.models.simulated.descriptions import imperative
from graph.models.simulated.identities import faker, identifier
from graph.models.simulated.knowledge import PEOPLE, READABLE, item_of_list, moment, what_is_known
from graph.models.simulated.lists import CITIES
from graph.models.simulated.schemas import identifier_like, kind_of, resolve, words_of
from graph.models.simulated.things import names_of_things
from graph.models.simulated.values import invent
from graph.models.simulated.verbs import LOOKING, plural, singular
from state.tool import Tool

_MANY = frozenset(("search", "list", "find", "query", "browse", "filter", "trending"))
_MAKING = frozenset(("create", "add", "insert", "send", "post", "book", "schedule", "upload", "publish", "register"))
_TELLING = frozenset(("scrape", "extract", "summarize", "transcribe", "ask", "research", "decompile", "parse", "chat"))
_JUDGING = frozenset(
    ("analyze", "compare", "review", "evaluate", "examine", "interpret", "identify", "inspect", "audit")
)
_JUDGEMENTS = (
    "Nothing unusual stands out.",
    "It looks sound, apart from two details that deserve a second look.",
    "There is one thing to mend: the same value stands in two places.",
    "Most of it is as one would expect.",
)
_WORKING = frozenset(("convert", "calculate", "compute", "decode", "encode", "generate", "translate", "format",
                      "estimate",
                      "transform", "solve", "predict", "evaluate", "simulate", "measure", "determine"))  # fmt: skip
_WRITING = frozenset(("convert", "decode", "encode", "generate", "translate", "format", "transform"))
_TABLES = frozenset(("pitching", "batting", "fielding", "barrel", "rank", "leader", "roster", "lineup"))
"""Statistics of sports, which are lists of players."""
_OUTPUTS = ("The delivery moved to Thursday morning.", "Lunch is on the terrace at noon.", "spring-report-2025")
_SKIPPED = frozenset(("get", "list", "search", "find", "all", "by", "for", "and", "the", "of", "my", "fetch", "tool",
                      "query", "read", "retrieve", "show", "recent", "latest", "advanced", "api", "with", "from", "in",
                      "create", "add", "delete", "update", "remove", "set", "send", "post", "id", "name"))  # fmt: skip
_TEXTUAL = re.compile(r"\b(content|text|page|documentation|docs?|html|markdown|transcript|chapter|verse|lyrics|"
                      r"instructions?|notes?|readme|article|explanation|poem|joke|prompt|guide|message)\b")  # fmt: skip
_COUNTED = re.compile(r"\b(count|number|score|balance|rate|median|mean|average|sum|tvl|volume|value|supply|estimate|"
                      r"probability|risk|level|amount|total|calculate|compute)\b")  # fmt: skip
_NO_THINGS = frozenset(("details", "various", "statistics", "contents", "hours", "always", "across"))
_EXCERPTS = (
    "It opens with a short introduction and then goes through the main points one by one.",
    "The first part explains the background, the second gives three worked examples.",
    "In short: start small, write down what you change, and compare before and after.",
    "Most of it is about everyday use; the last section lists known limits.",
)  # fmt: skip


def observe(tool: Tool, values: Mapping[str, JsonValue], now: datetime, random: Random) -> JsonValue:
    """Invent a result that goes with the arguments."""
    if tool.returns and (tool.returns.get("properties") or kind_of(tool.returns) == "array"):
        return _by_schema(tool, values, now, random)
    worked_out = computed(tool, values)
    if worked_out is not None:
        return {"result": worked_out}
    if special := _special(tool, random):
        return {**_echo(values), **special}
    wish = imperative(tool)
    words = words_of(tool.original_name or tool.name)
    verb = wish.split()[0]
    if verb == "use":
        verb = next((word for word in words if word in _MANY or word in LOOKING), "get")
    if re.match(r"(check|verify|validate|test|determine|detect) (if|whether)\b", wish):
        return {**_echo(values), "answer": random.random() < 0.75}
    if verb == "read" and not _plural(wish.split(" by ")[0].split(" in ")[0].split()):
        return {**_echo(values), "content": random.choice(_EXCERPTS)}
    if verb not in LOOKING:
        return _made(tool, verb, values, now, random)
    if verb in _MANY or "list of" in wish or _plural(words):
        return _many(tool, values, now, random)
    return _one(tool, " ".join(words), values, now, random)


def _plural(words: Sequence[str]) -> bool:
    return words[-1].endswith("s") and not words[-1].endswith(("ss", "us", "is")) and not _TEXTUAL.search(words[-1])


def _by_schema(tool: Tool, values: Mapping[str, JsonValue], now: datetime, random: Random) -> JsonValue:
    assert tool.returns is not None
    made = invent("results", tool.returns, tool.returns, random)
    if made is None:
        # Nothing that fits was found, as with patterns; a result that does not fit is one for the rules to see.
        return {"status": "ok"}
    if not isinstance(made, dict):
        return made
    for name, given in (tool.returns.get("properties") or {}).items():
        schema = resolve(given, tool.returns)
        kind = kind_of(schema)
        if name in values and kind == kind_of(tool.properties.get(name, {})):
            made[name] = values[name]
        elif name in ("message", "msg", "detail") and kind == "string" and "enum" not in schema:
            made[name] = "The request was completed."
        elif name in ("error", "errors", "warning", "warnings") and name not in tool.returns.get("required", ()):
            made.pop(name, None)
        elif name in ("content", "text") and kind == "string":
            looked = imperative(tool).split()[0] in LOOKING | _TELLING
            made[name] = random.choice(_EXCERPTS) if looked else "The request was completed."
        elif name in ("datetime", "time", "timestamp", "current_time") and kind == "string":
            made[name] = now.isoformat(timespec="minutes")
        elif name in ("day_of_week", "weekday") and kind == "string":
            made[name] = f"{now:%A}"
        elif name not in made and kind in ("string", "number", "integer", "boolean"):
            made[name] = invent(name, schema, tool.returns, random)
        if isinstance(made.get(name), str) and schema.get("format") == "date-time":
            made[name] = moment(now, random)
    return {name: value for name, value in made.items() if value is not None}


def _special(tool: Tool, random: Random) -> dict[str, JsonValue]:
    words = set(words_of(tool.original_name or tool.name)) | set(imperative(tool).lower().split())
    if words & {"weather", "forecast", "climate"}:
        sky = random.choice(("partly cloudy", "light rain", "clear sky", "overcast", "sunny spells"))
        degrees, humidity = random.randint(4, 29), random.randint(35, 90)
        return {"condition": sky, "temperature": f"{degrees} °C", "humidity": f"{humidity} %"}
    if words & {"price", "quote", "quotes", "ticker", "forex"} and not words & {"product", "list", "search"}:
        price, change = round(random.uniform(12, 480), 2), round(random.uniform(-4, 4), 2)
        return {"price": price, "currency": "USD", "change_percent": change}
    if words & {"translate", "translation"}:
        return {"translated_text": "A primeira versão está pronta.", "detected_language": "en"}
    if words & {"directions", "route", "distance"} and not words & {"api", "kong", "service"}:
        return {"distance_km": round(random.uniform(2, 60), 1), "duration_minutes": random.randint(8, 75)}
    return {}


def _echo(values: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    plain = {name: value for name, value in values.items() if isinstance(value, str | int | float)}
    return {name: value for name, value in list(plain.items())[:3] if len(str(value)) < 80}


def noun_of(tool: Tool) -> str:
    """Say what the tool is about, in one noun: `list_open_issues` is about an `issue`."""
    words = [word for word in words_of(tool.original_name or tool.name) if word not in _SKIPPED]
    server = set(words_of(tool.server))
    noun = next((word for word in reversed(words) if word not in server and len(word) > 2), "result")
    return singular(noun)


def _listed(wish: str) -> str | None:
    """What there are several of: the first plural in the wish, as a single thing."""
    words = re.findall(r"[a-z]+", re.sub(r"^.*\blist of\b", "", wish).split(" for ")[0])
    found = next((word for word in words[:6] if len(word) > 4 and _plural((word,)) and word not in _NO_THINGS), None)
    return None if found is None else singular(found)


def _made(tool: Tool, verb: str, values: Mapping[str, JsonValue], now: datetime, random: Random) -> JsonValue:
    echoed = _echo(values)
    if verb in ("execute", "run"):
        return {"status": "completed", **echoed, "duration_ms": random.randint(40, 900), "exit_code": 0}
    if verb in _TELLING:
        return {**echoed, "content": random.choice(_EXCERPTS)}
    if verb in _JUDGING:
        return {**echoed, "summary": random.choice(_JUDGEMENTS)}
    if verb in _WORKING:
        worded = verb in _WRITING and _worded(values)
        result: JsonValue = random.choice(_OUTPUTS) if worded else round(random.uniform(2, 400), 2)
        return {**echoed, "result": result}
    if verb not in _MAKING:
        return {"status": "ok", **echoed}
    noun = noun_of(tool)
    made = {} if any(identifier_like(name) for name in echoed) else {f"{noun}_id": identifier(f"{noun}_id", random)}
    return {"status": "ok", **made, **echoed, "created_at": moment(now, random, 0)}


def _worded(values: Mapping[str, JsonValue]) -> bool:
    """Whether the call was given texts and no numbers."""
    return not any(isinstance(value, int | float) and not isinstance(value, bool) for value in values.values())


def _many(tool: Tool, values: Mapping[str, JsonValue], now: datetime, random: Random) -> JsonValue:
    noun = _listed(imperative(tool)) or noun_of(tool)
    noun = "player" if noun in _TABLES else noun
    topic = _topic(values)
    most = next((v for n, v in values.items() if "limit" in n.lower() and isinstance(v, int) and v > 0), 3)
    items: list[JsonValue] = []
    wanted = min(random.randint(2, 3), most)
    labels = names_of_things(noun, wanted, random) or [""] * wanted * (noun in PEOPLE | READABLE)
    if not labels:
        return {
            f"{plural(noun)}_found": random.randint(2, max(2, min(40, most * 4))),
            "newest": moment(now, random)[:10],
        }
    for label in labels:
        items.append(item_of_list(noun, label, topic, now, random, len(items)))
    return {plural(noun): items, "total": len(items)}


def _topic(values: Mapping[str, JsonValue]) -> str:
    """What is searched for, where that can be part of a title."""
    words = (
        value for value in values.values() if isinstance(value, str) and re.fullmatch(r"[A-Za-z][\w' -]{2,48}", value)
    )
    return next((value for value in words if "_" not in value and not any(c.isdecimal() for c in value)), "")


def _one(tool: Tool, words: str, values: Mapping[str, JsonValue], now: datetime, random: Random) -> JsonValue:
    echoed = _echo(values)
    if re.search(r"\b(time|date)\b", words) and "zone" not in words and not re.search(r"\b(by|for|of)\b", words):
        return echoed | {"datetime": now.isoformat(timespec="seconds"), "day_of_week": f"{now:%A}"}
    if _TEXTUAL.search(words):
        return echoed | {"content": random.choice(_EXCERPTS)}
    noun = noun_of(tool)
    if _COUNTED.search(words):
        whole = re.search(r"\b(count|number|size|index|level|total)\b", words)
        amount = random.randint(3, 900) if whole else round(random.uniform(2, 900), 2)
        return echoed | {noun if noun not in echoed else "value": amount}
    if noun in PEOPLE:
        return echoed | {"full_name": faker(random).name(), "city": random.choice(CITIES)}
    numeric = [v for v in values.values() if isinstance(v, int | float) and not isinstance(v, bool)]
    if len(numeric) > 1 and not re.search(r"\b(get|list|find)\b", words.split(" ")[0]):
        return echoed | {"result": round(random.uniform(2, 180), 1)}
    return echoed | what_is_known(words, now, random)
