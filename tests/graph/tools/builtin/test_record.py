"""Records of the built-in worlds: plain, and described as models would be."""

from dataclasses import FrozenInstanceError

import pytest
from pydantic import TypeAdapter

from graph.tools.builtin.record import record
from state.frozen import Frozen


@record
class Cup:
    """Something to drink from."""

    colour: str
    handles: int = 1


class Mug(Frozen):
    """Something to drink from."""

    colour: str
    handles: int = 1


def test_a_record_never_changes() -> None:
    cup = Cup(colour="blue")
    with pytest.raises(FrozenInstanceError):
        cup.colour = "red"  # type: ignore[misc]  # what must not work
    assert cup == Cup(colour="blue", handles=1)


def test_a_record_is_described_as_a_model_of_the_same_fields() -> None:
    assert TypeAdapter(Cup).json_schema() == {**Mug.model_json_schema(), "title": "Cup"}


def test_a_record_has_room_for_its_fields_and_nothing_else() -> None:
    assert not hasattr(Cup(colour="blue"), "__dict__")
