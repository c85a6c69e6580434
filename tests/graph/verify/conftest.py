"""A sound little row of chat messages, and ways to change it."""

import copy
import json

import pytest

TOOLS = [
    {
        "type": "function",
        "function": {
            "name": "get_order",
            "description": "Get an order.",
            "parameters": {
                "type": "object",
                "properties": {"order_id": {"type": "string"}},
                "required": ["order_id"],
            },
        },
    },
    {
        "type": "function",
        "function": {
            "name": "refund_order",
            "description": "Refund an order.",
            "parameters": {
                "type": "object",
                "properties": {
                    "order_id": {"type": "string"},
                    "amount": {"type": "number"},
                    "on": {"type": "string"},
                },
                "required": ["order_id", "amount"],
            },
        },
    },
]


def call(id: str, name: str, **arguments: object) -> dict:
    return {"id": id, "type": "function", "function": {"name": name, "arguments": json.dumps(arguments)}}


SOUND = {
    "id": "row_1",
    "messages": [
        {"role": "system", "content": "You help customers. Today is 2025-05-14."},
        {"role": "user", "content": "Please refund order W-48213 tomorrow, 30.50 dollars of it."},
        {"role": "assistant", "content": None, "tool_calls": [call("a", "get_order", order_id="W-48213")]},
        {"role": "tool", "tool_call_id": "a", "content": '{"order_id": "W-48213", "total": 181.4, "items": ["lamp"]}'},
        {
            "role": "assistant",
            "content": None,
            "tool_calls": [call("b", "refund_order", order_id="W-48213", amount=30.5, on="2025-05-15")],
        },
        {"role": "tool", "tool_call_id": "b", "content": '{"order_id": "W-48213", "refund_id": "R-7731"}'},
        {"role": "assistant", "content": "I have refunded $30.50 of order W-48213 (refund R-7731)."},
    ],
    "tools": TOOLS,
}


@pytest.fixture
def row() -> dict:
    """A row without a fault."""
    return copy.deepcopy(SOUND)


@pytest.fixture
def changed(row):
    """The row with the arguments of the call in one message changed."""

    def change(index: int, **arguments: object) -> dict:
        function = row["messages"][index]["tool_calls"][0]["function"]
        function["arguments"] = json.dumps(json.loads(function["arguments"]) | arguments)
        return row

    return change
