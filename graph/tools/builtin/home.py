"""A house with lights, heating, doors and daily routines."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Annotated, Literal

from pydantic import Field

from graph.tools.builtin.domain import Clock, Domain, Knowledge, Refused, known, tool
from graph.tools.builtin.record import record

Percent = Annotated[int, Field(ge=0, le=100)]
Celsius = Annotated[float, Field(ge=12, le=28)]
Scene = Literal["good morning", "movie night", "leaving home", "dinner", "good night"]

_ROOMS = (
    "living room", "kitchen", "bedroom", "study", "hallway", "guest room", "nursery", "dining room", "basement",
    "attic", "conservatory",
)  # fmt: skip
_LAMPS = ("ceiling light", "floor lamp", "reading lamp", "wall light", "light strip")
_DOORS = ("front door", "back door", "garage door", "garden gate", "cellar door")
_ROUTINES: tuple[tuple[str, Scene, int], ...] = (
    ("Weekday wake-up", "good morning", 6),
    ("Friday film", "movie night", 20),
    ("Off to work", "leaving home", 8),
    ("Supper time", "dinner", 18),
    ("Lights out", "good night", 22),
)


@record
class Light:
    """A light and how it is set; 0 percent is off."""

    light_id: str
    name: str
    room: str
    brightness: Percent


@record
class Lights:
    """The lights of a room."""

    room: str
    lights: tuple[Light, ...]


@record
class Climate:
    """How warm a room is and shall be, in degrees Celsius."""

    room: str
    current: float
    target: float
    humidity: Percent


@record
class Door:
    """A door or gate."""

    door: str
    state: Literal["locked", "unlocked"]
    battery: Percent


@record
class Doors:
    """All doors of the house."""

    doors: tuple[Door, ...]
    unlocked: tuple[str, ...]


@record
class Routine:
    """A scene that is set every day."""

    routine_id: str
    title: str
    scene: Scene
    start_time: Clock


@record
class Routines:
    """All routines, earliest first."""

    routines: tuple[Routine, ...]


class Home(Domain):
    """A house whose devices can be seen and set."""

    name = "home"
    policy = "Change only the devices that the user mentions. Doors can be locked from afar, but not unlocked."

    def __init__(self, random: Random, now: datetime) -> None:
        """Furnish six rooms and four doors."""
        super().__init__(random, now)
        self._rooms = random.sample(_ROOMS, 6)
        self._lights: dict[str, Light] = {}
        for room in self._rooms:
            for name in random.sample(_LAMPS, random.choice((1, 2, 3))):
                self._hang(room, name)
        self._climates = {room: self._climate(room) for room in self._rooms}
        states: tuple[Literal["locked", "unlocked"], ...] = ("unlocked", "locked")
        self._doors = {
            door: Door(door=door, state=random.choice(states), battery=random.randrange(20, 99))
            for door in random.sample(_DOORS, 4)
        }
        self._left = sorted(self._doors, key=lambda door: self._doors[door].state == "locked")[:2]
        self._routines: dict[str, Routine] = {}
        self._wishes = [
            (title, scene, f"{hour:02}:{random.randrange(5, 60, 5):02}")
            for title, scene, hour in random.sample(_ROUTINES, 4)
        ]
        self._levels = random.sample(range(10, 100, 5), 5)
        self._degrees = random.sample((17.5, 18.5, 19.5, 20.5, 21.5, 22.5), 5)

    def facts(self) -> Iterator[Knowledge]:
        """Their rooms and doors, and how they would like things to be."""
        for room, degrees in zip(self._rooms[:5], self._degrees, strict=True):
            yield known(f"is often in the {room}", "list_lights", "read_climate", room=room)
            yield known(f"likes {degrees} degrees in the {room}", "set_temperature", room=room, celsius=degrees)
        for level in self._levels:
            yield known(f"likes lights at {level} percent", "set_brightness", percent=level)
        for door in self._left:
            yield known(f"may have left the {door} open", "lock_door", door=door)
        for title, scene, clock in self._wishes:
            yield known(f"wants a routine: {title}", "add_routine", title=title, scene=scene, start_time=clock)

    @tool(
        "show me the lights in the {room}",
        "check which lights there are in the {room}",
        tells="in the {room} there are these lights: "
        "{lights[].join('', ['the ', name, ' at ', to_string(brightness), ' percent'])}",
    )
    def list_lights(self, room: str) -> Lights:
        """List the lights of a room and how they are set.

        Args:
            room: The room, such as kitchen.
        """
        self._refuse_unknown(room)
        return Lights(room=room, lights=tuple(light for light in self._lights.values() if light.room == room))

    @tool(
        "set {light_id|the first one} to {percent} percent",
        "turn {light_id|the first one} to {percent} percent",
        tells="the {name} in the {room} is at {brightness} percent now",
    )
    def set_brightness(self, light_id: str, percent: Percent) -> Light:
        """Set how bright a light is; 0 switches it off.

        Args:
            light_id: The light's id, as listed.
            percent: From 0 to 100.
        """
        if light_id not in self._lights:
            raise Refused(f"no light {light_id!r}")
        self._lights[light_id] = replace(self._lights[light_id], brightness=percent)
        return self._lights[light_id]

    @tool(
        "tell me how warm it is in the {room}",
        "check the temperature in the {room}",
        tells="the {room} is at {current} degrees with {humidity} percent humidity, the heating is set to {target}",
    )
    def read_climate(self, room: str) -> Climate:
        """Read the temperature and humidity of a room.

        Args:
            room: The room, such as kitchen.
        """
        self._refuse_unknown(room)
        return self._climates[room]

    @tool(
        "set the heating in the {room} to {celsius} degrees",
        "bring the {room} to {celsius} degrees",
        tells="the heating in the {room} is set to {target} degrees; right now it is {current}",
    )
    def set_temperature(self, room: str, celsius: Celsius) -> Climate:
        """Set how warm a room shall be.

        Args:
            room: The room, such as kitchen.
            celsius: Degrees Celsius.
        """
        self._refuse_unknown(room)
        self._climates[room] = replace(self._climates[room], target=celsius)
        return self._climates[room]

    @tool(
        "tell me which doors are unlocked",
        "check whether all doors are locked",
        tells="of the {doors[].door}, only these are unlocked: {unlocked}|all doors are locked",
    )
    def check_doors(self) -> Doors:
        """List all doors and whether they are locked."""
        doors = tuple(self._doors.values())
        return Doors(doors=doors, unlocked=tuple(door.door for door in doors if door.state == "unlocked"))

    @tool("lock the {door}", "close and lock the {door}", tells="I have locked the {door}")
    def lock_door(self, door: str) -> Door:
        """Lock a door; a locked one stays locked.

        Args:
            door: The door, such as front door.
        """
        if door not in self._doors:
            raise Refused(f"no door {door!r}, only {', '.join(self._doors)}")
        self._doors[door] = replace(self._doors[door], state="locked")
        return self._doors[door]

    @tool(
        'add a routine called "{title}" that sets the scene "{scene}" every day at {start_time}',
        'set up a routine named "{title}" that starts the scene "{scene}" at {start_time}',
        tells='the routine "{title}" will set the scene "{scene}" every day at {start_time}',
    )
    def add_routine(self, title: str, scene: Scene, start_time: Clock) -> Routine:
        """Add a scene that is set every day. Fails where another routine has that time.

        Args:
            title: What the routine is called.
            scene: The scene to set.
            start_time: When, on the 24-hour clock.
        """
        for other in self._routines.values():
            if other.start_time == start_time:
                raise Refused(f"{other.title} already runs at {start_time}")
        routine_id = f"rt-{len(self._routines) + 1:02}{start_time[:2]}"
        self._routines[routine_id] = Routine(routine_id=routine_id, title=title, scene=scene, start_time=start_time)
        return self._routines[routine_id]

    @tool(
        "list the daily routines",
        "show me my daily routines",
        tells="these routines run every day: {routines[].join(' at ', [title, start_time])}"
        "|there are no daily routines yet",
    )
    def list_routines(self) -> Routines:
        """List the daily routines, earliest first."""
        return Routines(routines=tuple(sorted(self._routines.values(), key=lambda routine: routine.start_time)))

    def _hang(self, room: str, name: str) -> None:
        light_id = f"lamp-{self.random.randrange(16, 256):02x}{len(self._lights):x}"
        self._lights[light_id] = Light(
            light_id=light_id,
            name=name,
            room=room,
            brightness=self.random.choice((0, 0, 40, 65, 100)),
        )

    def _climate(self, room: str) -> Climate:
        current = self.random.randrange(165, 235) / 10
        return Climate(room=room, current=current, target=20.0, humidity=self.random.randrange(30, 62))

    def _refuse_unknown(self, room: str) -> None:
        if room not in self._rooms:
            raise Refused(f"no room {room!r}, only {', '.join(self._rooms)}")
