"""What a tool does, in the words of somebody who asks for it: from wild descriptions to imperatives."""

import re
from functools import lru_cache

from graph.models.simulated.schemas import readable, words_of
from state.tool import Tool

_VERB_LIST = """
    access activate add adjust aggregate allocate analyze annotate answer append apply approve archive ask
    assign attach authenticate backup begin book browse build calculate call cancel capture change chat check
    choose classify clean clear click clone close collect combine compare compile complete compose compress
    compute configure confirm connect convert copy count crawl create crop customize cut debug decode
    decompile decrypt define delete deploy describe detect determine disable disconnect discover display
    divide download draft drag draw dump echo edit emulate enable encode encrypt end enter equip estimate
    evaluate examine execute explain explore export extend extract fetch fill filter find fix flag fold follow
    force forecast fork format forward generate get give grant group handle hide hover identify import improve
    increase index initialize initiate insert inspect install interact interpret invite invoke join kill label
    launch like link list load locate lock log look lookup make manage map mark measure merge migrate minimize
    modify monitor move multiply mute navigate normalize notify observe obtain open optimize order parse paste
    patch pause perform pin place play plan plot populate post predict prepare press preview print process
    produce provide publish pull purchase push put query quote raise rank read rebuild recommend record
    redirect reduce refactor refresh register reject release reload remove rename render renew replace reply
    report request reserve reset resize resolve respond restart restore resume retrieve return revert review
    rewrite roll rotate round run sample save scale scan schedule scrape screenshot scroll search select send
    set share show sign simulate solve sort split standardize start stop store stream submit subscribe
    subtract suggest sum summarize swap swipe switch sync take tap terminate test toggle trace track train
    transcribe transfer transform translate trigger type uncheck undo uninstall unlock unstage unsubscribe
    update upgrade upload use validate verify view visualize wait watch withdraw write zoom
"""
_VERBS = frozenset(_VERB_LIST.split())
_SOFTER = {"return": "show me", "provide": "give me", "access": "look up", "display": "show me", "perform": "run",
           "obtain": "get", "demonstrate": "show me"}  # fmt: skip
_LEAD = re.compile(
    r"^(?:(?:this|the|a|an) (?:tool|function|endpoint|method|api)(?: is)?(?: used)?(?: that| which| to| for"
    r"| allows you to| lets you)?|(?:use|call) this (?:tool )?(?:to|when you need to|for)|use (?:it )?to|used to|"
    r"allows (?:you|users|the user) to|allow (?:you|users) to|enables (?:you|users) to|tool (?:to|that|for)|"
    r"(?:useful|used) (?:for|to|when)|easily|quickly|automatically|recursively|intelligently|efficiently|"
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


@lru_cache(maxsize=60_000)
def _imperative(name: str, description: str) -> str:
    return _from_description(description) or _from_name(name)


def imperative(tool: Tool) -> str:
    """What to ask for, as in `please ...`: `get the weather forecast`."""
    return _imperative(tool.original_name or tool.name, tool.description)


def spoken_name(tool: Tool) -> str:
    """The tool's name as people would say it."""
    return readable(tool.original_name or tool.name)


def base_verb(word: str) -> str | None:
    """The plain form of a verb that begins a description: `Retrieves` is `retrieve`."""
    low = word.lower()
    for candidate in (
        low,
        low.removesuffix("s"),
        low.removesuffix("es"),
        f"{low[:-3]}y" if low.endswith("ies") else "",
    ):
        if candidate in _VERBS:
            return candidate
    for candidate in (low.removesuffix("ing"), f"{low.removesuffix('ing')}e", low.removesuffix("ing")[:-1]):
        if low.endswith("ing") and candidate in _VERBS:
            return candidate
    return None


def _from_description(description: str) -> str | None:
    clause = _first_clause(description)
    for _ in range(3):
        shorter = _LEAD.sub("", clause)
        if shorter == clause:
            break
        clause = shorter
    words = clause.split()
    verb = base_verb(words[0].strip(",")) if words else None
    if verb is None or len(words) < 2 or not clause.isascii():
        return None
    rest = _shortened(" ".join(words[1:]))
    if rest is None:
        return None
    return _polished(f"{_SOFTER.get(verb, verb)} {rest}")


def _first_clause(description: str) -> str:
    text = re.sub(r"```.*?```|<[^>]*>|https?://\S+|!?\[([^\]]*)\]\([^)]*\)", r" \1 ", description, flags=re.DOTALL)
    text = re.sub(r"[*_`#>]{1,3}(?=\S)|(?<=\S)[*`#]{1,3}|^[^A-Za-z]+", "", text.strip())
    text = re.sub(r"\([^)]*\)|^\s*\[[^\]]*\]", "", text)
    text = re.sub(r"^[A-Z][\w ]{1,20} \| |^(?:MCP )?Tool: ", "", text.strip())
    first = next((line for line in text.splitlines() if line.strip()), "")
    first = re.split(
        r"(?<=\w)\.(?:\s|$)|[;:!?|]|\s[-\u2013\u2014]+\s|,\s(?:and returns|returning|including|such as)\b", first
    )[0]
    return " ".join(first.split()).strip(" .,'\"")


def _shortened(rest: str) -> str | None:
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
    return re.sub(r"\s+", " ", text).strip(" ,.")


def _article(found: re.Match[str]) -> str:
    return f"{'an' if found[2].lower() in 'aeio' else 'a'} {found[2]}"


def _from_name(name: str) -> str:
    words = words_of(name)
    verb = base_verb(words[0]) if words else None
    if verb is None or len(words) < 2 or verb != words[0]:
        return f"use the {readable(name)} tool"
    rest = readable("_".join(words[1:]))
    article = "" if rest.endswith("s") or words[1] in ("all", "by", "my", "to", "in") or verb == "search" else "the "
    return f"{_SOFTER.get(verb, verb)} {article}{rest}"
