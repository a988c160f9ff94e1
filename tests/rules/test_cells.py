from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nswp_gov.rules.cells import Cell, Shown, cell, suppressed, turnout_is_shown

FEWER, WITHHELD = Cell(Shown.FEWER), Cell(Shown.WITHHELD)
tables = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 12), max_size=8)


def exact(count):
    return Cell(Shown.EXACT, count)


@pytest.mark.parametrize(("count", "shown"), [(0, FEWER), (2, FEWER), (3, exact(3))])
def test_cell_below_three_is_fewer_than_three(count, shown):
    assert cell(count) == shown


def test_small_cell_takes_a_companion_so_that_the_total_does_not_tell():
    table = suppressed({"africa": 2, "europe": 9, "latin-america": 14})
    assert table.cells == {"africa": FEWER, "europe": WITHHELD, "latin-america": exact(14)}
    assert table.total == exact(25)


def test_table_without_small_cells_is_shown_whole():
    table = suppressed({"a": 3, "b": 40})
    assert (table.cells, table.total) == ({"a": exact(3), "b": exact(40)}, exact(43))


def test_small_total_hides_everything_under_it():
    table = suppressed({"a": 1, "b": 0})
    assert (table.cells, table.total) == ({"a": FEWER, "b": FEWER}, FEWER)


def test_total_goes_where_no_companion_is_large_enough():
    assert suppressed({"a": 0, "b": 3}).total == WITHHELD
    assert suppressed({"a": 2, "b": 2}).total == WITHHELD


@pytest.mark.parametrize(("width", "top"), [(1, 8), (2, 10), (3, 10), (4, 7)])
def test_nobody_can_work_out_a_hidden_cell_even_knowing_the_rules(width, top):
    """Group all tables by what is published: a hidden cell has at least two values in a group.

    Groups near the top of the range are left out: their other members lie beyond it.
    """
    groups = {}
    for counts in product(range(top + 1), repeat=width):
        table = suppressed(dict(enumerate(counts)))
        published = (tuple(table.cells.values()), table.total)
        groups.setdefault(published, []).append(counts)
    checked = 0
    for (cells, _), members in groups.items():
        if max(map(max, members)) >= top - 1:
            continue
        for at, one in enumerate(cells):
            if one.shown is not Shown.EXACT:
                checked += 1
                assert len({counts[at] for counts in members}) > 1, (cells, members)
    assert checked > 0


@given(tables)
def test_what_is_shown_is_true_and_never_small(counts):
    table = suppressed(counts)
    assert table.cells.keys() == counts.keys()
    for key, one in table.cells.items():
        if one.shown is Shown.EXACT:
            assert one.count == counts[key] >= 3
        else:
            assert one.count is None
    assert table.total.count in (None, sum(counts.values()))


@given(tables)
def test_hidden_cell_never_stands_alone_beside_an_exact_total(counts):
    table = suppressed(counts)
    hidden = [one for one in table.cells.values() if one.shown is not Shown.EXACT]
    assert table.total.shown is not Shown.EXACT or len(hidden) != 1


def test_negative_count_is_refused():
    with pytest.raises(ValueError, match="negative"):
        suppressed({"a": -1})


@pytest.mark.parametrize(("on_roll", "shown"), [(9, False), (10, True)])
def test_turnout_is_shown_from_ten_on_the_roll(on_roll, shown):
    assert turnout_is_shown(on_roll) is shown
