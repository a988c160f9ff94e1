"""Twenty simulated years of elections, deaths, resignations and co-options."""

from __future__ import annotations

import uuid
from collections import defaultdict
from datetime import date, timedelta
from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nswp_gov.bodies import operations, queries
from nswp_gov.bodies.models import Seat, Term
from nswp_gov.bodies.operations import AlreadySeated, SeatTaken
from nswp_gov.bodies.queries import TermRule, regular_end
from nswp_gov.bodies.states import Ending, How
from nswp_gov.rules.dates import Span
from nswp_gov.store.errors import DomainError
from nswp_gov.store.work import Work
from tests.factories.accounts import make_person
from tests.factories.bodies import make_board

BEGIN = date(2026, 1, 1)
EVENTS = st.lists(
    st.tuples(
        st.integers(0, 365 * 20),  # day
        st.integers(0, 10),  # seat
        st.integers(0, 14),  # person
        st.sampled_from(["elect", "coopt", "resign", "die", "remove"]),
    ),
    max_size=40,
)


@given(events=EVENTS)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_terms_never_overlap_and_pairs_stay_staggered(session, events):
    with session.begin_nested() as savepoint:
        session.info["touched"] = {}
        work = Work(session, _system(), _noon())
        board = make_board(work, vacant=11)
        people = [make_person(work, f"P{n}", passphrase=None, totp=False).id for n in range(15)]
        for day, seat, person, act in sorted(events):
            _happen(work, board.seats[seat], people[person], BEGIN + timedelta(days=day), act)
        _check(work, board.seats)
        savepoint.rollback()


def _system():
    from nswp_gov.store.actor import SYSTEM

    return SYSTEM


def _noon():
    from tests.conftest import NOW

    return NOW


def _happen(work: Work, seat: Seat, person_id: uuid.UUID, day: date, act: str) -> None:
    try:
        if act == "elect":
            operations.seat_person(work, seat, person_id, day, how=How.ELECTED)
        elif act == "coopt":
            operations.co_opt(work, seat, person_id, day, decision_id=uuid.uuid4())
        else:
            ending = {"resign": Ending.RESIGNATION, "die": Ending.DEATH}.get(act, Ending.REMOVAL)
            for term in queries.history(work.session, seat.id):
                if term.from_on < day and (term.until_on is None or day < term.until_on):
                    operations.end_term(work, term, ending, day)
    except (SeatTaken, AlreadySeated):
        return
    except DomainError as other:
        raise AssertionError(other) from other


def _check(work: Work, seats: list[Seat]) -> None:
    by_person: dict[uuid.UUID, list[Term]] = defaultdict(list)
    for seat in seats:
        terms = queries.history(work.session, seat.id)
        for one, other in combinations(terms, 2):
            assert not _span(one).overlaps(_span(other))
        for term in terms:
            by_person[term.person_id].append(term)
            assert term.until_on is not None
            last = regular_end(TermRule(2, 1, 1), seat.phase, term.from_on)
            assert term.until_on <= last
            assert last.year % 2 == seat.phase
    for terms in by_person.values():
        for one, other in combinations(terms, 2):
            assert not _span(one).overlaps(_span(other))


def _span(term: Term) -> Span[date]:
    return Span(term.from_on, term.until_on)


@given(
    years=st.integers(1, 6),
    phase=st.integers(0, 5),
    begins=st.dates(date(2001, 1, 1), date(2001, 12, 31)),
    from_on=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
)
def test_the_regular_end_is_the_next_one_and_within_one_term(years, phase, begins, from_on):
    rule = TermRule(years, begins.month, min(begins.day, 28))
    end = regular_end(rule, phase, from_on)
    assert end > from_on
    assert (end.month, end.day) == (rule.month, rule.day)
    assert end.year % years == phase % years
    assert end.year - from_on.year <= years
