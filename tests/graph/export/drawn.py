"""Dialogues of every shape that a record can hold, for property tests."""

from datetime import datetime

from hypothesis import strategies as st

from state.dialogue import Argument, AssistantTurn, Call, Dialogue, Observation, ToolTurn, Turn, UserTurn
from state.source import Stated
from state.tool import Tool

UNUSUAL = ("from", "in", "class", "user-id", "2nd", "金额", "ﬁ", "a b", "größe", "x", "city", "__", "", "$ref", "a.b")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).filter(lambda text: "<" not in text)
SPOKEN = TEXTS.filter(str.strip)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
    | st.sampled_from(("</tool_call>", "<tool_response>", 'it\'s "so"', "\u2028", "金额为300")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", max_size=3), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def dialogues(draw: st.DrawFn) -> Dialogue:
    """A dialogue that keeps the rules of format: tools may come later, calls may be parallel, turns unlearned."""
    names = draw(st.lists(st.from_regex(r"[A-Za-z0-9_-]{1,12}", fullmatch=True), min_size=2, max_size=5, unique=True))
    tools = [_tool(draw, name, number) for number, name in enumerate(names)]
    first = draw(st.integers(1, len(tools)))
    waiting, on_offer, turns = tools[first:], tools[:first], []
    for subtask in range(draw(st.integers(1, 4))):
        offers = [waiting.pop()] if waiting and draw(st.booleans()) else []
        on_offer = on_offer + offers
        turns.append(UserTurn(id=len(turns) + 1, subtask=subtask, text=draw(SPOKEN), offers=tuple(offers)))
        for _ in range(draw(st.integers(0, 3))):
            turns.extend(_step(draw, turns, subtask, on_offer))
        reply = AssistantTurn(id=len(turns) + 1, subtask=subtask, text=draw(SPOKEN), learn=draw(st.booleans()))
        turns.append(reply)
    return Dialogue(system=draw(TEXTS), now=datetime(2026, 5, 4), tools=tuple(tools[:first]), turns=tuple(turns))


def _tool(draw: st.DrawFn, name: str, number: int) -> Tool:
    parameters = draw(st.lists(st.sampled_from(UNUSUAL), max_size=4, unique=True))
    schema = {
        "type": "object",
        "properties": {parameter: {"type": "string", "title": parameter} for parameter in parameters},
        "required": parameters[:1],
    }
    return Tool(name=name, description=f"tool {number}", parameters=schema)


def _step(draw: st.DrawFn, turns: list[Turn], subtask: int, tools: list[Tool]) -> list[Turn]:
    called = draw(st.lists(st.sampled_from(tools), min_size=1, max_size=3))
    start = len(turns)
    calls = tuple(_call(draw, f"call_{start}{number}", tool) for number, tool in enumerate(called))
    results = [Observation(call=call.id, content=draw(VALUES), error=draw(st.booleans())) for call in calls]
    return [
        AssistantTurn(
            id=start + 1,
            subtask=subtask,
            text=draw(st.none() | SPOKEN),
            calls=calls,
            learn=draw(st.sampled_from((True, True, False))),
        ),
        ToolTurn(id=start + 2, subtask=subtask, observations=tuple(draw(st.permutations(results)))),
    ]


def _call(draw: st.DrawFn, id: str, tool: Tool) -> Call:
    names = draw(st.lists(st.sampled_from(sorted(tool.properties) or ["more"]), max_size=3, unique=True))
    return Call(
        id=id, name=tool.name, arguments=tuple(Argument(name=n, value=draw(VALUES), source=Stated()) for n in names)
    )
