"""A personal calendar."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Annotated

from pydantic import Field, JsonValue

from graph.tools.builtin.domain import Clock, Domain, Email, Knowledge, Refused, known, spoken_date, tool
from graph.tools.builtin.people import people
from graph.tools.builtin.record import record

Minutes = Annotated[int, Field(ge=5, le=480)]
_A_DAY = timedelta(days=1)

_TITLES = (
    "Dentist appointment", "Team stand-up", "Lunch with Priya", "Project review", "Yoga class", "Budget call",
    "Parent-teacher meeting", "Haircut", "Piano lesson", "Design workshop", "Physiotherapy", "Client demo",
    "Choir rehearsal", "Vet visit", "Spanish class", "Eye test", "Sprint planning", "Job interview", "Photo shoot",
)  # fmt: skip
_WISHES = (
    "Coffee with Tomás", "Car inspection", "Quarterly planning", "Doctor check-up", "Book club", "Board game night",
    "Dinner with my parents", "Football practice", "Tax consultation", "Flat viewing",
)  # fmt: skip


@record
class Event:
    """An entry in the calendar."""

    event_id: str
    title: str
    date: date
    begins: Clock
    minutes: int
    attendees: tuple[str, ...] = ()
    reminder_minutes: int | None = None


@record
class Events:
    """The entries of a day, earliest first."""

    date: date
    events: tuple[Event, ...]


@record
class Slot:
    """A free time."""

    start_time: Clock


@record
class Slots:
    """Free times of a day, earliest first."""

    date: date
    minutes: int
    slots: tuple[Slot, ...]


@record
class Cancelled:
    """What was taken out. Without its id, which nothing can be done with any more."""

    title: str
    date: date
    cancelled: bool = True


class Calendar(Domain):
    """A personal calendar of the coming weeks."""

    name = "calendar"
    policy = "Never cancel or move an event that the user did not ask about."

    def __init__(self, random: Random, now: datetime) -> None:
        """Put an event into each of the next thirteen days, and a second one into the first three."""
        super().__init__(random, now)
        self._issued = random.randrange(1000, 9000)
        self._events: dict[str, Event] = {}
        titles = random.sample(_TITLES, 16)
        for offset, title in enumerate(titles[:13], start=1):
            self._add(title, self.day(offset), _clock(random.randrange(18, 25)), random.choice((30, 45, 60, 90)))
        self._seeded = tuple(self._events.values())
        for offset, title in enumerate(titles[13:], start=1):
            self._add(title, self.day(offset), _clock(random.randrange(28, 33)), random.choice((30, 60)))
        self._wishes = random.sample(_WISHES, 5)
        self._contacts = people(random, 5)

    def facts(self) -> Iterator[Knowledge]:
        """Their events by day, and things they might want to put in, move or drop."""
        for event in self._seeded[:4]:
            about = f"would like to see what is on {spoken_date(event.date)}"
            yield known(about, "list_events", date=event.date.isoformat())
        yield from self._changes()
        for offset, title in enumerate(self._wishes, start=8):
            values: dict[str, JsonValue] = {"date": self.day(offset).isoformat(), "minutes": 45 + 15 * (offset % 3)}
            about, when = f"would like to arrange: {title}", {"start_time": f"{18 + offset % 3}:15"}
            if offset % 2:
                yield known(
                    f"{about}, whenever there is time", "create_event", "find_free_slots", title=title, **values
                )
            else:
                yield known(about, "create_event", title=title, **values, **when)
        for person, minutes in zip(self._contacts[:3], (15, 30, 60), strict=True):
            yield known(f"a contact: {person.name}", "add_attendee", email=person.email)
            about = f"likes to be reminded {minutes} minutes ahead"
            yield known(about, "set_reminder", minutes_before=minutes)

    def _changes(self) -> Iterator[Knowledge]:
        for event in self._seeded[5:7]:
            about = f"no longer needs {event.title} on {spoken_date(event.date)}"
            yield known(about, "cancel_event", "list_events", title=event.title, date=event.date.isoformat())
        for offset, event in enumerate(self._seeded[10:], start=15):
            yield known(
                f"would rather have {event.title} on {spoken_date(self.day(offset))}",
                "move_event",
                title=event.title,
                date=event.date.isoformat(),
                new_date=self.day(offset).isoformat(),
                start_time=_clock(offset + 5),
            )

    @tool(
        "tell me what is on my calendar for {date}",
        "check which appointments I have on {date}",
        "look up my schedule for {date}",
        tells="on {date} you have {events[].join(' at ', [title, begins])}|there is nothing in your calendar on {date}",
    )
    def list_events(self, date: date) -> Events:
        """List the events of one day, earliest first.

        Args:
            date: The day to look at.
        """
        found = [event for event in self._events.values() if event.date == date]
        return Events(date=date, events=tuple(sorted(found, key=lambda event: event.begins)))

    @tool(
        "see when I have {minutes} minutes free on {date}",
        "find a gap of {minutes} minutes in my schedule for {date}",
        tells="on {date} you have {minutes} minutes free from {slots[0].start_time} on"
        "|there is no gap of {minutes} minutes on {date}",
    )
    def find_free_slots(self, date: date, minutes: Minutes) -> Slots:
        """Find the times of a day at which an event of a given length would fit.

        Args:
            date: The day to look at.
            minutes: How long the slot must be.
        """
        starts = (_clock(half_hours) for half_hours in range(18, 40))
        free = tuple(start for start in starts if not self._clash(date, start, minutes))
        return Slots(date=date, minutes=minutes, slots=tuple(Slot(start_time=start) for start in free))

    @tool(
        'put "{title}" in my calendar for {date} at {start_time|the first time that is free}[, for {minutes} minutes]',
        'schedule "{title}" for {date} at {start_time|the first time that is free}[, for {minutes} minutes]',
        tells='"{title}" is in your calendar for {date} at {begins}',
    )
    def create_event(self, title: str, date: date, start_time: Clock, minutes: Minutes = 60) -> Event:
        """Put a new event into the calendar. Fails where the time is taken or has passed.

        Args:
            title: What the event is called.
            date: The day of the event.
            start_time: When it begins, on the 24-hour clock.
            minutes: How long it lasts.
        """
        return self._add(title, date, start_time, minutes)

    @tool(
        'move "{title}" from {date} to {new_date} at {start_time}',
        'reschedule "{title}" from {date} to {new_date} at {start_time}',
        tells='"{title}" is now on {date} at {begins}',
    )
    def move_event(self, title: str, date: date, new_date: date, start_time: Clock) -> Event:
        """Move an event to another day and time. Fails where the new time is taken or has passed.

        Args:
            title: What the event is called.
            date: The day it is on now.
            new_date: The day it shall be on.
            start_time: The new beginning, on the 24-hour clock.
        """
        event = self._on(title, date)
        self._refuse_clash(new_date, start_time, event.minutes, but=event.event_id)
        return self._put(replace(event, date=new_date, begins=start_time))

    @tool(
        'cancel "{title}" on {date}',
        'take "{title}" on {date} off my calendar',
        tells='"{title}" on {date} is cancelled',
    )
    def cancel_event(self, title: str, date: date) -> Cancelled:
        """Take an event out of the calendar.

        Args:
            title: What the event is called.
            date: The day it is on.
        """
        event = self._on(title, date)
        del self._events[event.event_id]
        return Cancelled(title=event.title, date=event.date)

    @tool(
        "invite {email} to {event_id|the first one}",
        "send {email} an invitation to {event_id|the first one}",
        tells="I have invited {attendees[-1]} to {title}",
    )
    def add_attendee(self, event_id: str, email: Email) -> Event:
        """Invite somebody to an event.

        Args:
            event_id: The event's id, as listed.
            email: The address of the person.
        """
        event = self._find(event_id)
        if email in event.attendees:
            raise Refused(f"{email} is already invited to {event.title}")
        return self._put(replace(event, attendees=(*event.attendees, email)))

    @tool(
        "remind me {minutes_before} minutes before {event_id|the first one}",
        "set a reminder for {minutes_before} minutes before {event_id|the first one}",
        tells="you will be reminded {reminder_minutes} minutes before {title}",
    )
    def set_reminder(self, event_id: str, minutes_before: Annotated[int, Field(ge=1, le=1440)]) -> Event:
        """Set the reminder of an event; an earlier one is replaced.

        Args:
            event_id: The event's id, as listed.
            minutes_before: How many minutes before the beginning.
        """
        return self._put(replace(self._find(event_id), reminder_minutes=minutes_before))

    def _find(self, event_id: str) -> Event:
        if event_id not in self._events:
            raise Refused(f"no event {event_id!r}")
        return self._events[event_id]

    def _on(self, title: str, day: date) -> Event:
        for event in self._events.values():
            if event.title.casefold() == title.casefold() and event.date == day:
                return event
        raise Refused(f"no event called {title!r} on {day}")

    def _put(self, event: Event) -> Event:
        self._events[event.event_id] = event
        return event

    def _add(self, title: str, day: date, start: Clock, minutes: int) -> Event:
        self._refuse_clash(day, start, minutes)
        self._issued += 7
        return self._put(Event(event_id=f"EV-{self._issued}", title=title, date=day, begins=start, minutes=minutes))

    def _refuse_clash(self, day: date, start: Clock, minutes: int, but: str = "") -> None:
        if _moment(day, start) < self.now.replace(tzinfo=None):
            raise Refused(f"{day} {start} has passed")
        if clash := self._clash(day, start, minutes, but):
            raise Refused(f"{clash.title} already takes {day} at {clash.begins}")

    def _clash(self, day: date, start: Clock, minutes: int, but: str = "") -> Event | None:
        begin = _moment(day, start)
        end = begin + timedelta(minutes=minutes)
        for event in self._events.values():
            if event.event_id == but or abs(event.date - day) > _A_DAY:
                continue
            other = _moment(event.date, event.begins)
            if other < end and begin < other + timedelta(minutes=event.minutes):
                return event
        return None


def _moment(day: date, clock: Clock) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock))


def _clock(half_hours: int) -> Clock:
    return f"{half_hours // 2:02}:{half_hours % 2 * 30:02}"
