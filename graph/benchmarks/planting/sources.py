"""What a model would name as the source of a value that it got wrong: never nothing, often the right place."""

import json
import re
from collections.abc import Iterator
from random import Random

from pydantic import JsonValue

from state.dialogue import Argument, AssistantTurn, Dialogue, Step, UserTurn
from state.source import Default, Observed, Repeated, Said, Source


def plausible_source(dialogue: Dialogue, turn: int, old: Argument | None, value: JsonValue, random: Random) -> Source:
    """The right value's own source half of the time; else a request, a field of a result or an earlier argument.

    None of them bears the value: what is planted occurs nowhere before the call.
    """
    if old is not None and random.random() < 0.5:
        return old.source
    before = dialogue.turns[: dialogue.position(turn)]
    asked = [one.id for one in before if isinstance(one, UserTurn)]
    seen = {one.id for one in before if isinstance(one, AssistantTurn)}
    steps = [step for step in dialogue.steps() if step.turn.id in seen and step.observation]
    candidates: list[Source] = [Said(turn=asked[-1])] if asked else [Default()]
    for step in steps[-3:]:
        fields = [path for path, found in paths(_content(step)) if type(found) is type(value)]
        candidates += [Observed(call=step.call.id, path=path) for path in random.sample(fields, min(1, len(fields)))]
        names = [argument.name for argument in step.call.arguments]
        candidates += [Repeated(call=step.call.id, name=name) for name in random.sample(names, min(1, len(names)))]
    return random.choice(candidates)


def _content(step: Step) -> JsonValue:
    return step.observation.content if step.observation else None


def paths(content: JsonValue, path: str = "") -> Iterator[tuple[str, JsonValue]]:
    """Every value of a result with the JMESPath expression that leads to it."""
    if isinstance(content, dict):
        for key, inner in content.items():
            name = key if re.fullmatch(r"[A-Za-z_]\w*", key) else json.dumps(key)
            yield from paths(inner, f"{path}.{name}" if path else name)
    elif isinstance(content, list):
        for index, inner in enumerate(content):
            yield from paths(inner, f"{path}[{index}]")
    elif path:
        yield path, content
