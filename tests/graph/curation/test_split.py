"""What is held back for validation, and what there is too much of."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from graph.curation.balance import too_many
from graph.curation.entry import Entry
from graph.curation.split import held_back
from graph.records import Line


def _entry(number, task=0, tool_set=0, called=(), domain="", complexities=()):
    line = Line(Path("records.jsonl"), 1, 0, 0)
    return Entry(f"d{number}", line, b"%d" % task, b"%d" % tool_set, frozenset(called), domain, complexities)


pairs = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=40)
shares = st.floats(0, 0.9)


@given(pairs, shares, st.integers())
def test_no_task_and_no_set_of_tools_is_on_both_sides(chosen, share, seed):
    entries = [_entry(number, task, tool_set) for number, (task, tool_set) in enumerate(chosen)]
    back = held_back(entries, share, seed)
    sides = [[entry for entry in entries if (entry.id in back) is side] for side in (True, False)]
    for key in ("task", "tool_set"):
        assert not {getattr(e, key) for e in sides[0]} & {getattr(e, key) for e in sides[1]}
    assert len(back) <= round(share * len(entries))


@given(pairs, shares, st.integers(), st.randoms())
def test_what_is_held_back_does_not_depend_on_the_order(chosen, share, seed, random):
    entries = [_entry(number, task, tool_set) for number, (task, tool_set) in enumerate(chosen)]
    shuffled = random.sample(entries, len(entries))
    assert held_back(entries, share, seed) == held_back(shuffled, share, seed)


def test_where_all_are_apart_the_share_is_held_back():
    entries = [_entry(number, number, number) for number in range(200)]
    assert len(held_back(entries, 0.05, 0)) == 10
    assert held_back(entries, 0.05, 0) != held_back(entries, 0.05, 1)
    assert held_back(entries, 0, 0) == set()


def test_of_a_domain_there_may_be_so_many_averages():
    entries = [_entry(n, domain="big") for n in range(80)] + [_entry(100 + n, domain=f"D{n % 4}") for n in range(20)]
    left_out = too_many(entries, 2.0)
    assert len(left_out) == 80 - 40
    assert set(left_out.values()) == {"domain: big"}


def test_of_a_combination_of_complexities_too():
    entries = [_entry(n, complexities=("clarification",)) for n in range(30)]
    entries += [_entry(100 + n, complexities=(f"c{n % 5}",)) for n in range(5)]
    assert set(too_many(entries, 3.0).values()) == {"complexities: clarification"}


def test_those_with_rare_tools_stay():
    entries = [_entry(n, domain="big", called=[("s", "common" if n < 90 else f"rare{n}")]) for n in range(100)]
    entries += [_entry(200 + n, domain=f"D{n}") for n in range(9)]
    left_out = too_many(entries, 2.0)
    assert left_out
    assert all(int(id[1:]) < 90 for id in left_out)


def test_what_is_balanced_stays_whole():
    assert too_many([_entry(n, domain=f"D{n % 3}") for n in range(30)], 1.0) == {}
    assert too_many([], 3.0) == {}
