from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nswp_gov.rules.dates import Span
from nswp_gov.rules.terms import (
    Cause,
    Holding,
    Seat,
    TermRule,
    Vacancy,
    may_stand,
    next_boundary,
    term_for,
    vacancies,
    years_after,
)
from nswp_gov.rules.verdict import no, yes

RULE = TermRule()
FIRST_SEAT = Seat("africa-1", date(2024, 12, 1))
SECOND_SEAT = Seat("africa-2", date(2025, 12, 1))
dates = st.dates(date(1990, 1, 1), date(2060, 1, 1))


def test_two_seats_of_a_region_fall_vacant_in_turn():
    found = vacancies(
        [FIRST_SEAT, SECOND_SEAT],
        [
            Holding("africa-1", "Amina", Span(date(2024, 12, 1), date(2026, 12, 1))),
            Holding("africa-2", "Blessing", Span(date(2025, 12, 1), date(2027, 12, 1))),
        ],
        RULE,
        Span(date(2026, 6, 1), date(2028, 1, 1)),
    )
    assert found == (
        Vacancy("africa-1", date(2026, 12, 1), Cause.TERM_ENDS, date(2028, 12, 1)),
        Vacancy("africa-2", date(2027, 12, 1), Cause.TERM_ENDS, date(2029, 12, 1)),
    )


def test_seat_given_up_early_is_vacant_to_the_end_of_its_term_only():
    held = [Holding("africa-1", "Amina", Span(date(2024, 12, 1), date(2026, 3, 15)))]
    found = vacancies([FIRST_SEAT], held, RULE, Span(date(2026, 1, 1), date(2026, 12, 1)))
    assert found == (Vacancy("africa-1", date(2026, 3, 15), Cause.ENDED_EARLY, date(2026, 12, 1)),)
    assert term_for(FIRST_SEAT, RULE, date(2026, 4, 1)) == Span(date(2026, 4, 1), date(2026, 12, 1))


def test_seat_taken_over_on_the_same_day_is_not_vacant():
    held = [
        Holding("africa-1", "Amina", Span(date(2024, 12, 1), date(2026, 12, 1))),
        Holding("africa-1", "Chidi", Span(date(2026, 12, 1), date(2028, 12, 1))),
    ]
    assert vacancies([FIRST_SEAT], held, RULE, Span(date(2026, 1, 1), date(2028, 1, 1))) == ()


def test_seat_that_nobody_ever_held_is_vacant_from_the_window_on():
    window = Span(date(2026, 1, 1), date(2026, 6, 1))
    assert vacancies([SECOND_SEAT], [], RULE, window) == (
        Vacancy("africa-2", date(2026, 1, 1), Cause.NEVER_FILLED, date(2027, 12, 1)),
    )


def test_two_holders_of_one_seat_are_refused():
    held = [Holding("africa-1", name, Span(date(2024, 12, 1))) for name in ("Amina", "Chidi")]
    with pytest.raises(ValueError, match="africa-1"):
        vacancies([FIRST_SEAT], held, RULE, Span(date(2026, 1, 1)))


@given(dates, dates, st.integers(1, 6))
def test_next_boundary_is_the_first_later_day_of_the_rhythm(anchor, day, years):
    seat, rule = Seat("seat", anchor), TermRule(years=years)
    boundary = next_boundary(seat, rule, day)
    assert boundary > day
    assert boundary <= years_after(day, years)
    turns = (boundary.year - anchor.year) // years
    assert boundary == years_after(anchor, turns * years)


@pytest.mark.parametrize(
    ("day", "years", "later"),
    [
        (date(2024, 2, 29), 2, date(2026, 3, 1)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2025, 12, 1), 2, date(2027, 12, 1)),
    ],
)
def test_years_after_keeps_the_day_and_makes_a_leap_day_the_first_of_march(day, years, later):
    assert years_after(day, years) == later


def row(*years):
    return [Span(date(year, 12, 1), date(year + 2, 12, 1)) for year in years]


NEXT = Span(date(2026, 12, 1), date(2028, 12, 1))


@pytest.mark.parametrize(
    ("served", "rule", "verdict"),
    [
        (row(2022, 2024), TermRule(), yes("within_limits")),
        (row(2022, 2024), TermRule(most_in_a_row=2), no("limit_in_a_row")),
        (row(2020, 2024), TermRule(most_in_a_row=2), yes("within_limits")),
        (row(2018, 2020), TermRule(most_in_a_row=2), yes("within_limits")),
        (row(2016, 2018, 2020), TermRule(most_in_all=3), no("limit_in_all")),
        (row(2016, 2018), TermRule(most_in_all=3), yes("within_limits")),
        (
            [Span(date(2026, 3, 1), date(2026, 12, 1))],
            TermRule(most_in_a_row=1),
            yes("within_limits"),
        ),
        (
            [Span(date(2025, 11, 1), date(2026, 12, 1))],
            TermRule(most_in_a_row=1),
            no("limit_in_a_row"),
        ),
        (
            [Span(date(2025, 12, 1), date(2026, 12, 1))],
            TermRule(most_in_a_row=1),
            yes("within_limits"),
        ),
        ([Span(date(2024, 12, 1))], TermRule(most_in_a_row=1), no("limit_in_a_row")),
    ],
)
def test_may_stand_counts_terms_in_a_row_and_in_all(served, rule, verdict):
    assert may_stand(served, NEXT, rule) == verdict


@given(st.lists(st.integers(2000, 2024), unique=True, max_size=8), st.integers(1, 4))
def test_serving_one_term_fewer_never_takes_the_right_to_stand(years, most):
    served = [Span(date(year, 1, 1), date(year + 1, 1, 1)) for year in sorted(years)]
    rule = TermRule(years=1, most_in_all=most)
    term = Span(date(2026, 1, 1))
    assert may_stand(served, term, rule).allowed == (len(served) < most)
    if may_stand(served, term, rule):
        assert may_stand(served[1:], term, rule)


@given(dates, dates, st.integers(1, 800))
def test_vacancies_cover_exactly_the_days_that_nobody_holds(anchor, since, length):
    seat = Seat("seat", anchor)
    held = Span(since, since + timedelta(days=length))
    window = Span(since - timedelta(days=30), held.until + timedelta(days=30))
    found = vacancies([seat], [Holding("seat", "Amina", held)], RULE, window)
    assert [one.on for one in found] == [window.since, held.until]
    assert found[0].cause is Cause.NEVER_FILLED
    regular = held.until == next_boundary(seat, RULE, since)
    assert (found[1].cause is Cause.TERM_ENDS) == regular


@pytest.mark.parametrize(
    "make",
    [
        lambda: TermRule(years=0),
        lambda: TermRule(most_in_a_row=0),
        lambda: TermRule(part_counts_over=Fraction(1)),
    ],
)
def test_impossible_rules_are_refused(make):
    with pytest.raises(ValueError, match=r"."):
        make()
