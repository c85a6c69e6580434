"""What a reply claims, and whether anything in the dialogue backs it."""

import re
from collections.abc import Iterator

from pydantic import JsonValue

from graph.models.simulated.dates import SPOKEN
from graph.models.simulated.extraction import IDENTIFIER, NUMBER
from state.dialogue import AssistantTurn, Dialogue, ToolTurn, UserTurn

_LEAK = re.compile(r"\[MASK\]|(?<![\w\"{]){[a-z_]+}|\[\w+ here\]")
_EXTRA = re.compile(r"\bI(?:'ve| have) also (\w+)([^.!?]*)", re.IGNORECASE)
_STEMS = {
    "emailed": ("mail", "send"),
    "sent": ("send", "mail", "message", "share", "transfer"),
    "texted": ("sms", "text"),
}


def evidence(dialogue: Dialogue, before: int) -> str:
    """Everything said and observed before this position, in lower case."""
    parts: list[str] = [dialogue.system, f"{dialogue.now:%Y-%m-%d %H:%M}"]
    for turn in dialogue.turns[:before]:
        if isinstance(turn, ToolTurn):
            parts += [flat for observation in turn.observations for flat in _flat(observation.content)]
        elif isinstance(turn, UserTurn):
            parts.append(turn.text)
        else:
            parts += [flat for call in turn.calls for flat in _flat(list(call.values().values()))]
    return " ".join(parts).lower()


def _flat(value: JsonValue) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _flat(inner)
    elif isinstance(value, list):
        yield str(len(value))
        for inner in value:
            yield from _flat(inner)
    else:
        yield str(value)


def unfounded_values(dialogue: Dialogue, turn: AssistantTurn) -> list[str]:
    """Ids and numbers in a reply that nothing before it contains."""
    known = evidence(dialogue, dialogue.position(turn.id))
    numbers = {sign * float(number) for number in NUMBER.findall(known) for sign in (1, -1)}
    text = SPOKEN.sub(" ", turn.text or "")
    wrong = [found for found in IDENTIFIER.findall(text) if found.lower() not in known]
    return wrong + [found for found in NUMBER.findall(text) if float(found) not in numbers]


def unbacked_claims(dialogue: Dialogue, turn: AssistantTurn) -> list[str]:
    """Deeds a reply boasts of that no call of its subtask did."""
    called = " ".join(
        f"{step.call.name} {step.call.name}" for step in dialogue.steps() if step.turn.subtask == turn.subtask
    ).lower()
    claims = []
    for found in _EXTRA.finditer(turn.text or ""):
        verb = found[1].lower()
        stems = _STEMS.get(verb, (verb[:4],))
        if not any(stem in called for stem in stems):
            claims.append(found[0].strip())
    return claims


def has_leak(text: str) -> bool:
    """Whether a placeholder was left in the text."""
    return _LEAK.search(text) is not None


def cleaned(dialogue: Dialogue, turn: UserTurn | AssistantTurn) -> str:
    """Give the text of a turn without placeholders and without sentences that nothing backs."""
    text = turn.text or ""
    sentences = re.split(r"(?<=[.!?])\s+", _LEAK.sub("", text).strip())
    if isinstance(turn, AssistantTurn):
        alone = ((sentence, turn.model_copy(update={"text": sentence})) for sentence in sentences)
        sentences = [s for s, t in alone if not unbacked_claims(dialogue, t) and not unfounded_values(dialogue, t)]
    return " ".join(sentences).strip() or text
