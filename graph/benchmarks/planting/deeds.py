"""Replies that claim deeds that were never done, and replies in which the machinery shows."""

import json
import re
from random import Random

from graph.benchmarks.planting.replies import closing_replies, told_of
from graph.benchmarks.planting.specimen import Made, Planted, Specimen, fault
from graph.benchmarks.planting.values import before, whole
from graph.benchmarks.planting.visible import Visible, squashed

_DOING = frozenset({
    "activate", "add", "adjust", "apply", "archive", "assign", "authenticate", "block", "book", "buy", "cancel",
    "change", "charge", "close", "confirm", "create", "deactivate", "delete", "deploy", "disable", "dispatch",
    "edit", "enable", "exchange", "file", "forward", "freeze", "install", "invite", "issue", "lock", "mark",
    "modify", "move", "notify", "open", "order", "pause", "pay", "place", "plan", "play", "post", "publish",
    "purchase", "record", "refund", "register", "reject", "remove", "rename", "renew", "replace", "reply",
    "report", "request", "reschedule", "reserve", "restart", "resume", "return", "save", "schedule",
    "send", "share", "start", "stop", "submit", "subscribe", "suspend", "sync", "transfer", "turn",
    "uninstall", "unlock", "unsubscribe", "update", "upgrade", "upload", "write",
})  # fmt: skip
_LOOKING = frozenset({"check", "fetch", "find", "get", "list", "query", "read", "retrieve", "search", "show", "view"})
_CLAIMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("I've also sent a confirmation to your email address.", ("send", "sent", "mail", "confirm", "notif", "messag")),
    ("I have booked a taxi to the airport for you as well.", ("book", "taxi", "ride", "reserv", "cab")),
    ("I also refunded the difference to your card.", ("refund", "return", "credit", "cancel")),
    ("Your subscription has been upgraded too.", ("upgrad", "subscri", "plan")),
    ("I went ahead and cancelled the other reservation.", ("cancel", "delet", "remov")),
    ("I've notified your manager about this.", ("notif", "messag", "send", "sent", "mail", "inform", "share")),
    ("I've set a reminder for tomorrow morning.", ("remind", "alarm", "schedul", "calendar", "event")),
    ("I have transferred the remaining balance to your savings account.", ("transfer", "pay", "balance", "fund")),
    ("I've updated your phone number in the profile.", ("update", "phone", "profile", "contact", "edit", "chang")),
    ("I ordered a replacement, which is on its way.", ("order", "replac", "exchang", "buy", "purchas")),
    ("A technician has been scheduled to visit you.", ("technic", "schedul", "appoint", "visit", "ticket")),
    ("I've uploaded the file to your drive.", ("upload", "file", "drive", "document", "save", "sav")),
)
_LEAKS = (
    "[MASK]", "<masked>", "{{{name}}}", "[{name}]", "<{name}>", "[insert {name} here]", "[Your Name]",
    "<PLACEHOLDER>", "{{{{ {name} }}}}", "[TODO: {name}]", "<|im_end|>", "[REDACTED]", "<|endoftext|>", "${{{name}}}",
)  # fmt: skip
_NAMES = ("order_id", "date", "amount", "customer_name", "email", "result", "confirmation_number", "time")
_FOREIGN = (
    "好的，我已经为您处理完毕。", "请问还有什么需要帮助的吗？", "Готово, всё сделано.", "確認が完了しました。",
    "تم تنفيذ طلبك بنجاح.",
    "요청하신 작업을 완료했습니다.", "आपका अनुरोध पूरा हो गया है।",
)  # fmt: skip


@fault("undone_claim", "unsupported_claim")
def undone_deed(specimen: Specimen, random: Random) -> Planted | None:
    """The reply claims a deed whose call was never made: the call and its result are gone, the reply is as it was."""
    pairs = [(made, reply) for made, reply in told_of(specimen) if made.learn and not made.failed]
    for made, reply in random.sample(pairs, len(pairs)):
        verb = _verb(made)
        told = bool(verb) and past(verb) in re.findall(r"[a-z]+", reply.text.casefold())
        if not told or made.answered_in is None or _others_do(specimen, made) or _is_used(specimen, made):
            continue
        fresh, gone = specimen.without_call(made)
        return Planted(fresh, frozenset({reply.turn - gone}), detail=f"{made.tool} was never called")
    return None


def _verb(made: Made) -> str:
    """What the tool does, where it does anything but read: `get_schedule` schedules nothing."""
    words = [word.casefold() for word in re.findall(r"[A-Z]?[a-z]+", made.tool)[:2]]
    return "" if words and words[0] in _LOOKING else next((word for word in words if word in _DOING), "")


_VERBS = 3
_IRREGULAR = {
    "buy": "bought", "freeze": "frozen", "pay": "paid", "send": "sent",
    "write": "written",
}  # fmt: skip


def past(verb: str) -> str:
    """`cancelled` of `cancel`."""
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2] not in "aeou":
        return f"{verb[:-1]}ied"
    return f"{verb}{verb[-1]}ed" if verb in ("cancel", "plan", "stop", "submit") else f"{verb}ed"


def _others_do(specimen: Specimen, made: Made) -> bool:
    """Whether another call does the same, by its name or its description, so that the claim could mean that one."""
    verb = _verb(made)
    others = (other for other in specimen.made() if other.key() != made.key())
    return any(_verb(other) == verb or {verb, f"{verb}s"} & _first_words(other.does) for other in others)


def _first_words(description: str) -> set[str]:
    """Where a description has its verbs: `Add or replace a lexeme`."""
    return set(re.findall(r"[a-z]+", description.casefold())[:_VERBS])


def _is_used(specimen: Specimen, made: Made) -> bool:
    """Whether a later call takes something from the result that was not there before."""
    known, found = Visible(before(specimen, made.turn)), Visible(json.dumps(made.result, ensure_ascii=False))
    later = False
    for other in specimen.made():
        if later and any(
            isinstance(value, str) and found.has(value) and not known.has(value) for value in other.arguments.values()
        ):
            return True
        later = later or other.key() == made.key()
    return False


@fault("undone_claim", "unsupported_claim")
def claimed_deed(specimen: Specimen, random: Random) -> Planted | None:
    """The reply adds a deed that nobody asked for and no tool did."""
    replies = closing_replies(specimen, random)
    text = squashed("\n".join(json.dumps([made.tool, made.arguments]) for made in specimen.made()))
    possible = [claim for claim, stems in _CLAIMS if not any(stem in text for stem in stems)]
    if not replies or not possible:
        return None
    reply, claim = replies[0], random.choice(possible)
    return Planted(specimen.with_text(reply.turn, f"{reply.text} {claim}"), frozenset({reply.turn}), detail=claim)


@fault("leak")
def leaked_placeholder(specimen: Specimen, random: Random) -> Planted | None:
    """A mask or a blank that nobody filled stands in the reply, in the place of a value or after it."""
    for reply in closing_replies(specimen, random):
        leak = random.choice(_LEAKS).format(name=random.choice(_NAMES))
        if leak in whole(specimen):
            continue
        values = [*re.finditer(r"(?<!\S)\S*\d\S*(?=[\s.,])", reply.text)]
        if values and random.random() < 0.7:
            place = random.choice(values)
            text = reply.text[: place.start()] + leak + reply.text[place.end() :]
        else:
            text = f"{reply.text} {leak}"
        return Planted(specimen.with_text(reply.turn, text), frozenset({reply.turn}), detail=leak)
    return None


@fault("leak")
def leaked_call(specimen: Specimen, random: Random) -> Planted | None:
    """A tool call stands in the reply as text instead of being made."""
    replies, made = closing_replies(specimen, random), [*specimen.made()]
    if not replies or not made:
        return None
    call = random.choice(made)
    arguments = json.dumps(call.arguments, ensure_ascii=False)
    written = random.choice(
        (
            f'{{"name": "{call.tool}", "arguments": {arguments}}}',
            f'<tool_call>{{"name": "{call.tool}", "arguments": {arguments}}}</tool_call>',
            f"Action: {call.tool}\nAction Input: {arguments}",
            f"functions.{call.tool}({arguments})",
            f"[{call.tool}({', '.join(f'{name}={value!r}' for name, value in call.arguments.items())})]",
        )
    )
    text = random.choice((f"{replies[0].text}\n{written}", f"{written}\n{replies[0].text}", written))
    return Planted(specimen.with_text(replies[0].turn, text), frozenset({replies[0].turn}), detail=written[:80])


@fault("leak", "foreign_language")
def foreign_words(specimen: Specimen, random: Random) -> Planted | None:
    """A reply slips into a script that nobody in the dialogue uses."""
    replies = closing_replies(specimen, random)
    if not replies or re.search(r"[^\W\d_\u0000-\u024f]", whole(specimen)):
        return None
    words = random.choice(_FOREIGN)
    text = random.choice((f"{replies[0].text} {words}", f"{words} {replies[0].text}"))
    return Planted(specimen.with_text(replies[0].turn, text), frozenset({replies[0].turn}), detail=words)
