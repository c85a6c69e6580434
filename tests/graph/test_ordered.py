"""The order in which kept dialogues are written."""

from random import Random

import pytest

from graph.ordered import Ordered, Place


def place(index: int) -> Place:
    return Place(index * 10, 10)


def test_a_dialogue_waits_for_all_before_it():
    ordered = Ordered()
    assert [ordered.add(2, place(2)), ordered.add(1, None), ordered.add(0, place(0))] == [[], [], [place(0), place(2)]]
    assert (ordered.waiting, ordered.passed) == ({}, 2)


@pytest.mark.parametrize("seed", range(20))
def test_whatever_the_order_of_finishing_the_order_of_writing_is_the_same(seed):
    finishing = list(range(50))
    Random(seed).shuffle(finishing)
    ordered = Ordered(limit=20)
    written = [p for index in finishing for p in ordered.add(index, place(index) if index % 3 else None)]
    assert written == [place(index) for index in range(50) if index % 3][:20]


def test_the_rest_is_written_in_order_although_one_is_missing():
    ordered = Ordered()
    for index in (4, 2, 3):
        ordered.add(index, place(index) if index != 3 else None)
    assert (ordered.missing(), ordered.fresh()) == ((0, 1), 5)
    assert ordered.rest() == [place(2), place(4)]


def test_a_limit_holds_for_the_rest_too():
    ordered = Ordered(limit=2)
    for index in (0, 2, 3):
        ordered.add(index, place(index))
    assert ordered.rest() == [place(2)]


def test_what_waits_moves_up_where_lines_were_taken_out_before_it():
    ordered = Ordered()
    for index in (5, 2, 7):
        ordered.add(index, place(index) if index != 7 else None)
    ordered.move([Place(0, 10), Place(30, 10), Place(90, 10)])
    assert ordered.waiting == {5: Place(30, 10), 2: Place(10, 10), 7: None}


def test_what_is_done_is_known():
    ordered = Ordered()
    ordered.add(0, None)
    ordered.add(2, place(2))
    assert [ordered.has(index) for index in range(4)] == [True, False, True, False]
