"""What never changes is worked out once."""

from state.remember import remembered


def test_a_result_is_remembered_for_the_very_same_thing_only() -> None:
    asked: list[list[int]] = []

    @remembered(8)
    def total(numbers: list[int], more: int = 0) -> int:
        """The sum."""
        asked.append(numbers)
        return sum(numbers) + more

    one, equal = [1, 2], [1, 2]
    assert (total(one), total(one), total(equal), total(one, 1)) == (3, 3, 3, 4)
    assert len(asked) == 3
    assert total.__doc__ == "The sum."
