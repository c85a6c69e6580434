"""Flights: a booking remembers what was done to it."""

import pytest

from graph.tools.builtin.travel import Travel


@pytest.fixture
def travel(world):
    return world(Travel)


def test_a_found_flight_is_booked_at_its_price_and_can_be_looked_up(travel, fact) -> None:
    flight = travel.run("search_flights", fact(travel, "search_flights")).content["flights"][0]
    booked = travel.run("book_flight", {"flight_id": flight["flight_id"], "passenger": "Hana Novak"}).content
    assert (booked["paid"], booked["departs"]) == (flight["price"], flight["departs"])
    assert travel.run("get_booking", {"booking_reference": booked["booking_reference"]}).content == booked


def test_a_cancelled_booking_cannot_be_changed_any_more(travel, fact) -> None:
    booking = fact(travel, "cancel_flight")
    paid = travel.run("get_booking", booking).content["paid"]
    assert travel.run("cancel_flight", booking).content["refund"] == round(paid * 0.8, 2)
    cancelled = travel.run("get_booking", booking).content
    assert cancelled["status"] == "cancelled"
    assert travel.run("choose_seat", {**booking, "seat": "30A"}).error
    assert travel.run("add_bags", {**booking, "bags": 1}).error
    assert travel.run("get_booking", booking).content == cancelled


def test_a_seat_that_a_companion_has_is_refused(travel, fact) -> None:
    flight = travel.run("search_flights", fact(travel, "search_flights")).content["flights"][0]["flight_id"]
    first, second = (
        travel.run("book_flight", {"flight_id": flight, "passenger": name}).content for name in ("Ann", "Bob")
    )
    wanted = {"booking_reference": second["booking_reference"], "seat": first["seat"]}
    assert travel.run("choose_seat", wanted).content == {"error": f"seat {first['seat']} is taken by Ann"}


def test_bags_are_counted_up_to_six(travel, fact) -> None:
    booking = {"booking_reference": fact(travel, "add_bags")["booking_reference"], "bags": 4}
    assert travel.run("add_bags", booking).content["bags"] == 4
    assert travel.run("add_bags", booking).error
    assert travel.run("get_booking", {"booking_reference": booking["booking_reference"]}).content["bags"] == 4


@pytest.mark.parametrize("change", [{"destination": "Atlantis"}, {"date": "2025-06-01"}])
def test_unknown_cities_and_past_days_are_refused(travel, fact, change) -> None:
    assert travel.run("search_flights", {**fact(travel, "search_flights"), **change}).error
