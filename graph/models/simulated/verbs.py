"""English verbs: what counts as one, and its plain and past forms."""

import re
from functools import cache

_VERB_LIST = """
    access activate add adjust aggregate allocate analyze annotate answer append apply approve archive ask
    assign attach authenticate backup begin book browse build calculate call cancel capture change chat check
    choose classify clean clear click clone close collect combine compare compile complete compose compress
    compute configure confirm connect control convert copy count crawl create crop customize cut debug decode
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
    attach boot claim deny diagnose double estimate expose greet lint login paraphrase quit rate recall remember rerun
    retract say solve spawn speak star summarise tag tell untag
"""
_VERBS = frozenset(_VERB_LIST.split())
LOOKING = frozenset(
    ("get", "show", "give", "look", "list", "search", "find", "fetch", "retrieve", "read", "view", "check", "query",
     "describe", "access", "browse", "discover", "display", "explore", "obtain", "lookup", "provide", "return", "load",
     "explain", "count", "inspect", "examine", "quote", "preview", "see", "use", "track", "monitor", "observe")
)  # fmt: skip
_IRREGULAR = {
    "run": "ran", "quit": "quit",
    "send": "sent", "set": "set", "write": "wrote", "read": "read", "get": "got", "find": "found",
    "make": "made", "build": "built", "take": "took", "begin": "began", "choose": "chose", "cut": "cut", "draw": "drew",
    "give": "gave", "give me": "gave", "put": "put", "rewrite": "rewrote", "undo": "undid", "withdraw": "withdrew",
    "hide": "hid", "show": "showed", "split": "split", "reset": "reset", "dig": "dug", "forecast": "forecast",
    "rebuild": "rebuilt", "redo": "redid", "see": "saw", "swim": "swam", "throw": "threw", "tell": "told",
    "speak": "spoke", "grow": "grew", "bring": "brought", "buy": "bought", "do": "did", "hold": "held", "log": "logged",
}  # fmt: skip
_DOUBLED = frozenset(("plan", "stop", "drag", "drop", "swap", "map", "tag", "zip", "crop", "scan", "pin", "tap", "plot",
                      "submit", "scrap", "commit", "chat", "get", "flag", "grab", "snap", "trim", "log", "label",
                      "debug", "control", "transfer", "cancel", "format"))  # fmt: skip


@cache
def base_verb(word: str) -> str | None:
    """Give the plain form of a verb that begins a description: `Retrieves` is `retrieve`."""
    low = word.lower()
    stem = low.removesuffix("ing") if low.endswith("ing") else ""
    candidates = (
        low,
        low.removesuffix("s"),
        low.removesuffix("es"),
        f"{low[:-3]}y" if low.endswith("ies") else "",
        stem,
        f"{stem}e",
        stem[:-1],
    )
    return next((candidate for candidate in candidates if candidate in _VERBS), None)


@cache
def past(verb: str) -> str:
    """Give the past tense: `copy` is `copied`."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ied"
    return f"{verb}{verb[-1]}ed" if verb in _DOUBLED and verb != "label" else f"{verb}ed"


def in_past(wish: str) -> str:
    """Turn a wish into a report: `delete the draft` is `deleted the draft`."""
    first, _, rest = wish.partition(" ")
    both = rest.split(" ", 2)
    if len(both) == 3 and both[0] in ("and", "or") and both[1] in _VERBS:
        return f"{past(first)} {both[0]} {past(both[1])} {both[2]}"
    return f"{past(first)} {rest}".strip()


def is_looking(wish: str) -> bool:
    """Whether a wish only asks to see something."""
    words = wish.split(" ", 3)
    return words[0] in LOOKING and words[0] != "use" and (len(words) < 2 or words[1] not in ("and", "or"))


def plural(noun: str) -> str:
    """Give the plural of a noun: `repository` is `repositories`."""
    if noun.endswith("s") and not noun.endswith("ss"):
        return noun
    if noun.endswith("y") and noun[-2:-1] not in tuple("aeiou"):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("ss", "x", "ch", "sh")) else f"{noun}s"


def singular(noun: str) -> str:
    """Give the singular of a noun: `addresses` is `address`."""
    if noun.endswith("ies") and len(noun) > 4:
        return f"{noun[:-3]}y"
    if noun.endswith(("sses", "xes", "ches", "shes")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith(("ss", "us", "is", "as")) else noun


_YOURS = {"my": "your", "me": "you", "mine": "yours", "i": "you", "our": "your", "myself": "yourself"}


def to_you(wish: str) -> str:
    """A wish as the assistant repeats it: `tell me what is on my calendar` is `tell you what is on your calendar`."""
    parts = re.split(r'("[^"]*")', wish)
    parts[::2] = [
        re.sub(r"\b(?:my|me|mine|I|our|myself)\b", lambda f: _YOURS[f[0].lower()], part) for part in parts[::2]
    ]
    return "".join(parts)
