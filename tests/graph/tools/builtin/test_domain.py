"""What every domain can rely on: schemas from signatures, and wrong use as an error."""

from collections.abc import Iterator
from datetime import date, datetime
from random import Random
from typing import Annotated, Literal

import pytest
from pydantic import Field

from graph.tools.builtin.domain import Domain, Knowledge, Refused, known, spoken_date, tool, tools_of
from graph.tools.builtin.record import record
from state.environment import Result


@record
class Table:
    """A table at a time."""

    table_id: str
    title: str
    day: date


@record
class Tables:
    """Tables that are left."""

    tables: tuple[Table, ...]


class Diner(Domain):
    """A diner with one table."""

    name = "diner"
    policy = "Be quick."

    def facts(self) -> Iterator[Knowledge]:
        """Know when the user is hungry."""
        yield known("is hungry", "reserve", guests=2)

    @tool("reserve {table_id|it} for {guests}[ {where}]", tells="{tables[0].title} is yours")
    def reserve(
        self,
        table_id: str,
        day: date,
        guests: Annotated[int, Field(ge=1, le=6)],
        where: Literal["inside", "outside"] = "inside",
    ) -> Tables:
        """Reserve a table.

        Args:
            table_id: The table's id.
            day: The day
                to come.
            guests: How many.
            where: Which part.
        """
        if guests == 6:
            raise Refused("too many")
        return Tables(tables=(Table(table_id=table_id, title=f"{where} for {guests}", day=day),))


@pytest.fixture
def diner(now: datetime) -> Diner:
    """A diner that is open."""
    return Diner(Random(0), now)


GOOD = {"table_id": "T1", "day": "2025-06-03", "guests": 2}


def test_a_tool_is_described_by_its_signature_and_docstring() -> None:
    (described,) = tools_of(Diner)
    assert (described.name, described.description, described.domain) == ("reserve", "Reserve a table.", "diner")
    assert described.parameters == {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "table_id": {"type": "string", "description": "The table's id."},
            "day": {"type": "string", "format": "date", "description": "The day\nto come."},
            "guests": {"type": "integer", "minimum": 1, "maximum": 6, "description": "How many."},
            "where": {
                "type": "string",
                "enum": ["inside", "outside"],
                "default": "inside",
                "description": "Which part.",
            },
        },
        "required": ["table_id", "day", "guests"],
    }


def test_a_returned_list_is_described_in_place_and_keeps_a_field_called_title() -> None:
    (described,) = tools_of(Diner)
    assert described.returns is not None
    item = described.returns["properties"]["tables"]["items"]
    assert list(item["properties"]) == ["table_id", "title", "day"]
    assert "$defs" not in described.returns


def test_a_call_runs_and_its_result_is_json(diner: Diner) -> None:
    made = diner.run("reserve", GOOD)
    assert made == Result({"tables": [{"table_id": "T1", "title": "inside for 2", "day": "2025-06-03"}]})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"guests": "2"}, "invalid guests"),
        ({"guests": 7}, "invalid guests"),
        ({"day": "soon"}, "invalid day"),
        ({"where": "roof"}, "invalid where"),
        ({"colour": "red"}, "invalid arguments"),
        ({"self": 1}, "invalid arguments"),
        ({"guests": 6}, "too many"),
    ],
)
def test_wrong_use_is_an_error_that_says_what_is_wrong(diner: Diner, change: dict[str, object], message: str) -> None:
    made = diner.run("reserve", {**GOOD, **change})
    assert made.error
    assert message in made.content["error"]


def test_a_missing_argument_is_an_error_that_names_it(diner: Diner) -> None:
    assert diner.run("reserve", {"table_id": "T1", "day": "2025-06-03"}) == Result(
        {"error": 'invalid arguments: "guests" is a required property'}, error=True
    )


def test_copies_of_a_world_draw_the_same_numbers_each_for_itself(diner: Diner) -> None:
    one, other = diner.copied(), diner.copied()
    drawn = [one.random.random() for _ in range(3)]
    assert [other.random.random() for _ in range(3)] == drawn
    assert [diner.random.random() for _ in range(3)] == drawn


def test_dates_are_spoken_as_people_write_them() -> None:
    assert spoken_date(date(2025, 6, 3)) == "Tuesday, 3 June"
