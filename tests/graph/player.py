"""Answers the real prompts as a model would: from their words alone."""

import json
import re

from tests.graph.models.scripted_endpoint import Answer, Body, said

CITIES = ("Ghent", "Bruges", "Namur", "Leuven", "Ostend", "Mons")
REPLIES = (
    "It will be 21.5 degrees there.",
    "Expect mild air, about 21.5 degrees.",
    "You can leave the coat at home: 21.5 degrees.",
    "21.5 degrees, and hardly a cloud in sight.",
    "A pleasant day is ahead, with 21.5 degrees on the thermometer.",
)


def play(body: Body) -> Answer:
    """The completion for one request."""
    contents = [message["content"] for message in body["messages"]]
    prompt = next(content for content in reversed(contents) if "# Your job" in content)
    job = re.search(r"# Your job: ([^\n]+)", prompt).group(1)
    return said(json.dumps(_JOBS[job](prompt)))


def _task(prompt: str) -> Body:
    count = int(re.search(r"as (\d+) subtasks", prompt).group(1))
    return {"subtasks": [{"goal": "Know the weather", "tools": ["get_weather"], "steps": 1}] * count}


def _subtask(prompt: str) -> Body:
    turn = int(re.search(r"it becomes turn (\d+)", prompt).group(1))
    call = re.search(r"ids from (call_\d+) on", prompt).group(1)
    number = int(call.removeprefix("call_")) - 1
    city = CITIES[number % len(CITIES)]
    said_there = {"kind": "user", "turn": turn}
    arguments = [
        {"name": "city", "value": city, "source": said_there},
        {"name": "date", "value": "2027-01-02", "source": {"kind": "date", "turn": turn, "phrase": "2 January 2027"}},
    ]
    report = {"report_id": f"R-77{number}", "degrees": 21.5}
    return {
        "turns": [
            {"role": "user", "text": f"I am off to {city} on 2 January 2027. Will I need a coat?"},
            {"role": "assistant", "calls": [{"id": call, "name": "get_weather", "arguments": arguments}]},
            {"role": "tool", "observations": [{"call": call, "content": report}]},
            {"role": "assistant", "text": REPLIES[number % len(REPLIES)]},
        ]
    }


def _fill(prompt: str) -> Body:
    turns = []
    for id, need in re.findall(r"- turn (\d+): (.*(?:\n  .*)*)", prompt):
        if need.startswith("the assistant speaks"):
            turns.append({"id": int(id), "role": "assistant", "text": f"Gladly. Turn {id} is what this was before."})
        elif need.startswith("the user speaks"):
            city = re.search(r'city = "(\w+)"', need)
            text = f"On 2 January 2027 I go to {city.group(1)}: warm or cold?" if city else "Fine, and thank you."
            turns.append({"id": int(id), "role": "user", "text": text})
        elif need.startswith("the assistant makes calls"):
            turns.append({"id": int(id), "role": "assistant", "calls": _as_before(prompt, need)})
    return {"turns": turns}


def _as_before(prompt: str, need: str) -> list[Body]:
    call, city, turn = re.search(r'(call_\d+) = get_weather\(city="(\w+)" <said, turn (\d+)>', need).groups()
    source = {"kind": "date", "turn": int(turn), "phrase": "2 January 2027"}
    arguments = [
        {"name": "city", "value": city, "source": {"kind": "user", "turn": int(turn)}},
        {"name": "date", "value": "2027-01-02", "source": source},
    ]
    return [{"id": call, "name": "get_weather", "arguments": arguments}]


def _small_talk(prompt: str) -> Body:
    return {
        "turns": [
            {"role": "user", "text": "Is rain good for roses?"},
            {"role": "assistant", "text": "Yes, as long as they do not stand in water."},
        ]
    }


def _mistake(prompt: str) -> Body:
    call = re.search(r"wrong call gets the id (call_\d+)", prompt).group(1)
    turn = int(re.search(r"Before turn (\d+)", prompt).group(1))
    error = {"call": call, "content": {"error": "city is missing"}, "error": True}
    return {
        "turns": [
            {"role": "assistant", "calls": [{"id": call, "name": "get_weather"}]},
            {"role": "tool", "observations": [error]},
            {"id": turn, "role": "assistant", "text": "I forgot where you are going, one moment."},
        ]
    }


def _asked_back(prompt: str) -> Body:
    turn = int(re.search(r'"id": (\d+), "role": "user"', prompt).group(1))
    city = re.search(r'city = "(\w+)"', prompt).group(1)
    return {
        "turns": [
            {"id": turn, "role": "user", "text": "I am travelling on 2 January 2027. Will I need a coat?"},
            {"role": "assistant", "text": "Where are you going?"},
            {"role": "user", "text": f"To {city}."},
        ]
    }


def _switched_on(prompt: str) -> Body:
    turn = int(re.search(r'"id": (\d+), "role": "user"', prompt).group(1))
    city = re.search(r'city = "(\w+)"', prompt).group(1)
    return {
        "turns": [
            {"id": turn, "role": "user", "text": f"On 2 January 2027 I am in {city}. What should I wear?"},
            {"role": "assistant", "text": "I have nothing that could tell me the weather."},
            {"role": "user", "text": "I have connected the weather service, please try again."},
        ]
    }


_JOBS = {
    "think of a task": _task,
    "write the turns of the next subtask": _subtask,
    "write the masked turns anew": _fill,
    "say for each masked turn which version makes the better dialogue": lambda _: {"turns": []},
    "answer one question about this dialogue": lambda _: {"reason": "all is well", "passed": True, "turns": []},
    "let the user say something that needs no tool": _small_talk,
    "let a call go wrong first": _mistake,
    "make the user leave something out": _asked_back,
    "let the assistant notice that a tool is missing": _switched_on,
}
