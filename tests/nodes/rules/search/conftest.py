"""A sound dialogue from elsewhere: nothing says where arguments come from."""

from datetime import datetime

import pytest

from state.dialogue import Argument, AssistantTurn, Call, Dialogue, Observation, ToolTurn, UserTurn
from state.source import Unstated
from state.tool import Tool

BOOK = Tool(
    name="book_room",
    description="Book a room.",
    parameters={
        "type": "object",
        "properties": {
            "hotel_id": {"type": "string"},
            "date": {"type": "string"},
            "time": {"type": "string"},
            "price": {"type": "number"},
            "guest": {"type": "string"},
            "currency": {"type": "string", "default": "EUR"},
        },
        "required": ["hotel_id", "date", "time", "price", "guest"],
    },
)
FIND = Tool(
    name="find_hotel",
    description="Find a hotel.",
    parameters={"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]},
)
HOTELS = [
    {"hotel_id": "HT-4471", "name": "Casa Miro", "price": 154.5, "free": "2024-05-20"},
    {"hotel_id": "HT-9902", "name": "Bay View", "price": 131.0, "free": "2024-05-27"},
]
BOOKING = {
    "hotel_id": "HT-4471",
    "date": "2024-05-17",
    "time": "18:30",
    "price": 154.5,
    "guest": "Lena Okafor",
    "currency": "EUR",
}


REQUEST = "Please book Casa Miro for Lena Okafor, this Friday. We arrive at half past six in the evening."
REPLY = "Casa Miro is booked for 17 May, at 154.50 euros."


def called(id: str, tool: str, /, **arguments: object) -> Call:
    return Call(
        id=id,
        name=tool,
        arguments=tuple(Argument(name=key, value=value, source=Unstated()) for key, value in arguments.items()),
    )


@pytest.fixture
def dialogue():
    """The dialogue with other arguments of its second call, another reply, or other results."""

    def make(reply=REPLY, result=None, request=REQUEST, **arguments) -> Dialogue:
        booking = called("call_2", "book_room", **(BOOKING | arguments))
        turns = (
            UserTurn(id=1, subtask=0, text=request),
            AssistantTurn(id=2, subtask=0, calls=(called("call_1", "find_hotel", name="Casa Miro"),)),
            ToolTurn(id=3, subtask=0, observations=(Observation(call="call_1", content=HOTELS),)),
            AssistantTurn(id=4, subtask=0, calls=(booking,)),
            ToolTurn(id=5, subtask=0, observations=(Observation(call="call_2", content=result or {"booked": True}),)),
            AssistantTurn(id=6, subtask=0, text=reply),
        )
        system = "You book rooms. The current time is 2024-05-15 15:00:00 EST."
        return Dialogue(system=system, now=datetime.min, tools=(FIND, BOOK), turns=turns)

    return make
