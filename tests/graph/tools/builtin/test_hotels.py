"""Hotels: a reservation remembers what was done to it."""

import pytest

from graph.tools.builtin.hotels import Hotels


@pytest.fixture
def hotels(world):
    return world(Hotels)


def test_a_found_room_is_reserved_at_its_price_and_can_be_looked_up(hotels, fact) -> None:
    room = hotels.run("search_hotels", fact(hotels, "search_hotels")).content["rooms"][0]
    taken = hotels.run("book_hotel", {"room_id": room["room_id"], "guest": "Hana Novak"}).content
    assert (taken["hotel"], taken["total"]) == (room["hotel"], room["total"])
    assert hotels.run("get_reservation", {"confirmation": taken["confirmation"]}).content == taken


def test_an_extra_is_charged_once_and_refused_a_second_time(hotels, fact) -> None:
    wish = {name: value for name, value in fact(hotels, "add_extra").items() if name != "arrival_time"}
    before = hotels.run("get_reservation", {"confirmation": wish["confirmation"]}).content
    after = hotels.run("add_extra", wish).content
    assert after["extras"] == [wish["extra"]]
    assert after["total"] > before["total"]
    assert hotels.run("add_extra", wish).error
    assert hotels.run("get_reservation", {"confirmation": wish["confirmation"]}).content == after


def test_a_cancelled_reservation_cannot_be_changed_any_more(hotels, fact) -> None:
    reservation = fact(hotels, "cancel_reservation")
    assert hotels.run("cancel_reservation", reservation).content["status"] == "cancelled"
    assert hotels.run("set_arrival", {**reservation, "arrival_time": "18:00"}).error
    assert hotels.run("cancel_reservation", reservation).error


def test_the_same_search_finds_the_same_rooms(hotels, fact) -> None:
    wish = fact(hotels, "search_hotels")
    assert hotels.run("search_hotels", wish) == hotels.run("search_hotels", wish)
