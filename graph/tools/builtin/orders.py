"""A shop: products to find and order, and orders to follow, change and send back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from random import Random
from typing import Annotated

from pydantic import Field

from graph.tools.builtin.domain import Domain, Knowledge, Money, Refused, known, tool
from graph.tools.builtin.shop import Order, Orders, Product, ProductDetails, Products, Reason, Refund, Status

Quantity = Annotated[int, Field(ge=1, le=10)]

_KINDS = (
    "desk lamp", "coffee grinder", "rain jacket", "backpack", "headset", "water bottle", "cutting board",
    "phone stand", "yoga mat", "wool blanket", "bluetooth speaker", "wall clock", "picnic basket", "bike light",
)  # fmt: skip
_BRANDS = ("Norrland", "Pebble & Finch", "Halden", "Verano", "Kestrel", "Oakline", "Tidewell", "Marlowe")
_STREETS = ("Harbour Street", "Linden Avenue", "Mill Lane", "Chapel Road", "Orchard Way", "Station Square")
_TOWNS = ("Ashford", "Brookfield", "Dunmore", "Eastvale", "Kingsport", "Milton")
_STATES: tuple[Status, ...] = ("processing", "processing", "shipped", "delivered")
_REASONS: tuple[Reason, ...] = ("damaged", "the wrong colour", "no longer needed", "not as described")


class Shop(Domain):
    """A shop as one of its customers sees it."""

    name = "orders"
    policy = "Orders can be cancelled or redirected until they are shipped, and returned once they are delivered."

    def __init__(self, random: Random, now: datetime) -> None:
        """Fill the shelves, and put eight orders on their way."""
        super().__init__(random, now)
        self._kinds = random.sample(_KINDS, 10)
        self._products: dict[str, Product] = {}
        for kind in self._kinds:
            for brand in random.sample(_BRANDS, random.choice((2, 3))):
                self._stock(f"{brand} {kind}")
        self._homes = [self._address() for _ in range(4)]
        self._orders: dict[str, Order] = {}
        numbers = iter(random.sample(range(10_000, 99_999), 8))
        for item in random.sample(sorted(self._products.values(), key=lambda product: product.name), 8):
            self._enter(f"W-{next(numbers)}", item, random.choice((1, 1, 2)), _STATES[len(self._orders) % 4])
        self._issued = random.randrange(10_000, 80_000)
        self._seeded = tuple(self._orders.values())

    def facts(self) -> Iterator[Knowledge]:
        """Their orders, and things they might want to buy."""
        for kind in self._kinds[:5]:
            dearest = max(product.price for product in self._find_products(kind))
            yield known(f"is looking for a {kind}", "search_products", query=kind, max_price=int(dearest) + 1)
        for quantity in (2, 3, 4):
            yield known(f"would take {quantity} of them", "place_order", quantity=quantity)
        for status in ("processing", "shipped", "delivered"):
            yield known(f"has orders that are {status}", "list_orders", status=status)
        for number, order in enumerate(self._seeded):
            yield self._fact(number // 4, order)

    def _fact(self, number: int, order: Order) -> Knowledge:
        about = f"has ordered: {order.item} ({order.status})"
        if order.status == "delivered":
            return known(about, "return_order", "track_order", order_id=order.order_id, reason=_REASONS[number])
        if order.status == "shipped":
            return known(about, "track_order", order_id=order.order_id)
        if order in self._seeded[::4]:
            return known(about, "cancel_order", "track_order", order_id=order.order_id)
        address = self._homes[number + 2]
        return known(about, "change_address", "track_order", order_id=order.order_id, address=address)

    @tool(
        "find me a {query}[ for at most ${max_price}]",
        "look for a {query} in the shop[ that costs no more than ${max_price}]",
        "search the shop for a {query}[ under ${max_price}]",
        tells="I found {products[].join('', [name, ' for $', to_string(price)])}",
    )
    def search_products(self, query: Annotated[str, Field(min_length=2)], max_price: Money | None = None) -> Products:
        """Search the shop by words of the product's name, cheapest first.

        Args:
            query: Words of the product's name.
            max_price: Leave out what costs more, in dollars.
        """
        found = [p for p in self._find_products(query) if max_price is None or p.price <= max_price]
        if not found:
            raise Refused(f"nothing matches {query!r}")
        return Products(products=tuple(found))

    @tool(
        "show me the details of {product_id|the first one}",
        "tell me more about {product_id|the first one}",
        tells="the {name} comes in {colour}, costs ${price}, arrives within {delivery_days} days and has "
        "{warranty_months} months of warranty",
    )
    def get_product(self, product_id: str) -> ProductDetails:
        """Look up one product: colour, delivery time and warranty.

        Args:
            product_id: The product's id, as found by a search.
        """
        return _details(self._product(product_id))

    @tool(
        "order {quantity} of {product_id|the first one}",
        "place an order for {quantity} of {product_id|the first one}",
        tells="order {order_id} for {quantity} of the {item} is placed and comes to ${total}",
    )
    def place_order(self, product_id: str, quantity: Quantity) -> Order:
        """Order a product to the customer's home address. Fails where there are not enough in stock.

        Args:
            product_id: The product's id, as found by a search.
            quantity: How many.
        """
        product = self._product(product_id)
        if product.in_stock < quantity:
            raise Refused(f"only {product.in_stock} of {product.name} in stock")
        self._products[product_id] = replace(product, in_stock=product.in_stock - quantity)
        self._issued += 11
        return self._enter(f"W-{self._issued}", product, quantity, "processing")

    @tool(
        "list my orders that are {status}",
        "show me which of my orders are {status}",
        tells="these of your orders are {status}: {orders[].join('', [item, ' (', order_id, ')'])}"
        "|none of your orders are {status}",
    )
    def list_orders(self, status: Status) -> Orders:
        """List the customer's orders of one status.

        Args:
            status: Which orders to list.
        """
        found = tuple(order for order in self._orders.values() if order.status == status)
        return Orders(status=status, orders=found)

    @tool(
        "check where {order_id|the first one} is",
        "track {order_id|the first one}",
        "look up the state of {order_id|the first one}",
        tells="order {order_id} with the {item} is {status}, {note}",
    )
    def track_order(self, order_id: str) -> Order:
        """Look up the state of an order.

        Args:
            order_id: The order number.
        """
        return self._order(order_id)

    @tool(
        "cancel {order_id|the first one}",
        "call off {order_id|the first one} before it is shipped",
        tells="order {order_id} with the {item} is cancelled and ${refund} goes back to you",
    )
    def cancel_order(self, order_id: str) -> Refund:
        """Cancel an order that is not shipped yet.

        Args:
            order_id: The order number.
        """
        order = self._changeable(order_id)
        self._put(replace(order, status="cancelled", note="it was called off and will not be sent"))
        return Refund(order_id=order_id, item=order.item, refund=order.total, note="refunded within 3 days")

    @tool(
        "send {order_id|the first one} to {address} instead",
        "change the delivery address of {order_id|the first one} to {address}",
        tells="order {order_id} will now go to {address}",
    )
    def change_address(self, order_id: str, address: Annotated[str, Field(min_length=8)]) -> Order:
        """Change where an order that is not shipped yet will go.

        Args:
            order_id: The order number.
            address: Street, number and town.
        """
        return self._put(replace(self._changeable(order_id), address=address))

    @tool(
        "start a return for {order_id|the first one} because it is {reason}",
        "register a return for {order_id|the first one}, which is {reason}",
        tells="the return of the {item} is registered and ${refund} will be refunded, just {note}",
    )
    def return_order(self, order_id: str, reason: Reason) -> Refund:
        """Register the return of a delivered order.

        Args:
            order_id: The order number.
            reason: Why it goes back.
        """
        order = self._order(order_id)
        if order.status != "delivered":
            raise Refused(f"order {order_id} is {order.status}, only delivered orders can be returned")
        self._put(replace(order, status="being returned", note=f"it is on its way back, reason given: {reason}"))
        return Refund(order_id=order_id, item=order.item, refund=order.total, note="drop it at any parcel point")

    def _stock(self, name: str) -> None:
        product_id = f"P{self.random.randrange(100, 999)}-{self.random.choice('ACEHKMRT')}{len(self._products):02}"
        self._products[product_id] = Product(
            product_id=product_id,
            name=name,
            price=self.random.randrange(14, 160) + self.random.choice((0.49, 0.95, 0.99)),
            rating=self.random.randrange(32, 50) / 10,
            in_stock=self.random.randrange(25, 90),
        )

    def _find_products(self, query: str) -> list[Product]:
        found = (product for product in self._products.values() if query.casefold() in product.name.casefold())
        return sorted(found, key=lambda product: product.price)

    def _product(self, product_id: str) -> Product:
        if product_id not in self._products:
            raise Refused(f"no product {product_id!r}")
        return self._products[product_id]

    def _order(self, order_id: str) -> Order:
        if order_id not in self._orders:
            raise Refused(f"no order {order_id!r}")
        return self._orders[order_id]

    def _changeable(self, order_id: str) -> Order:
        order = self._order(order_id)
        if order.status != "processing":
            raise Refused(f"order {order_id} is {order.status} and can no longer be changed")
        return order

    def _put(self, order: Order) -> Order:
        self._orders[order.order_id] = order
        return order

    def _enter(self, order_id: str, product: Product, quantity: int, status: Status) -> Order:
        total = round(product.price * quantity, 2)
        order = Order(
            order_id=order_id,
            item=product.name,
            quantity=quantity,
            total=total,
            status=status,
            address=self._homes[0],
            note=_note(status, self.day(_details(product).delivery_days), self.day(-2 - len(self._orders) % 9)),
        )
        self._orders[order_id] = order
        return order

    def _address(self) -> str:
        return f"{self.random.randrange(1, 140)} {self.random.choice(_STREETS)}, {self.random.choice(_TOWNS)}"


def _details(product: Product) -> ProductDetails:
    random = Random(product.product_id)
    return ProductDetails(
        product_id=product.product_id,
        name=product.name,
        price=product.price,
        in_stock=product.in_stock,
        colour=random.choice(("slate grey", "forest green", "sand", "navy blue", "black")),
        warranty_months=random.choice((12, 24, 36)),
        delivery_days=random.randrange(2, 7),
    )


def _note(status: Status, due: date, done: date) -> str:
    return f"it arrived on {done}" if status == "delivered" else f"it should arrive by {due}"
