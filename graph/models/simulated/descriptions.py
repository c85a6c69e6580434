"""What a tool does, in the words of somebody who asks for it: from wild descriptions to imperatives."""

import re
from functools import lru_cache

from graph.models.simulated.schemas import readable, words_of
from graph.models.simulated.verbs import base_verb
from state.tool import Tool

_SOFTER = {"return": "show me", "provide": "give me", "access": "look up", "display": "show me", "perform": "run",
           "obtain": "get", "demonstrate": "show me"}  # fmt: skip
_LEAD = re.compile(
    r"^(?:(?:this|the|a|an) (?:detailed |powerful |simple )?(?:tool|function|endpoint|method|api)(?: is)?(?: used)?"
    r"(?: that| which| to| for"
    r"| allows you to| lets you)?|(?:use|call) this (?:tool )?(?:to|when you need to|for)|use (?:it )?to|used to|"
    r"allows (?:you|users|the user) to|allow (?:you|users) to|enables (?:you|users) to|tool (?:to|that|for)|"
    r"(?:useful|used) (?:for|to|when)|manually|easily|quickly|automatically|recursively|intelligently|efficiently|"
    r"atomically|the ability to|kong|lets you)\s+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s+(?:by (?:its|their|the|a)? ?(?:unique )?(?:ids?|names?|keys?|uuid|identifier|number|url|slug|symbol|ticker|"
    r"path)(?: or \w+)*|(?:for|of) (?:a|the) (?:given|specific|specified|provided) (?:id|name|symbol)|"
    r"(?:with|using|based on|according to|from|for) (?:the )?(?:given|specified|provided|various|optional|supplied)\b"
    r".*|"
    r"(?:which|that|including|such as|and returns?|and return|so that|where|while|when|if|whether) .*|"
    r"(?:with|via|using|through) (?:optional|support|advanced|various|comprehensive|the api|api|an api|their api).*)$",
    re.IGNORECASE,
)
_LONGEST = 14
_DEVICES = (
    "calculator",
    "generator",
    "converter",
    "checker",
    "linter",
    "editor",
    "tools",
    "thinking",
    "server",
    "master",
)


@lru_cache(maxsize=60_000)
def _imperative(name: str, description: str, server: str) -> str:
    return _from_description(description) or _from_name(name, server)


def imperative(tool: Tool) -> str:
    """What to ask for, as in `please ...`: `get the weather forecast`."""
    return _imperative(tool.original_name or tool.name, tool.description, tool.server)


def is_described(tool: Tool) -> bool:
    """Whether the description of a tool says in plain English what it does."""
    return _from_description(tool.description) is not None


def _from_description(description: str) -> str | None:
    clause = _first_clause(description)
    for _ in range(3):
        shorter = _LEAD.sub("", clause)
        if shorter == clause:
            break
        clause = shorter
    words = clause.split()
    verb = base_verb(words[0].strip(",")) if words else None
    if verb is None or words[0].endswith(",") or len(words) < 2 or not clause.isascii() or clause.count('"') % 2:
        return None
    rest = _shortened(" ".join(words[1:]))
    if rest is None:
        return None
    if words[0].lower() != verb:
        rest = re.sub(r"\b(and|or) (\w+s)\b", lambda both: f"{both[1]} {base_verb(both[2]) or both[2]}", rest)
    return _polished(f"{_SOFTER.get(verb, verb)} {rest}")


def _first_clause(description: str) -> str:
    description = re.sub(r"^\s*\[[^\]]*\]\s*", "", description)
    text = re.sub(r"```.*?```|<[^>]*>|https?://\S+|!?\[([^\]]*)\]\([^)]*\)", r" \1 ", description, flags=re.DOTALL)
    text = re.sub(r"[*_`#>]{1,3}(?=\S)|(?<=\S)[*`#]{1,3}|^[^A-Za-z]+", "", text.strip())
    text = re.sub(r"\([^)]*\)|^\s*\[[^\]]*\]", "", text)
    text = re.sub(r"^[A-Z][\w ]{1,20} \| |^(?:MCP )?Tool: ", "", text.strip())
    first = next((line for line in text.splitlines() if line.strip()), "")
    first = re.split(
        r"(?<=\w)\s?\.(?:\s|$)|[;:!?|]|\s[-\u2013\u2014]+\s|,\s(?:and returns|returning|including|such as)\b", first
    )[0]
    return " ".join(first.split()).strip(" .,'\"")


def _shortened(rest: str) -> str | None:
    rest = re.sub(r",?(?: and)? optionally\b.*| provided$", "", rest)
    rest = re.sub(r" (?:with intelligent|for comprehensive|to analyze|to provide|so as to)\b.*", "", rest)
    previous = None
    while previous != rest:
        previous, rest = rest, _TAIL.sub("", rest)
    if len(rest.split()) > _LONGEST:
        rest = re.split(r",\s|\s(?:by|using|with|based on|in order to|along with)\s", rest)[0]
    return rest if rest and len(rest.split()) <= _LONGEST else None


def _polished(text: str) -> str:
    text = re.sub(r"\b(?:the|a) (?:current(?:ly)? |authenticated |logged-in )*(?:user|bot)(?:'s|s')", "my", text)
    text = re.sub(r"\b(?:of|for) (?:the|a) (?:current |authenticated )?user\b", "of mine", text)
    text = re.sub(r"\bthe authenticated user\b", "me", text)
    text = re.sub(r"\byour\b", "my", text)
    text = re.sub(r"\b(an?) (?:specific|specified|given|provided|particular|new|existing|single) (\w)", _article, text)
    text = re.sub(r"\b(?:specific|specified|given|provided|particular) ", "", text)
    text = re.sub(r"\ban? (details|information|people|data)\b", r"\1", text)
    text = re.sub(r"\(?s\)", "s", text)
    text = re.sub(r" (?:with|using|through|via|from) (?:the )?[\w &-]*\bAPI\b.*$", "", text)
    text = re.sub(r"\ba (?=[aeio]|u[np](?!i))", "an ", text)
    return re.sub(r"\s+", " ", text).strip(" ,.")


def _article(found: re.Match[str]) -> str:
    return f"{'an' if found[2].lower() in 'aeio' else 'a'} {found[2]}"


def _from_name(name: str, server: str) -> str:
    """A wish from a name of any order: `iterm_paste_clipboard` is `paste the clipboard in iterm`."""
    words = [word for word in words_of(name) if word not in ("tool", "api")] or list(words_of(name))
    place = next((number for number, word in enumerate(words) if base_verb(word) == word), None)
    if place is None:
        verb = "use" if words[-1] in _DEVICES else "get"
        return f"{verb} the {readable('_'.join(words))}"
    verb, before, after = words[place], words[:place], words[place + 1 :]
    if not after:
        before, after = [], before
    named = {word for part in words_of(server) for word in (part, f"{part}s")}
    rest = readable("_".join(after)) or "it"
    bare = rest == "it" or verb == "search" or after[0] in ("all", "by", "my", "to", "in", "or", "and", "for")
    where = "" if not before or set(before) & named or set(before) & set(after) else f" in {' '.join(before)}"
    return f"{_SOFTER.get(verb, verb)} {'' if bare or _is_plural(rest) else 'the '}{rest}{where}"


def _is_plural(noun: str) -> bool:
    return noun.endswith("s") and not noun.endswith(("ss", "us", "is"))
