"""What never changes is worked out once."""

import gc

from state.frozen import Frozen
from state.remember import remembered


class Bag(Frozen):
    """Numbers."""

    numbers: list[int]


def test_a_result_is_remembered_for_the_very_same_thing_for_as_long_as_it_lives() -> None:
    asked: list[int] = []

    @remembered
    def total(bag: Bag, more: int = 0) -> int:
        """The sum."""
        asked.append(id(bag))
        return sum(bag.numbers) + more

    one, equal = Bag(numbers=[1, 2]), Bag(numbers=[1, 2])
    assert (total(one), total(one), total(equal), total(one, 1)) == (3, 3, 3, 4)
    assert asked == [id(one), id(equal), id(one)]
    assert (total(one, 2), total(one)) == (5, 3)
    assert total.__doc__ == "The sum."
    memories = total.__closure__
    assert memories is not None
    kept = next(cell.cell_contents for cell in memories if isinstance(cell.cell_contents, dict))
    del one, equal
    gc.collect()
    assert kept == {}
