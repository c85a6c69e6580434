"""The closing reply: what was found and done, told with the values of the observations."""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import groupby
from random import Random

from pydantic import JsonValue

from graph.models.simulated.dates import with_spoken_dates
from graph.models.simulated.descriptions import imperative
from graph.models.simulated.paths import look_up
from graph.models.simulated.phrases import CLOSINGS, DRAFTS, LEADS
from graph.models.simulated.schemas import readable
from graph.models.simulated.steps import ACTING, stage
from graph.models.simulated.verbs import is_looking, to_you
from graph.models.simulated.wild_results import tell_freely
from graph.models.simulated.wording import counted, for_all, joined, listed, plain
from state.dialogue import Observation, Step
from state.tool import Tool

_BLANK = re.compile(r"\{([^{}]+)\}")
_MONEY = re.compile(r"(price|amount|total|cost|balance|fare|fee|paid|refund|sum)")
_GROUPABLE = ("I ", "you have {amount}")
"""How a sentence begins whose verb stands before its blanks, so that several can be told in one."""
_SHORT = 75


def tell(steps: Sequence[Step], tools: Mapping[str, Tool], random: Random) -> str:
    """A reply that reports these steps truthfully."""
    settled = _settled(steps)
    if any(step.observation is not None and step.observation.content is None for step in settled):
        return random.choice(DRAFTS)
    told = [text for run in _runs(settled, tools) for text in _told(run, tools, random)]
    sentences = _paired(list(dict.fromkeys(text for text in told if text)))
    if not sentences:
        return "I have no result to show for that yet. Shall I try again?"
    last = tools.get(settled[-1].call.name)
    acting = last is not None and (stage(last) >= ACTING if last.executed else not is_looking(imperative(last)))
    done = acting and not any(map(_failed, settled))
    lead = random.choice(LEADS) if done else ""
    body = " ".join(_sentence(text, "" if number else lead) for number, text in enumerate(sentences))
    return body + random.choice(CLOSINGS)


def _paired(texts: Sequence[str]) -> list[str]:
    """Short neighbours make one sentence."""
    pairs: list[str] = []
    for text in texts:
        brief = len(text) < _SHORT and not re.search(r"[:;?.]|\band\b", text)
        if pairs and brief and pairs[-1].endswith("\0"):
            pairs[-1] = f"{pairs[-1][:-1]}, and {text}"
        else:
            pairs.append(f"{text}\0" if brief else text)
    return [text.rstrip("\0") for text in pairs]


def _sentence(text: str, lead: str) -> str:
    token = re.search(r"^\S*[@\d_/.]\S*", text) is not None
    start = text if token else f"{text[0].upper()}{text[1:]}"
    ending = "" if text.endswith((".", "!", "?", '."', '!"', '?"')) else "."
    return f"{lead}{start}{ending}"


def _settled(steps: Sequence[Step]) -> list[Step]:
    """Without the failures that a later call of the same tool made good."""
    kept = []
    for number, step in enumerate(steps):
        later = (other for other in steps[number + 1 :] if other.call.name == step.call.name)
        mended = any(other.observation and not other.observation.error for other in later)
        if not (_failed(step) and mended):
            kept.append(step)
    return kept


def _failed(step: Step) -> bool:
    return step.observation is None or step.observation.error


def _runs(steps: Sequence[Step], tools: Mapping[str, Tool]) -> list[list[Step]]:
    """Steps in a row that are told in one sentence."""
    runs: list[list[Step]] = []
    for name, group in groupby(steps, key=lambda step: step.call.name):
        members = list(group)
        tells = tools[name].tells if name in tools else ""
        together = tells.startswith(_GROUPABLE) and not any(map(_failed, members))
        runs += [members] if together else [[step] for step in members]
    return runs


def _told(run: Sequence[Step], tools: Mapping[str, Tool], random: Random) -> list[str]:
    step = run[0]
    tool = tools.get(step.call.name)
    wish = to_you(imperative(tool)) if tool else f"use {readable(step.call.name)}"
    if step.observation is None:
        return [f"I have no result for the request to {wish}"]
    if step.observation.error:
        return [f"I could not {wish}: {problem(step.observation)}"]
    if tool is not None and tool.tells:
        return [fill_tells(tool.tells, run)]
    return [tell_freely(wish, step.call, step.observation.content, random)]


def problem(observation: Observation) -> str:
    """What an error observation complains of."""
    content = observation.content
    if isinstance(content, dict):
        content = content.get("error") or content.get("message") or content
    return listed(content).strip('"') if not isinstance(content, str) else content.rstrip(".")


def fill_tells(template: str, steps: Sequence[Step]) -> str:
    """A `tells` template for these steps of one tool; what stands after a bar is told where the result is empty."""
    full, _, empty = template.partition("|")
    if empty and any(_value(blank, step) in (None, [], "") for blank in _BLANK.findall(full) for step in steps):
        full = empty
    text = for_all(full, _BLANK, [partial(_filled, step=step) for step in steps])
    return re.sub(r"(\$\d+\.\d)(?![\d.])", r"\g<1>0", with_spoken_dates(counted(text)))


def _filled(template: str, step: Step) -> str:
    return _BLANK.sub(lambda blank: spoken(blank[1], _value(blank[1], step)), template)


def _value(path: str, step: Step) -> JsonValue:
    content = step.observation.content if step.observation else None
    value = look_up(path, content)
    return step.call.values().get(path) if value is None else value


def spoken(name: str, value: JsonValue) -> str:
    """A value in a reply: lists joined, money with cents, nothing for none."""
    if value is None or value == []:
        return "nothing"
    if isinstance(value, list):
        return joined([spoken(name, item) for item in value[:6]])
    if isinstance(value, float) and value != int(value) and _MONEY.search(name) and round(value, 2) == value:
        return f"{value:.2f}"
    return listed(value) if isinstance(value, dict) else plain(value)
