"""The home: devices stay as they were set."""

import pytest

from graph.tools.builtin.home import Home


@pytest.fixture
def home(world):
    return world(Home)


def test_a_dimmed_light_is_listed_as_dimmed(home, fact) -> None:
    room = fact(home, "list_lights")
    light = home.run("list_lights", room).content["lights"][0]
    home.run("set_brightness", {"light_id": light["light_id"], "percent": 35})
    assert home.run("list_lights", room).content["lights"][0] == {**light, "brightness": 35}


def test_a_set_temperature_is_read_back_and_too_much_is_refused(home, fact) -> None:
    room = {"room": fact(home, "read_climate")["room"]}
    home.run("set_temperature", {**room, "celsius": 21.5})
    assert home.run("set_temperature", {**room, "celsius": 45}).error
    assert home.run("read_climate", room).content["target"] == 21.5


def test_locked_doors_are_no_longer_among_the_unlocked(home) -> None:
    for door in home.run("check_doors", {}).content["doors"]:
        home.run("lock_door", {"door": door["door"]})
    assert home.run("check_doors", {}).content["unlocked"] == []


def test_a_routine_is_listed_and_its_time_is_taken(home) -> None:
    wish = {"title": "Film", "scene": "movie night", "start_time": "20:15"}
    added = home.run("add_routine", wish).content
    assert "already runs" in home.run("add_routine", {**wish, "title": "Other"}).content["error"]
    assert home.run("list_routines", {}).content == {"routines": [added]}


def test_an_unknown_room_is_refused_with_the_rooms_there_are(home, fact) -> None:
    error = home.run("read_climate", {"room": "ballroom"}).content["error"]
    assert fact(home, "read_climate")["room"] in error
