"""What a text claims to have been done: `I've cancelled your order`, `the card is frozen`."""

import re
from functools import lru_cache
from typing import NamedTuple


class Deed(NamedTuple):
    """Words for having done something, and the beginnings of words for doing it."""

    done: str
    doing: str
    needs_a_tool: bool = True
    """Nobody can do this by speaking. Of other deeds only those are claimed that a tool on offer is for."""

    @property
    def stems(self) -> tuple[str, ...]:
        """The beginnings of words for doing it; the first ones mean the same, the others may lead to it."""
        return tuple(self.doing.split())


DEEDS = (
    Deed("cancelled canceled", "cancel"),
    Deed("booked reserved", "book reserv plan order rent"),
    Deed(
        "sent emailed mailed messaged texted forwarded dispatched",
        "send sent mail email messag text sms forward dispatch shar invit notif transfer submit",
    ),
    Deed("notified informed alerted", "notif inform alert send mail email messag invit contact"),
    Deed("invited", "invit attend add send shar"),
    Deed("paid transferred", "pay paid transfer send purchas buy order book deposit fund"),
    Deed("refunded credited", "refund return cancel credit reimburs compensat certificat updat modif exchang chang"),
    Deed("ordered purchased bought", "order purchas buy bought book checkout plac trad"),
    Deed("scheduled rescheduled", "schedul book creat event appoint add set plan mov updat remind alarm"),
    Deed("deleted removed erased", "delet remov eras clear cancel drop rm unshar updat"),
    Deed("locked", "lock secur"),
    Deed("unlocked", "unlock open"),
    Deed("frozen blocked deactivated suspended", "freez froz block deactiv suspend disabl"),
    Deed("upgraded downgraded", "upgrad downgrad updat chang modif"),
    Deed("uploaded", "upload sav creat push post send put"),
    Deed("posted replied commented published", "post repl comment publish send messag writ add shar tweet"),
    Deed("subscribed", "subscri sign"),
    Deed("unsubscribed", "unsubscri cancel"),
    Deed("installed deployed", "install deploy setup appl creat run"),
    Deed("uninstalled", "uninstall remov delet"),
    Deed("given granted", "shar grant permission access giv add invit assign", False),
    Deed("returned exchanged", "return exchang refund modif", needs_a_tool=False),
    Deed("updated changed modified", "updat chang modif set edit renam adjust patch mov put add replac delet", False),
    Deed("created added", "creat add new mak insert regist writ sav generat plan set append", False),
    Deed("saved recorded stored", "sav record stor creat writ log add put updat append", False),
    Deed("set reset", "set adjust chang updat creat add schedul turn reset", False),
    Deed("moved renamed", "mov renam mv updat chang reschedul edit", False),
    Deed("shared", "shar send post permission grant invit", False),
    Deed("activated enabled disabled", "activ enabl disabl turn set start switch updat", False),
    Deed("submitted registered", "submit regist creat add send fil sign appl post", False),
)

BY_WORD = {word: deed for deed in DEEDS for word in deed.done.split()}
_DONE = re.compile(rf"ed\b|\b(?:{'|'.join(word for word in BY_WORD if not word.endswith('ed'))})\b", re.IGNORECASE)
_KNOWN = "|".join(sorted(BY_WORD, key=len, reverse=True))
_STATE = "|".join(word for deed in DEEDS if deed.needs_a_tool for word in deed.done.split())
_MODE = r"(?:(?:now|also|already|just|successfully|since|then|all|both|gone ahead and) )*"
_THING = r"(?P<subject>(?:[A-Za-z-]+ ){1,6}?)"
_CLAIM = re.compile(
    rf"\bI(?:'ve| have| had)? (?:went ahead and )?{_MODE}(?P<mine>{_KNOWN}|[a-z]{{3,}}ed)\b"
    r"(?P<object>(?: [A-Za-z\d](?:[\w@.-]*\w)?){0,5})"
    rf"|(?:\b{_THING})?(?:has been|have been) {_MODE}(?P<passive>{_KNOWN})\b"
    rf"|(?:\b{_THING.replace('subject', 'other')})?(?:is|are) {_MODE}(?P<state>{_STATE})\b",
    re.IGNORECASE,
)
_SAYS = re.compile(r"\b(?:I|been|is|are)\b", re.IGNORECASE)
"""Quickly found, and without it no claim is."""
_UNREAL = re.compile(
    r"(?<![\w-])(?:if|because|once|when|until|unless|whether|only|can|could|would|should|(?-i:may)|might|must|not|never"
    r"|cannot|no|yet)(?![\w.-]*\w)|n't\b|\bI'd\b|\?\s*$"
    r"|\b(?:that|which [a-z]+) (?:is|are|was|were)\b",
    re.IGNORECASE,
)
_BOUND = re.compile(r" (?:to|for|from|in|on|at|with|of|by|about|so|and|that|which|as|per|into|via) ", re.IGNORECASE)
_THEIRS = re.compile(r"\byour\b", re.IGNORECASE)
_LITTLE = frozenset({
    "a", "all", "also", "an", "and", "another", "any", "both", "each", "every", "everything", "following", "he",
    "her", "here", "his", "it", "item", "items", "its", "me", "more", "my", "new", "now", "one", "or", "other",
    "others", "our", "she", "some", "that", "the", "their", "them", "there", "these", "they", "this", "those",
    "three", "too", "two", "you", "your",
})  # fmt: skip
_AFTER_A_TITLE = re.compile(r"[\d\"'»”)*]\W*$")
_STEM = 5
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
_IRREGULAR = {
    "bought": "buy", "frozen": "freez", "paid": "pay", "sent": "send", "set": "set", "reset": "reset",
}  # fmt: skip
_DOUBLED = re.compile(r"(?<=\w{2}([^aeiouls]))\1$|(?<=\w{4}l)l$")
"""The last letter of `submitt` and `cancell`, but not that of `fill` and `pass`."""


class Claim(NamedTuple):
    """A deed that a text says is done."""

    word: str
    things: frozenset[str]
    """What it is said to be done to, as far as words for it were found."""
    words: str
    """The claim as it stands there."""
    first_person: bool
    of_the_user: bool = False
    """It is done to something that is called theirs: `your phone number`."""

    @property
    def deed(self) -> Deed | None:
        """What is known of the word; None where nothing is."""
        return BY_WORD.get(self.word)

    @property
    def stem(self) -> str:
        """The beginning that its forms share: `cancel` of `cancelled`."""
        return _stem(self.word)

    @property
    def thing_stems(self) -> tuple[str, ...]:
        """The beginnings of the words for its things."""
        return tuple(thing.rstrip("s")[:_STEM] for thing in self.things)


@lru_cache(maxsize=1024)
def _stem(word: str) -> str:
    return _DOUBLED.sub("", _IRREGULAR.get(word) or re.sub(r"i?ed$", "", word))


_POINTS_BACK = re.compile(r"\b(?:the|this|that|these|those|both)\b[\w ]*\bones?\s*$")
"""`the cheaper one` says which of several things it was, and not what they are."""


@lru_cache(maxsize=4096)
def claims(text: str) -> tuple[Claim, ...]:
    """The deeds that a text says are done, each once. Conditions, refusals and questions claim nothing."""
    return tuple(
        dict.fromkeys(
            _claim(found)
            for sentence in (_SENTENCE.split(text.replace("’", "'")) if _has_deeds(text) else ())
            if _has_deeds(sentence) and _SAYS.search(sentence)
            for found in _CLAIM.finditer(sentence)
            if not _UNREAL.search(_claimed(found) if found["mine"] else sentence)
        )
    )


def _claimed(found: re.Match[str]) -> str:
    """The sentence up to what the deed was done to: what it was done as or so that does not unmake it."""
    bound = _BOUND.search(found[0], found.end("mine") - found.start())
    return found.string[: found.start() + bound.start() if bound else found.end()]


def _has_deeds(text: str) -> bool:
    """Whether a word for something done stands in a text: quickly found, and without it nothing is claimed."""
    return _DONE.search(text) is not None


def _claim(found: re.Match[str]) -> Claim:
    word = found["mine"] or found["passive"] or found["state"]
    things = _BOUND.split(f" {found['object'] or found['subject'] or found['other'] or ''} ")
    kept = next(filter(str.strip, things), "") if found["mine"] else things[-1]
    # After a title or a date, the words right before the verb are a rest that names nothing.
    whole = found["mine"] or not _AFTER_A_TITLE.search(found.string[: found.start()])
    named = words_of(kept) - _LITTLE if whole and not _POINTS_BACK.search(kept) else frozenset[str]()
    theirs = bool(_THEIRS.search(f" {kept} "))
    return Claim(word.casefold(), named, found[0].strip(), bool(found["mine"]), theirs)


@lru_cache(maxsize=4096)
def words_of(text: str) -> frozenset[str]:
    """The words of a text, those of names in capitals and with underscores among them."""
    return frozenset(word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+", text))
