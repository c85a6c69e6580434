"""What people are after with tools from files: kinds of tools, motives and goals for each, names of services."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from random import Random
from typing import NamedTuple

from graph.models.simulated.arguments import free_plan
from graph.models.simulated.choosing import best_plan
from graph.models.simulated.descriptions import imperative, is_described
from graph.models.simulated.ledger import Ledger
from graph.models.simulated.schemas import identifier_like, kind_of, resolve, words_of
from graph.models.simulated.served import served_plan
from graph.models.simulated.steps import ACTING, stage
from graph.models.simulated.values import is_known
from graph.models.simulated.verbs import is_looking, singular
from state.tool import Tool

_LONGEST_GOAL = 25
_SECRET = re.compile(r"secret|password|access_?token|api_?key|private_?key|signature")
_HEAVY = 4.0
"""The burden of a parameter that nobody says in a conversation, such as an object."""


class _Kind(NamedTuple):
    """A kind of tool, told by words of its name, server and description."""

    words: re.Pattern[str]
    purpose: str
    motives: tuple[str, ...]


def _kind(words: str, purpose: str, *motives: str) -> _Kind:
    return _Kind(re.compile(rf"\b(?:{words})", re.IGNORECASE), purpose, motives)


_KINDS = (
    _kind("crypto|coin|stock|market|finance|financial|ticker|portfolio|token|wallet|blockchain|solana|ethereum"
          "|trad(e|ing)",
          "Keep an eye on investments", "I'm keeping an eye on my investments.",
          "I'm deciding what to do with my savings.",
          "My brother keeps telling me about his investments.", "I write a small newsletter about the markets."),
    _kind("weather|forecast|travel|flight|train|hotel|airbnb|maps?\\b|route|geocod|places?\\b|restaurant",
          "Get ready for a trip", "I'm planning a trip.", "We're going away for a few days.",
          "Friends are coming over from abroad.", "I'm thinking about where to go next month."),
    _kind("clinical|drug|medic|patient|disease|gene\\b|genes|protein|chembl|compound|pubmed|health|dosage",
          "Prepare a seminar", "I'm preparing for a seminar.", "I'm writing a chapter of my thesis.",
          "A colleague at the clinic asked me about this.", "We're discussing a case tomorrow."),
    _kind("hero(?:es)?\\b|baseball|mlb|formula1|f1\\b|race|football|soccer|chess|league|champion|pokemon|steam|games?\\b|player",
          "Settle an argument about a game", "I'm having an argument with a friend.",
          "I'm following this season closely.",
          "We have a quiz on Friday.", "I write about games for a small magazine."),
    _kind("music|song|spotify|movie|film|recipe|meal|anime|poem|lyrics|podcast|quote", "Find something for the evening",
          "I'm looking for something for the evening.", "My friends are coming round later.",
          "I could do with some inspiration."),
    _kind("quran|bible|verse|buddh|tarot|horoscope", "Prepare a reading group", "I'm preparing our reading group.",
          "We talked about this at home last night."),
    _kind("disassembl|decompil|ida\\b|ghidra|malware|memory dump|volatility|gdb|osint|whois|cve\\b|vulnerab|threat",
          "Look into something suspicious", "I'm looking into something suspicious.",
          "We had an alert last night.", "I'm learning how such things are analysed."),
    _kind("git\\b|repo|commit|pull request|issues?\\b|branch|code|debug|refactor|unit test|lint|package|npm|pypi"
          "|api\\b",
          "Get a project ready for release", "We have a release coming up.", "I'm new to this project.",
          "I'm looking into a problem that a customer reported.", "I'm doing some spring cleaning in our project."),
    _kind("kubernetes|k8s|docker|container|deploy|cluster|server|cloud|metrics|logs?\\b|process|device|simulator",
          "See that the systems run well", "Something has been slow since yesterday.", "I'm on duty this week.",
          "We're moving things around this week.", "I'm checking that everything runs as it should."),
    _kind("e-?mail|gmail|inbox|slack|discord|message|chat|telegram|contact|calendar|meeting|events?\\b|zoom",
          "Catch up with everybody", "I've been away for a few days.", "I'm catching up with everybody.",
          "I have a long list of people to get back to.", "There is a lot to arrange before Friday."),
    _kind("browser|playwright|page\\b|click|scrape|crawl|screenshot|element", "Try out a web page",
          "I'm trying out our new web page.", "Something looks odd on the page, I think.",
          "I'm collecting what others write about this."),
    _kind("figma|design|image|photo|video|audio|speech|canvas|draw|diagram|plot|chart|icon|component|animation|blender",
          "Make something that looks good", "I'm working on a new design.", "I'm preparing some slides.",
          "I'd like to show this to my team.", "We want something nice for the front page."),
    _kind("sql|database|table|index\\b|indexes|redis|collection|query|dataset|records?\\b|schema|class|vector|superset|data",
          "Have the right data for a meeting", "I'm checking our data before a meeting.",
          "My boss wants to know by noon.", "I'm tidying up our data.", "I don't quite trust our numbers."),
    _kind("file|folder|document|docs?\\b|note|drive|word|pdf|excel|sheet|slides|paragraph|clipboard|memory",
          "Have the papers in order", "I'm putting my papers in order.", "I need this for a report.",
          "I'm preparing something for a colleague.", "Everything is in a bit of a mess here."),
    _kind("task|todo|project|ticket|jira|board|sprint|plan|goal|reminder|team", "Plan the next weeks",
          "We're planning the next weeks.", "I'm getting organised.", "I've lost track of what there is to do."),
    _kind("posts?\\b|social|tweet|instagram|linkedin|hashtag|hook|copywriting|seo|campaign|brand", "Write some posts",
          "I'm writing some posts for our page.", "We want to be seen a bit more.", "I look after our page this week."),
    _kind("calculat|math|add (?:two|numbers)|subtract|multiply|divide|matrix|convert|equation|statistic|mean\\b|sum\\b"
          "|median|sine",
          "Check some figures", "I'm going over some figures.", "I'm helping my daughter with her homework.",
          "I want to be sure about my sums."),
    _kind("search|research|paper|arxiv|news|article|wiki|scholar|web|library|book|translate|word\\b|language",
          "Gather material for a report", "I'm putting together a report.", "I'm preparing a short talk.",
          "I'm reading up on something new.", "I promised to write an article."),
)  # fmt: skip
_OTHER = _kind("", "Get something done at work", "I need this for work.", "A colleague asked me about this.",
               "I'm trying something out.", "I have a few things to get done.")  # fmt: skip


def _kind_of(tool: Tool) -> _Kind:
    named = f"{' '.join(words_of(tool.original_name or tool.name))} {imperative(tool)}"
    texts = (named, f"{tool.server} {tool.domain}")
    return next((kind for text in texts for kind in _KINDS if kind.words.search(text)), _OTHER)


def foreign_motives(tools: Sequence[Tool]) -> tuple[str, ...]:
    """Why somebody might want what these tools do."""
    return _kind_of(tools[0]).motives if tools and not tools[0].asks else ()


def foreign_goal(tools: Sequence[Tool], random: Random) -> str:
    """What somebody is after who wants what these tools do, in at most 25 words."""
    if not tools:
        return ""
    goal = f"{_kind_of(tools[0]).purpose}: {imperative(tools[0])}"
    longer = f"{goal} and {imperative(tools[-1])}"
    return longer if len(tools) > 1 and tools[-1] != tools[0] and len(longer.split()) <= _LONGEST_GOAL else goal


_SERVICES = (
    ("shopping_list", "the shopping list"), ("recipe", "the recipe box"), ("meal", "the meal plan"),
    ("pantry", "the pantry"), ("order|product|address", "the shop"), ("_lights|brightness", "the lights"),
    ("climate|temperature", "the heating"), ("door", "the door locks"), ("routine", "the routines at home"),
    ("flight|booking|seat|bags", "the flight bookings"), ("event|slots|attendee|reminder", "the calendar"),
    ("hotel|room|reservation|extra|arrival", "the hotel portal"), ("document|folder", "the documents"),
    ("card", "the card settings"), ("balance|transaction|transfer|bill", "the bank"),
)  # fmt: skip
_TECHNICAL = re.compile(r"\b(?:MCP|SSE|Server|Servers|Client|Integration|Model Context Protocol|Connector)\b|\([^)]*\)")


def service_of(tool: Tool) -> str:
    """What people call the service that a tool belongs to."""
    if tool.asks:
        return next((service for words, service in _SERVICES if re.search(words, tool.name)), "that service")
    name = " ".join(_TECHNICAL.sub(" ", tool.server).split())
    return name if name.isascii() and name else "that service"


def foreign_tools(tools: Mapping[str, Tool], ledger: Ledger, wanted: int, now: datetime, random: Random) -> list[Tool]:
    """Tools of one server that go together, no more than wanted; looking comes before acting."""
    able = [tool for tool in tools.values() if _is_able(tool, ledger, now, random)] or list(tools.values())
    able = [tool for tool in able if all(_burden(tool, name) < _HEAVY for name in tool.required)] or able
    first = random.choices(able, [_ease(tool) * _share(tool, able) * _novelty(tool, ledger) for tool in able])[0]
    chosen = [first]
    if is_repeatable(first, now, random) and random.random() < 0.6:
        chosen += [first] * random.randint(1, max(1, min(2, wanted - 1)))
    while len(chosen) < wanted:
        here = [tool for tool in able if tool not in chosen and tool.server == first.server]
        near = [tool for tool in here if _is_near(tool, chosen)] or [t for t in here if _kind_of(t) == _kind_of(first)]
        if not near:
            break
        chosen.append(random.choices(near, [_ease(tool) * _novelty(tool, ledger) for tool in near])[0])
    return sorted(chosen, key=stage)


def _is_able(tool: Tool, ledger: Ledger, now: datetime, random: Random) -> bool:
    if tool.asks:
        return best_plan(tool, ledger, "", (), random) is not None
    if tool.executed:
        return served_plan(tool, ledger, now, random) is not None
    return _variety(tool, now, random) > ledger.counts.get(tool.name, 0) + (1 if tool.required else 0)


def _variety(tool: Tool, now: datetime, random: Random) -> int:
    """How many different things people could ask of it, up to six."""
    plans = [free_plan(tool, Ledger(()), {}, now, random) for _ in range(6)]
    return len({repr({name: plan[name] for name in tool.required}) for plan in plans if plan})


def is_repeatable(tool: Tool, now: datetime, random: Random) -> bool:
    """Whether people would ask the same of two or three things at once."""
    if tool.asks or len(tool.required) != 1 or not is_looking(imperative(tool)):
        return False
    schema = resolve(tool.properties.get(tool.required[0], {}), tool.parameters)
    plain = kind_of(schema) in ("string", "integer") and not identifier_like(tool.required[0])
    return plain and _variety(tool, now, random) >= 3


def _novelty(tool: Tool, ledger: Ledger) -> float:
    return 1 / (1 + 4 * ledger.counts.get(tool.name, 0))


def _share(tool: Tool, able: Sequence[Tool]) -> float:
    return float(sum(other.server == tool.server for other in able))


def _burden(tool: Tool, name: str) -> float:
    """How hard it is to say a value of this parameter in a conversation."""
    schema = resolve(tool.properties.get(name, {}), tool.parameters)
    kind = kind_of(schema)
    if kind in ("object", "array") or _SECRET.search(name.lower()):
        return _HEAVY
    if kind == "string" and not is_known(name, schema):
        return 2.5
    return 1.0 if identifier_like(name) else 0.3


def _is_near(tool: Tool, chosen: Sequence[Tool]) -> bool:
    """Whether it needs the same things, or is about the same, as one that was chosen."""
    return any(set(tool.required) & set(other.required) or _nouns(tool) & _nouns(other) for other in chosen)


def _nouns(tool: Tool) -> set[str]:
    server = set(words_of(tool.server))
    words = words_of(tool.original_name or tool.name)
    return {singular(word) for word in words[1:] if word not in server and len(word) > 3}


def _ease(tool: Tool) -> float:
    """Tools with few and plain parameters, whose purpose can be said in a few words, make the better conversations."""
    wish = imperative(tool)
    burden = 0.15 * max(0, len(wish.split()) - 6)
    burden += (
        3.0 * (not is_described(tool))
        + 2.0 * wish.startswith(("use ", "execute ", "manage "))
        + 2.0 * bool(re.search(r"[/,()']|\bAPI\b", wish))
    )
    for name in tool.required:
        burden += _burden(tool, name)
    burden += 1.0 if not tool.required and stage(tool) == ACTING else 0
    return 1 / (1 + burden) ** 2
