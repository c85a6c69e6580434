"""The calendar: what is written is read back, and clashes are refused."""

import pytest

from graph.tools.builtin.calendar import Calendar


@pytest.fixture
def calendar(world):
    return world(Calendar)


def test_a_created_event_is_listed_with_a_plain_time(calendar, fact) -> None:
    wish = fact(calendar, "create_event")
    made = calendar.run("create_event", wish).content
    assert made["begins"] == wish["start_time"]
    assert made in calendar.run("list_events", {"date": wish["date"]}).content["events"]


def test_a_moved_event_leaves_its_day(calendar, fact) -> None:
    wish = fact(calendar, "move_event")
    calendar.run("move_event", wish)
    titles = [event["title"] for event in calendar.run("list_events", {"date": wish["date"]}).content["events"]]
    assert wish["title"] not in titles


def test_a_free_slot_can_be_booked_and_is_then_no_longer_free(calendar, fact) -> None:
    asked = {"date": fact(calendar, "list_events")["date"], "minutes": 60}
    slot = calendar.run("find_free_slots", asked).content["slots"][0]["start_time"]
    assert not calendar.run("create_event", {**asked, "title": "Nap", "start_time": slot}).error
    assert {"start_time": slot} not in calendar.run("find_free_slots", asked).content["slots"]


def test_a_clash_is_refused_and_the_calendar_stays_as_it_was(calendar, fact) -> None:
    day = fact(calendar, "list_events")["date"]
    before = calendar.run("list_events", {"date": day}).content
    clash = {"title": "Nap", "date": day, "start_time": before["events"][0]["begins"], "minutes": 30}
    assert "already takes" in calendar.run("create_event", clash).content["error"]
    assert calendar.run("list_events", {"date": day}).content == before


def test_the_past_is_refused(calendar) -> None:
    assert calendar.run("create_event", {"title": "Nap", "date": "2025-06-02", "start_time": "09:00"}).content == {
        "error": "2025-06-02 09:00 has passed"
    }
