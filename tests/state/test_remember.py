"""What never changes is worked out once."""

import gc
from weakref import ref

from state.frozen import Frozen
from state.remember import remembered, remembered_together


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


def test_a_result_of_several_things_is_remembered_for_the_very_same_ones() -> None:
    asked: list[tuple[int, ...]] = []

    @remembered_together
    def total(bag: Bag, *others: Bag | None) -> int:
        asked.append((id(bag), *map(id, others)))
        return sum(sum(each.numbers) for each in (bag, *others) if each)

    one, other, equal = Bag(numbers=[1, 2]), Bag(numbers=[3]), Bag(numbers=[3])
    assert (total(one, other), total(one, other), total(one, equal), total(one, None)) == (6, 6, 6, 3)
    assert asked == [(id(one), id(other)), (id(one), id(equal)), (id(one), id(None))]


def test_things_that_were_given_besides_go_with_the_first_one() -> None:
    @remembered_together
    def total(bag: Bag, other: Bag) -> int:
        return sum(bag.numbers) + sum(other.numbers)

    one, other = Bag(numbers=[1]), Bag(numbers=[2])
    alive = ref(other)
    total(one, other)
    del other
    gc.collect()
    assert alive() is not None
    del one
    gc.collect()
    assert alive() is None
