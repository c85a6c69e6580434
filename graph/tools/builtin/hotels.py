"""A hotel portal: rooms to find, and reservations to make and change."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from random import Random
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from graph.tools.builtin.domain import Clock, Domain, Knowledge, Refused, known, spoken_date, tool
from graph.tools.builtin.people import people
from graph.tools.builtin.record import record

Nights = Annotated[int, Field(ge=1, le=28)]
Extra = Literal["breakfast", "parking", "a cot", "a sea view", "late check-out"]

_CITIES = (
    "Ljubljana", "Bergen", "Salzburg", "Galway", "Valencia", "Bruges", "Malmö", "Bologna", "Gdansk", "Bath",
    "Annecy", "Freiburg", "Coimbra", "Tallinn",
)  # fmt: skip
_HOUSES = (
    "Hotel Aurelia", "The Corner House", "Parkside Inn", "Casa Miro", "Quay Lodge", "Hotel Belmonte", "The Old Mill",
    "Villa Serena", "Garden Court", "Hotel Meridian",
)  # fmt: skip
_EXTRAS: tuple[Extra, ...] = ("parking", "a cot", "late check-out")
_FEES: dict[Extra, float] = {
    "breakfast": 14.5, "parking": 18.25, "a cot": 9.75, "a sea view": 32.5, "late check-out": 24.95
}  # fmt: skip


@record
class Room:
    """A room that a hotel offers for some nights."""

    room_id: str
    hotel: str
    stars: int
    total: float


@record
class Rooms:
    """Rooms that match a search, cheapest first."""

    city: str
    check_in: date
    nights: int
    rooms: tuple[Room, ...]


@record
class RoomDetails:
    """What a hotel says about a room."""

    room_id: str
    hotel: str
    beds: str
    walk_to_centre: int
    """In minutes."""
    pets: Literal["allowed", "not allowed"]


@record
class Reservation:
    """A room that somebody has taken."""

    confirmation: str
    guest: str
    hotel: str
    city: str
    check_in: date
    nights: int
    total: float
    status: Literal["confirmed", "cancelled"] = "confirmed"
    extras: tuple[Extra, ...] = ()
    arrival_time: Clock = "15:00"


class Hotels(Domain):
    """A hotel portal and the reservations of one family."""

    name = "hotels"
    policy = "Reservations can be cancelled free of charge until the day of arrival."

    def __init__(self, random: Random, now: datetime) -> None:
        """Draw the places and the people, and reserve five rooms."""
        super().__init__(random, now)
        self._salt = random.randrange(1_000_000)
        self._people = people(random, 5)
        self._cities = random.sample(_CITIES, 12)
        self._days = random.sample(range(3, 60), 12)
        self._rooms: dict[str, tuple[Rooms, Room]] = {}
        self._reservations: dict[str, Reservation] = {}
        for city, offset in zip(self._cities[:5], self._days[:5], strict=True):
            rooms = self._offer(city, self.day(offset), 2 + offset % 4)
            self._take(rooms, random.choice(rooms.rooms), random.choice(self._people).name)
        self._seeded = tuple(self._reservations.values())

    def facts(self) -> Iterator[Knowledge]:
        """Stays they think of, who stays, and the reservations they have."""
        for city, offset in zip(self._cities[7:], self._days[7:], strict=True):
            day = self.day(offset).isoformat()
            about = f"needs a room in {city}"
            yield known(about, "search_hotels", city=city, check_in=day, nights=2 + offset % 5)
        for person in self._people[:3]:
            yield known(f"{person.name} would stay there", "book_hotel", guest=person.name)
        for number, reservation in enumerate(self._seeded):
            yield self._fact(number, reservation)
        for extra in ("breakfast", "a sea view"):
            yield known(f"would like {extra}", "add_extra", extra=extra)
        for clock in ("20:30", "17:45"):
            yield known(f"will be there at {clock}", "set_arrival", arrival_time=clock)

    def _fact(self, number: int, reservation: Reservation) -> Knowledge:
        about = f"stays at {reservation.hotel} in {reservation.city} from {spoken_date(reservation.check_in)}"
        number_on_paper = reservation.confirmation
        if number < 2:
            return known(f"no longer {about}", "cancel_reservation", "get_reservation", confirmation=number_on_paper)
        changes: dict[str, JsonValue] = {"extra": _EXTRAS[number - 2], "arrival_time": f"{16 + number}:30"}
        tools = ("add_extra", "set_arrival", "get_reservation")
        return known(about, *tools, confirmation=number_on_paper, **changes)

    @tool(
        "find hotels in {city} from {check_in} for {nights} nights",
        "look for a room in {city} from {check_in} for {nights} nights",
        tells="in {city} there are rooms at {rooms[].join('', [hotel, ' for $', to_string(total)])} for the whole stay",
    )
    def search_hotels(self, city: str, check_in: date, nights: Nights) -> Rooms:
        """Find hotel rooms for some nights, cheapest first.

        Args:
            city: Where to stay.
            check_in: The day of arrival.
            nights: How many nights.
        """
        if city not in _CITIES:
            raise Refused(f"no hotels in {city!r}")
        if check_in < self.now.date():
            raise Refused(f"{check_in} has passed")
        return self._offer(city, check_in, nights)

    @tool(
        "tell me more about {room_id|the first one}",
        "show me the details of {room_id|the first one}",
        tells="the room at {hotel} has {beds}, pets are {pets}, and it is {walk_to_centre} minutes on foot from "
        "the centre",
    )
    def get_room(self, room_id: str) -> RoomDetails:
        """Look up a room: beds, pets and the way to the centre.

        Args:
            room_id: The room's id, as found by a search.
        """
        random = Random(room_id)
        return RoomDetails(
            room_id=room_id,
            hotel=self._room(room_id)[1].hotel,
            beds=random.choice(("two single beds", "a double bed", "a double bed and a sofa bed")),
            walk_to_centre=random.randrange(3, 35),
            pets=random.choice(("allowed", "not allowed")),
        )

    @tool(
        "book {room_id|the first one} in the name of {guest}",
        "reserve {room_id|the first one} for {guest}",
        tells="a room at {hotel} is reserved for {guest}: {nights} nights for ${total}, confirmation {confirmation}",
    )
    def book_hotel(self, room_id: str, guest: Annotated[str, Field(min_length=3)]) -> Reservation:
        """Reserve a room.

        Args:
            room_id: The room's id, as found by a search.
            guest: Full name of the person who stays.
        """
        return self._take(*self._room(room_id), guest)

    @tool(
        "look up {confirmation}",
        "show me the details of {confirmation}",
        tells="reservation {confirmation} is {status}: {guest} stays at {hotel} for {nights} nights from {check_in}, "
        "for ${total} in all",
    )
    def get_reservation(self, confirmation: str) -> Reservation:
        """Look up a reservation.

        Args:
            confirmation: The confirmation number.
        """
        if confirmation not in self._reservations:
            raise Refused(f"no reservation {confirmation!r}")
        return self._reservations[confirmation]

    @tool(
        "cancel {confirmation}",
        "call off {confirmation}",
        tells="the reservation at {hotel} is {status}",
    )
    def cancel_reservation(self, confirmation: str) -> Reservation:
        """Cancel a reservation.

        Args:
            confirmation: The confirmation number.
        """
        return self._put(replace(self.get_reservation(confirmation), status="cancelled"))

    @tool(
        "add {extra} to {confirmation}",
        "ask for {extra} on {confirmation}",
        tells="your stay at {hotel} now includes {extras[-1]} and comes to ${total}",
    )
    def add_extra(self, confirmation: str, extra: Extra) -> Reservation:
        """Add something to a reservation, at a charge. Fails where it is already included.

        Args:
            confirmation: The confirmation number.
            extra: What to add.
        """
        reservation = self.get_reservation(confirmation)
        if extra in reservation.extras:
            raise Refused(f"reservation {confirmation} already includes {extra}")
        total = round(reservation.total + _FEES[extra], 2)
        return self._put(replace(reservation, extras=(*reservation.extras, extra), total=total))

    @tool(
        "set the arrival time of {confirmation} to {arrival_time}",
        "change the arrival time on {confirmation} to {arrival_time}",
        tells="{hotel} expects you at {arrival_time}",
    )
    def set_arrival(self, confirmation: str, arrival_time: Clock) -> Reservation:
        """Tell a hotel when its guest arrives.

        Args:
            confirmation: The confirmation number.
            arrival_time: The time on the 24-hour clock.
        """
        return self._put(replace(self.get_reservation(confirmation), arrival_time=arrival_time))

    def _offer(self, city: str, check_in: date, nights: int) -> Rooms:
        random = Random(f"{self._salt}:{city}:{check_in}:{nights}")
        offers = [
            Room(
                room_id=f"{city[:3].upper()}{check_in:%m%d}-{random.randrange(100, 999)}{number}",
                hotel=hotel,
                stars=random.randrange(2, 6),
                total=round(nights * (random.randrange(60, 180) + 0.55), 2),
            )
            for number, hotel in enumerate(random.sample(_HOUSES, 3))
        ]
        cheapest_first = tuple(sorted(offers, key=lambda room: room.total))
        rooms = Rooms(city=city, check_in=check_in, nights=nights, rooms=cheapest_first)
        self._rooms |= {room.room_id: (rooms, room) for room in offers}
        return rooms

    def _room(self, room_id: str) -> tuple[Rooms, Room]:
        if room_id not in self._rooms:
            raise Refused(f"no room {room_id!r}")
        return self._rooms[room_id]

    def _take(self, rooms: Rooms, room: Room, guest: str) -> Reservation:
        confirmation = f"HC{self.random.randrange(10_000, 99_999)}{len(self._reservations):02}"
        self._reservations[confirmation] = Reservation(
            confirmation=confirmation,
            guest=guest,
            hotel=room.hotel,
            total=room.total,
            city=rooms.city,
            check_in=rooms.check_in,
            nights=rooms.nights,
        )
        return self._reservations[confirmation]

    def _put(self, changed: Reservation) -> Reservation:
        before = self._reservations[changed.confirmation]
        if before.status != "confirmed":
            raise Refused(f"reservation {before.confirmation} is {before.status}")
        self._reservations[before.confirmation] = changed
        return changed
