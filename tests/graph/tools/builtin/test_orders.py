"""The shop: an order can be changed only while its state allows it."""

import pytest

from graph.tools.builtin.orders import Shop


@pytest.fixture
def shop(world):
    return world(Shop)


def test_a_placed_order_is_tracked_and_taken_out_of_stock(shop, fact) -> None:
    wish = fact(shop, "search_products")
    product = shop.run("search_products", wish).content["products"][0]
    placed = shop.run("place_order", {"product_id": product["product_id"], "quantity": 3}).content
    assert placed["total"] == round(3 * product["price"], 2)
    assert shop.run("track_order", {"order_id": placed["order_id"]}).content == placed
    assert shop.run("search_products", wish).content["products"][0]["in_stock"] == product["in_stock"] - 3


def test_a_cancelled_order_is_listed_as_such_and_cannot_be_cancelled_again(shop, fact) -> None:
    order = fact(shop, "cancel_order")
    assert not shop.run("cancel_order", order).error
    listed = shop.run("list_orders", {"status": "cancelled"}).content["orders"]
    assert [entry["order_id"] for entry in listed] == [order["order_id"]]
    assert shop.run("cancel_order", order).error


@pytest.mark.parametrize(
    ("tool", "values"), [("cancel_order", {}), ("change_address", {"address": "1 Mill Lane, Milton"})]
)
def test_a_delivered_order_can_be_returned_but_not_changed(shop, fact, tool, values) -> None:
    delivered = fact(shop, "return_order")
    order = {"order_id": delivered["order_id"]}
    before = shop.run("track_order", order)
    assert "can no longer be changed" in shop.run(tool, order | values).content["error"]
    assert shop.run("track_order", order) == before
    assert shop.run("return_order", delivered).content["refund"] == before.content["total"]
    assert shop.run("track_order", order).content["status"] == "being returned"


def test_more_than_there_is_cannot_be_ordered(shop, fact) -> None:
    product = shop.run("search_products", fact(shop, "search_products")).content["products"][0]
    order = {"product_id": product["product_id"], "quantity": 10}
    made = [shop.run("place_order", order).error for _ in range(product["in_stock"] // 10 + 1)]
    assert made == [False] * (product["in_stock"] // 10) + [True]


def test_a_search_keeps_to_the_price(shop, fact) -> None:
    wish = fact(shop, "search_products")
    cheapest = shop.run("search_products", wish).content["products"][0]["price"]
    assert len(shop.run("search_products", {**wish, "max_price": cheapest}).content["products"]) == 1
    assert shop.run("search_products", {**wish, "max_price": 1}).error
