"""A small shop to write about, a wild tool, and a way to ask the simulated model."""

from collections.abc import Callable
from datetime import datetime

import pytest

from graph.models.simulated.model import SimulatedModel
from state.brief import Brief
from state.dialogue import Argument, AssistantTurn, Call, Dialogue, Observation, ToolTurn, UserTurn
from state.model import Reply, Request
from state.source import Observed, Resolved, Said
from state.task import Fact
from state.tool import Tool

NOW = datetime(2025, 6, 3, 9, 30)
TEXT = {"type": "string"}


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def search() -> Tool:
    return Tool(
        name="search_flights",
        description="Find flights between two cities on one day.",
        parameters={
            "type": "object",
            "properties": {"city": TEXT, "date": {"type": "string", "format": "date"}},
            "required": ["city", "date"],
        },
        returns={
            "type": "object",
            "properties": {
                "flights": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {"flight_id": TEXT, "price": {"type": "number"}},
                        "required": ["flight_id", "price"],
                    },
                }
            },
        },
        server="travel",
        executed=True,
        asks=("find flights to {city} for {date}", "look up flights to {city}, leaving {date}"),
        tells="I found {flights[].flight_id}, the cheapest at ${min(flights[].price)}",
    )


@pytest.fixture
def book() -> Tool:
    return Tool(
        name="book_flight",
        description="Book a seat on a flight.",
        parameters={
            "type": "object",
            "properties": {"flight_id": TEXT, "passenger": TEXT},
            "required": ["flight_id", "passenger"],
        },
        returns={"type": "object", "properties": {"booking_id": TEXT, "total": {"type": "number"}}},
        server="travel",
        executed=True,
        asks=("book {flight_id|the first one} for {passenger}", "reserve {flight_id|the first one} for {passenger}"),
        tells="the booking is {booking_id} and costs ${total}",
    )


@pytest.fixture
def wild() -> Tool:
    return Tool(
        name="delete_dashboard",
        description="**Deletes** a dashboard.\n\nArgs:\n    dashboard_id: which one",
        parameters={"type": "object", "properties": {"dashboard_id": TEXT}, "required": ["dashboard_id"]},
        server="superset",
    )


@pytest.fixture
def facts() -> tuple[Fact, ...]:
    trips = (("Lisbon", "2025-06-06"), ("Kyoto", "2025-06-12"), ("Ghent", "2025-06-04"))
    flights = tuple(
        Fact(about="a trip", values={"city": city, "date": day}, tools=("search_flights",)) for city, day in trips
    )
    people = ("Lena Park", "Omar Diaz", "Ines Costa")
    return flights + tuple(Fact(about="flies", values={"passenger": p}, tools=("book_flight",)) for p in people)


@pytest.fixture
def empty(search: Tool, book: Tool) -> Dialogue:
    return Dialogue(system="Today is Tuesday.", now=NOW, tools=(search, book))


@pytest.fixture
def spoken(empty: Dialogue) -> Dialogue:
    """One finished subtask: a search, a booking, a reply that is still a draft."""
    found = Call(
        id="call_1",
        name="search_flights",
        arguments=(
            Argument(name="city", value="Lisbon", source=Said(turn=1)),
            Argument(name="date", value="2025-06-06", source=Resolved(turn=1, phrase="Friday")),
        ),
    )
    booked = Call(
        id="call_2",
        name="book_flight",
        arguments=(
            Argument(name="flight_id", value="TX-481", source=Observed(call="call_1", path="flights[0].flight_id")),
            Argument(name="passenger", value="Lena Park", source=Said(turn=1)),
        ),
    )
    flights = {"flights": [{"flight_id": "TX-481", "price": 120.5}, {"flight_id": "TX-777", "price": 99.0}]}
    booking = {"booking_id": "B-90210", "total": 120.5}
    return empty.with_turns(
        (
            UserTurn(
                id=1, subtask=0, text="Please find flights to Lisbon for Friday, then book the first one for Lena Park."
            ),
            AssistantTurn(id=2, subtask=0, calls=(found,)),
            ToolTurn(id=3, subtask=0, observations=(Observation(call="call_1", content=flights),)),
            AssistantTurn(id=4, subtask=0, calls=(booked,)),
            ToolTurn(id=5, subtask=0, observations=(Observation(call="call_2", content=booking),)),
            AssistantTurn(id=6, subtask=0, text="I'll take care of that and report back.", drafted=True),
        )
    )


@pytest.fixture
def ask() -> Callable[..., object]:
    async def asked(brief: Brief, seed: int = 1, flaw_rate: float = 0.0) -> Reply:
        request = Request(dialogue_id="d", role="writer", seed=seed, brief=brief, messages=(), answer={})
        return await SimulatedModel(flaw_rate).complete(request)

    return asked
