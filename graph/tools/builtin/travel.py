"""A flight agency: flights to find, and bookings to make and change."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from random import Random
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from graph.tools.builtin.domain import Clock, Domain, Knowledge, Refused, known, spoken_date, tool
from graph.tools.builtin.people import people
from graph.tools.builtin.record import record

Seat = Annotated[str, Field(pattern=r"^([1-9]|[12]\d|3[0-2])[A-F]$", examples=["14C"])]
Bags = Annotated[int, Field(ge=1, le=4)]
State = Literal["confirmed", "cancelled"]
Offered = TypeVar("Offered")

_CITIES = (
    "Lisbon", "Oslo", "Vienna", "Dublin", "Athens", "Prague", "Copenhagen", "Madrid", "Rome", "Zurich", "Helsinki",
    "Warsaw", "Edinburgh", "Marseille", "Porto", "Krakow",
)  # fmt: skip
_AIRLINES = {"HL": "Halcyon Air", "NB": "Northbound", "VE": "Vela", "SK": "Skerry Airways", "TR": "Terra Jet"}
_BAG_FEE = 35.5
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


@record
class Flight:
    """A flight on one day."""

    flight_id: str
    airline: str
    departs: Clock
    arrives: Clock
    price: float


@record
class Flights:
    """Flights that match a search, earliest first."""

    origin: str
    destination: str
    date: date
    flights: tuple[Flight, ...]


@record
class Booking:
    """A seat on a flight that somebody has paid for."""

    booking_reference: str
    passenger: str
    flight: str
    travel_date: date
    departs: Clock
    seat: str
    bags: int
    paid: float
    status: State


@record
class Refund:
    """Money that goes back to the passenger."""

    booking_reference: str
    flight: str
    refund: float


class Travel(Domain):
    """A flight agency and the bookings of one family."""

    name = "travel"
    policy = "Book only what the user asked for. A cancelled flight is refunded at 80 percent of what was paid."

    def __init__(self, random: Random, now: datetime) -> None:
        """Draw the places and the people, and book five flights."""
        super().__init__(random, now)
        self._salt = random.randrange(1_000_000)
        self._home, *self._places = random.sample(_CITIES, 11)
        self._people = people(random, 5)
        self._days = random.sample(range(3, 45), 10)
        self._flights: dict[str, tuple[Flights, Flight]] = {}
        self._bookings: dict[str, Booking] = {}
        for place, offset in zip(self._places[:5], self._days[:5], strict=True):
            flight = self._offer_flights(self._home, place, self.day(offset)).flights[0]
            self._take(flight.flight_id, random.choice(self._people).name)
        self._seeded = tuple(self._bookings.values())
        self._seats = [f"{row}{random.choice('ABCDEF')}" for row in random.sample(range(14, 32), 5)]

    def facts(self) -> Iterator[Knowledge]:
        """Trips they think of, who travels, and the bookings they have."""
        for place, offset in zip(self._places[5:], self._days[5:], strict=True):
            for day in (self.day(offset), self.day(offset + 1)):
                about = f"would like to go to {place}, perhaps on {spoken_date(day)}"
                yield known(about, "search_flights", origin=self._home, destination=place, date=day.isoformat())
        for person in self._people[:3]:
            yield known(f"{person.name} would travel", "book_flight", passenger=person.name)
        yield from self._changes()
        for seat in self._seats[3:]:
            yield known(f"likes to sit in seat {seat}", "choose_seat", seat=seat)
        for bags in (1, 2):
            yield known(f"takes this many suitcases along: {bags}", "add_bags", bags=bags)

    def _changes(self) -> Iterator[Knowledge]:
        for booking in self._seeded[:2]:
            about = f"can no longer fly {booking.flight} on {spoken_date(booking.travel_date)}"
            yield known(about, "cancel_flight", "get_booking", booking_reference=booking.booking_reference)
        for number, booking in enumerate(self._seeded[2:]):
            yield known(
                f"flies {booking.flight} on {spoken_date(booking.travel_date)}",
                "choose_seat",
                "add_bags",
                "get_booking",
                booking_reference=booking.booking_reference,
                seat=self._seats[number],
                bags=2 + number % 2,
            )

    @tool(
        "find flights from {origin} to {destination} on {date}",
        "look up the flights from {origin} to {destination} on {date}",
        "search for a flight from {origin} to {destination} on {date}",
        tells="on {date} you can fly from {origin} to {destination} with "
        "{flights[].join('', [airline, ' at ', departs, ' for $', to_string(price)])}",
    )
    def search_flights(self, origin: str, destination: str, date: date) -> Flights:
        """Find direct flights between two cities on one day, earliest first.

        Args:
            origin: The city to leave from.
            destination: The city to go to.
            date: The day of travel.
        """
        self._refuse_unknown(origin, destination)
        self._refuse_past(date)
        return self._offer_flights(origin, destination, date)

    @tool(
        "book {flight_id|the first one} for {passenger}",
        "buy a ticket on {flight_id|the first one} for {passenger}",
        tells="{passenger} is booked on {flight}, leaving at {departs}, in seat {seat} for ${paid}; the booking "
        "reference is {booking_reference}",
    )
    def book_flight(self, flight_id: str, passenger: Annotated[str, Field(min_length=3)]) -> Booking:
        """Book a seat on a flight.

        Args:
            flight_id: The flight's id, as found by a search.
            passenger: Full name of the person who flies.
        """
        return self._take(flight_id, passenger)

    @tool(
        "look up {booking_reference}",
        "show me the details of {booking_reference}",
        tells="booking {booking_reference} is {status}: {passenger} flies with {flight} on {travel_date}, in seat "
        "{seat} and with {bags} checked bags",
    )
    def get_booking(self, booking_reference: str) -> Booking:
        """Look up a flight booking.

        Args:
            booking_reference: Six letters and digits.
        """
        return self._known(self._bookings, booking_reference, "booking")

    @tool(
        "cancel {booking_reference}",
        "call off {booking_reference}",
        tells="booking {booking_reference} is cancelled and ${refund} goes back to you",
    )
    def cancel_flight(self, booking_reference: str) -> Refund:
        """Cancel a flight booking and refund 80 percent of what was paid.

        Args:
            booking_reference: Six letters and digits.
        """
        booking = self._confirmed(booking_reference)
        self._put(replace(booking, status="cancelled"))
        return Refund(booking_reference=booking_reference, flight=booking.flight, refund=round(booking.paid * 0.8, 2))

    @tool(
        "reserve seat {seat} on {booking_reference}",
        "change the seat on {booking_reference} to {seat}",
        tells="{passenger} now sits in {seat}",
    )
    def choose_seat(self, booking_reference: str, seat: Seat) -> Booking:
        """Change the seat of a flight booking. Fails where somebody else of the party has it.

        Args:
            booking_reference: Six letters and digits.
            seat: Row and letter.
        """
        booking = self._confirmed(booking_reference)
        for other in self._bookings.values():
            same_seat = (other.flight, other.travel_date, other.seat) == (booking.flight, booking.travel_date, seat)
            if same_seat and other != booking:
                raise Refused(f"seat {seat} is taken by {other.passenger}")
        return self._put(replace(booking, seat=seat))

    @tool(
        "add {bags} checked bags to {booking_reference}",
        "put {bags} suitcases on {booking_reference}",
        tells="with {bags} checked bags the booking comes to ${paid}",
    )
    def add_bags(self, booking_reference: str, bags: Bags) -> Booking:
        """Add checked bags to a flight booking, at most six in all.

        Args:
            booking_reference: Six letters and digits.
            bags: How many to add.
        """
        booking = self._confirmed(booking_reference)
        if booking.bags + bags > 6:
            raise Refused(f"booking {booking_reference} already has {booking.bags} bags, the limit is 6")
        paid = round(booking.paid + bags * _BAG_FEE, 2)
        return self._put(replace(booking, bags=booking.bags + bags, paid=paid))

    def _offer_flights(self, origin: str, destination: str, day: date) -> Flights:
        random = Random(f"{self._salt}:{origin}:{destination}:{day}")
        hours = sorted(random.sample(range(6, 20), random.choice((2, 3))))
        minutes = Random(":".join(sorted((origin, destination)))).randrange(75, 190, 5)
        found = Flights(
            origin=origin,
            destination=destination,
            date=day,
            flights=tuple(_flight(random, hour, minutes, f"{day:%m%d}{origin[0]}{destination[0]}") for hour in hours),
        )
        self._flights |= {flight.flight_id: (found, flight) for flight in found.flights}
        return found

    def _take(self, flight_id: str, passenger: str) -> Booking:
        flights, flight = self._known(self._flights, flight_id, "flight")
        return self._put(
            Booking(
                booking_reference="".join(
                    self.random.choices(_LETTERS, k=2) + self.random.choices(f"{_LETTERS}23456789", k=4)
                ),
                passenger=passenger,
                flight=f"{flight.airline} {flights.origin} to {flights.destination}",
                travel_date=flights.date,
                departs=flight.departs,
                seat=f"{len(self._bookings) % 30 + 1}{self.random.choice('ABCDEF')}",
                bags=0,
                paid=flight.price,
                status="confirmed",
            )
        )

    def _put(self, booking: Booking) -> Booking:
        self._bookings[booking.booking_reference] = booking
        return booking

    def _confirmed(self, booking_reference: str) -> Booking:
        booking = self._known(self._bookings, booking_reference, "booking")
        if booking.status != "confirmed":
            raise Refused(f"booking {booking_reference} is {booking.status}")
        return booking

    def _known(self, shelf: dict[str, Offered], id: str, kind: str) -> Offered:
        if id not in shelf:
            raise Refused(f"no {kind} {id!r}")
        return shelf[id]

    def _refuse_unknown(self, *cities: str) -> None:
        for city in cities:
            if city not in _CITIES:
                raise Refused(f"no city {city!r} on our routes")

    def _refuse_past(self, day: date) -> None:
        if day < self.now.date():
            raise Refused(f"{day} has passed")


def _flight(random: Random, hour: int, minutes: int, mark: str) -> Flight:
    """One of the day's flights, which all take about the same time."""
    code, airline = random.choice(sorted(_AIRLINES.items()))
    minute = random.choice((0, 10, 25, 40, 55))
    lands, past = divmod(60 * hour + minute + minutes + random.choice((-5, 0, 5)), 60)
    return Flight(
        flight_id=f"{code}{random.randrange(100, 999)}-{mark}",
        airline=airline,
        departs=f"{hour:02}:{minute:02}",
        arrives=f"{lands:02}:{past:02}",
        price=random.randrange(45, 320) + random.choice((0.25, 0.49, 0.95)),
    )
