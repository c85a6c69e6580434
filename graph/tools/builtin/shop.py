"""What a shop hands out: products, orders and refunds."""

from typing import Literal

from graph.tools.builtin.record import record

Status = Literal["processing", "shipped", "delivered", "cancelled", "being returned"]
Reason = Literal["damaged", "the wrong colour", "no longer needed", "not as described"]


@record
class Product:
    """What the shop sells."""

    product_id: str
    name: str
    price: float
    rating: float
    in_stock: int


@record
class Products:
    """Products that match a search, cheapest first."""

    products: tuple[Product, ...]


@record
class ProductDetails:
    """Everything the shop says about one product."""

    product_id: str
    name: str
    price: float
    in_stock: int
    colour: str
    warranty_months: int
    delivery_days: int


@record
class Order:
    """One order of one product."""

    order_id: str
    item: str
    quantity: int
    total: float
    status: Status
    address: str
    note: str
    """What is to be expected next, in words."""


@record
class Orders:
    """Orders of one status."""

    status: Status
    orders: tuple[Order, ...]


@record
class Refund:
    """Money that goes back to the customer."""

    order_id: str
    item: str
    refund: float
    note: str
