"""Terms of office: staggered, limited, and the vacancies that follow from them.

A seat has regular boundaries, `years` apart from its anchor day. Whoever fills it in between
serves to the next boundary. Two seats of a region whose anchors lie a year apart fall vacant in
turn, one each year.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from nswp_gov.rules.dates import Span
from nswp_gov.rules.verdict import Verdict, no, yes

_FEBRUARY = 2
_LEAP_DAY = 29


@dataclass(frozen=True, slots=True)
class TermRule:
    """How long a term lasts and how many a person may serve; None is no limit.

    A part of a term counts towards the limit if it is longer than `part_counts_over` of a whole.
    """

    years: int = 2
    most_in_a_row: int | None = None
    most_in_all: int | None = None
    part_counts_over: Fraction = Fraction(1, 2)

    def __post_init__(self) -> None:
        limits = (self.most_in_a_row, self.most_in_all)
        if self.years < 1 or any(limit is not None and limit < 1 for limit in limits):
            raise ValueError("terms and limits count from one")
        if not 0 <= self.part_counts_over < 1:
            raise ValueError("the part that counts is a fraction below one")


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat: its key, and a day on which one of its regular terms begins."""

    key: str
    anchor_on: date


@dataclass(frozen=True, slots=True)
class Holding:
    """Who holds a seat, from when; until it ended early, or until the term is over."""

    seat: str
    person: str
    span: Span[date]


class Cause(StrEnum):
    """Why a seat is or falls vacant."""

    NEVER_FILLED = "never_filled"
    TERM_ENDS = "term_ends"
    ENDED_EARLY = "ended_early"


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A seat that is empty from `on`, why, and the end of the term that is to be filled."""

    seat: str
    on: date
    cause: Cause
    term_until: date


def years_after(day: date, years: int) -> date:
    """Return the day `years` later; for 29 February, in a common year, 1 March."""
    if (day.month, day.day) == (_FEBRUARY, _LEAP_DAY):
        return (day - timedelta(days=1)).replace(year=day.year + years) + timedelta(days=1)
    return day.replace(year=day.year + years)


def next_boundary(seat: Seat, rule: TermRule, after: date) -> date:
    """Return the first regular boundary of `seat` later than `after`."""
    turns = (after.year - seat.anchor_on.year) // rule.years - 1
    while True:
        boundary = years_after(seat.anchor_on, turns * rule.years)
        if boundary > after:
            return boundary
        turns += 1


def term_for(seat: Seat, rule: TermRule, start: date) -> Span[date]:
    """Return the term of somebody who takes `seat` on `start`: to the next boundary."""
    return Span(start, next_boundary(seat, rule, start))


def vacancies(
    seats: Iterable[Seat], holdings: Sequence[Holding], rule: TermRule, window: Span[date]
) -> tuple[Vacancy, ...]:
    """Return what is vacant when `window` opens or falls vacant inside it, soonest first.

    A seat that somebody holds again from the same day on does not fall vacant.

    Raises:
        ValueError: two holdings of one seat overlap.

    """
    found: list[Vacancy] = []
    for seat in seats:
        own = sorted((one.span for one in holdings if one.seat == seat.key), key=_beginning)
        _refuse_overlap(seat, own)
        found.extend(_vacancies_of(seat, own, rule, window))
    return tuple(sorted(found, key=lambda vacancy: (vacancy.on, vacancy.seat)))


def may_stand(served: Iterable[Span[date]], term: Span[date], rule: TermRule) -> Verdict:
    """Whether somebody who `served` these terms may take another, `term`.

    Reasons: `within_limits`, `limit_in_a_row`, `limit_in_all`. Terms in a row touch each other.
    """
    terms = sorted((span for span in served if span.since < term.since), key=_beginning)
    in_all = sum(_counts(span, rule) for span in terms)
    if rule.most_in_all is not None and in_all >= rule.most_in_all:
        return no("limit_in_all")
    in_a_row = 0
    reach = term.since
    for span in reversed(terms):
        if span.until is not None and span.until < reach:
            break
        in_a_row += _counts(span, rule)
        reach = span.since
    if rule.most_in_a_row is not None and in_a_row >= rule.most_in_a_row:
        return no("limit_in_a_row")
    return yes("within_limits")


def _beginning(span: Span[date]) -> date:
    return span.since


def _refuse_overlap(seat: Seat, spans: Sequence[Span[date]]) -> None:
    if any(one.overlaps(other) for one, other in pairwise(spans)):
        raise ValueError(f"two people hold the seat {seat.key} at once")


def _vacancies_of(
    seat: Seat, spans: Sequence[Span[date]], rule: TermRule, window: Span[date]
) -> list[Vacancy]:
    gaps: list[tuple[Span[date], Cause]] = [(window, Cause.NEVER_FILLED)]
    for span in spans:
        left: list[tuple[Span[date], Cause]] = []
        for gap, cause in gaps:
            for part in gap.without(span):
                is_after = span.until is not None and part.since >= span.until
                left.append((part, _cause(seat, span, rule) if is_after else cause))
        gaps = left
    return [
        Vacancy(seat.key, gap.since, cause, next_boundary(seat, rule, gap.since))
        for gap, cause in gaps
    ]


def _cause(seat: Seat, span: Span[date], rule: TermRule) -> Cause:
    is_regular = span.until == next_boundary(seat, rule, span.since)
    return Cause.TERM_ENDS if is_regular else Cause.ENDED_EARLY


def _counts(span: Span[date], rule: TermRule) -> bool:
    if span.until is None:
        return True
    whole = (years_after(span.since, rule.years) - span.since).days
    return Fraction((span.until - span.since).days, whole) > rule.part_counts_over
