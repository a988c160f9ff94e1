"""The geometry of pictures: true proportions, nothing out of its frame, no small counts."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from nswp_gov.web import charts


@pytest.mark.parametrize(
    ("value", "most", "length"),
    [
        *[(0, 10, 0), (5, 10, 50), (10, 10, 100), (15, 10, 100), (-1, 10, 0), (3, 0, 0)],
        *[(Fraction(1, 3), 1, 33.3), (Decimal("0.5"), 2, 25)],
    ],
)
def test_share_is_true_and_stays_inside(value, most, length):
    assert charts.share(value, most, 100) == length


def test_pieces_lie_end_to_end_and_leave_out_nought():
    assert charts.pieces([7, 0, 1], 560) == ((0, 490), (490, 70))
    assert charts.pieces([0, 0]) == ()
    assert charts.pieces([]) == ()


@pytest.mark.parametrize(("present", "entitled", "needed"), [(9, 11, 6), (0, 1, 1), (40, 40, 21)])
def test_quorum_draws_one_dot_a_seat_and_the_line_after_the_needed_ones(present, entitled, needed):
    meter = charts.quorum(present, entitled, needed)
    assert [dot.filled for dot in meter.dots].count(True) == present
    assert len(meter.dots) == entitled
    before = [dot for dot in meter.dots if (dot.y, dot.x) < (meter.line.top + 14, meter.line.x)]
    assert len(before) == needed
    assert all(dot.x + 11 <= meter.width and dot.y + 11 <= meter.height for dot in meter.dots)


def test_quorum_of_many_is_one_bar():
    meter = charts.quorum(126, 183, 92)
    assert meter.dots == ()
    assert meter.bar == (0, 385.6)
    assert meter.line.x == 281.5


def test_quorum_that_cannot_be_met_keeps_its_line_in_the_frame():
    meter = charts.quorum(3, 5, 9)
    assert meter.line.x <= meter.width
    assert meter.bar is not None
    assert meter.bar.width == pytest.approx(186.7)


def test_quorum_of_an_empty_body_is_drawn():
    assert charts.quorum(0, 0, 0).dots == ()


def test_stages_put_each_vote_in_its_column_and_mark_the_elected_from_their_stage_on():
    chart = charts.stages([[40, 30], [20, 30.5], [5, None]], [30, 30], [0, 1, None])
    assert [[cell.elected for cell in row] for row in chart.cells] == [[1, 1], [0, 1], [0]]
    assert chart.cells[0][0].width == charts.BAR
    assert chart.quotas[0] == charts.BAR * 0.75
    assert chart.quotas[1] == charts.COLUMN + charts.BAR * 0.75
    assert {cell.x for row in chart.cells for cell in row} == set(chart.columns)
    assert max(cell.y for row in chart.cells for cell in row) < chart.height


def test_stages_of_nobody_are_an_empty_picture():
    assert charts.stages([], [], []).cells == ()


def test_bubbles_hide_what_is_below_the_least_and_grow_by_area():
    small, large = charts.bubbles({"KE": 4, "SN": 2, "IN": 16})[::-1]
    assert (small.code, large.code) == ("KE", "IN")
    assert large.r == pytest.approx(2 * small.r, abs=0.1)
    assert [one.code for one in charts.bubbles({"SN": 2}, least=1)] == ["SN"]


def test_bubbles_pass_over_a_code_that_has_no_place():
    assert charts.bubbles({"XX": 5}) == ()


def test_every_country_of_the_standard_has_a_place_inside_the_map():
    assert len(charts.points()) >= 249
    assert all(0 <= x <= 1000 and 0 <= y <= 440 for x, y in charts.points().values())
    assert charts.land().startswith("M")


def test_timeline_keeps_order_and_distance():
    days = [date(2020, 1, 1), date(2022, 1, 1), date(2021, 1, 1)]
    marks = charts.timeline([(on, str(on)) for on in days], width=116)
    assert [mark.on.year for mark in marks] == [2020, 2021, 2022]
    assert (marks[0].x, marks[2].x) == (8, 108)
    assert marks[1].x == pytest.approx(58, abs=0.2)
    assert charts.timeline([]) == ()
    assert charts.timeline([(days[0], "one")])[0].x == 8


def test_terms_are_cut_to_the_picture_and_leave_vacancies_open():
    seat = [
        (date(2019, 1, 1), date(2022, 1, 1), "before and in"),
        (date(2023, 1, 1), None, "to the end"),
        (date(2017, 1, 1), date(2018, 1, 1), "not in the picture"),
    ]
    chart = charts.terms([seat], date(2021, 1, 1), date(2025, 1, 1), date(2030, 1, 1), width=1461)
    spans = chart.rows[0][1]
    assert [(span.x, span.width) for span in spans] == [(0, 365), (730, 731)]
    assert [year for _, year in chart.years] == [2021, 2022, 2023, 2024]
    assert chart.today is None
