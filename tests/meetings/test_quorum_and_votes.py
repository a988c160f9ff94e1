"""Quorum and carried, over generated bodies, attendances and rules."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from nswp_gov.meetings.models import Attendance
from nswp_gov.meetings.operations.taking import Count, _tally
from nswp_gov.meetings.queries.editions import THRESHOLD, mask
from nswp_gov.meetings.queries.presence import Mandate, MandateKind, Room
from nswp_gov.meetings.states import Capacity
from nswp_gov.rules.majority import Majority, evaluate
from nswp_gov.rules.quorum import QuorumRule
from nswp_gov.store.errors import Unfit

BEGIN = datetime(2026, 11, 2, 12, tzinfo=UTC)
REGIONS = ("africa", "europe", "latin-america")

shares = st.fractions(0, 1, max_denominator=12)
rules = st.builds(
    QuorumRule,
    share=shares.filter(lambda share: share < 1),
    more_than=st.booleans(),
    at_least=st.integers(1, 6),
    groups=st.integers(0, 3),
)
comings = st.lists(
    st.tuples(
        st.integers(0, 14),  # mandate; some belong to nobody
        st.sampled_from(list(Capacity)),
        st.integers(0, 50),  # arrival, minutes
        st.none() | st.integers(1, 50),  # stay, minutes
    ),
    max_size=30,
)


def make_room(size, rule, rows):
    ids = [uuid.UUID(int=number + 1) for number in range(15)]
    mandates = {
        one: Mandate(one, MandateKind.SEAT, REGIONS[place % 3], None)
        for place, one in enumerate(ids[:size])
    }
    attendances = [
        Attendance(
            meeting_id=uuid.UUID(int=99),
            person_id=uuid.UUID(int=100 + place),
            capacity=capacity.value,
            seat_id=ids[number],
            arrived_at=BEGIN + timedelta(minutes=arrival),
            left_at=BEGIN + timedelta(minutes=arrival + stay) if stay else None,
        )
        for place, (number, capacity, arrival, stay) in enumerate(rows)
    ]
    return Room(mandates, rule, Majority.SIMPLE, 0, attendances)


@given(size=st.integers(0, 12), rule=rules, rows=comings, minute=st.integers(0, 110))
def test_quorum_is_never_true_without_enough_votes_in_the_room(size, rule, rows, minute):
    at = BEGIN + timedelta(minutes=minute)
    room = make_room(size, rule, rows)
    here = {
        row.seat_id
        for row in room.attendances
        if row.capacity in {"holder", "delegate", "proxy"}
        and row.arrived_at <= at
        and (row.left_at is None or at < row.left_at)
        and row.seat_id in room.mandates
    }
    quorum = room.quorum(at)
    assert quorum.present == len(here) <= quorum.entitled == size
    if quorum.is_reached:
        assert len(here) >= rule.at_least
        assert Fraction(len(here)) >= rule.share * size
        if rule.more_than:
            assert Fraction(len(here)) > rule.share * size
        assert len({room.mandates[one].region for one in here}) >= rule.groups


@given(size=st.integers(1, 12), rule=rules, rows=comings)
def test_the_turns_of_a_quorum_are_where_it_changes(size, rule, rows):
    room = make_room(size, rule, rows)
    until = BEGIN + timedelta(hours=3)
    turns = room.turns(until)
    states = [quorum.is_reached for _at, quorum in turns]
    assert states == [place % 2 == 0 for place in range(len(states))]
    for at, quorum in turns:
        assert room.quorum(at).is_reached is quorum.is_reached
        assert room.quorum(at - timedelta(seconds=1)).is_reached is not quorum.is_reached


numbers = st.integers(0, 30)


@given(
    majority=st.sampled_from(list(Majority)),
    votes=st.tuples(numbers, numbers, numbers),
    present=numbers,
    absent=numbers,
)
def test_a_motion_is_never_carried_without_the_votes_it_needs(majority, votes, present, absent):
    count = Count(*votes)
    try:
        tally = _tally(count, present, present + absent)
    except Unfit:
        assert sum(votes) > present
        return
    outcome = evaluate(majority.rule, tally)
    if outcome.is_carried:
        assert count.in_favour > 0
        assert Fraction(count.in_favour) >= majority.rule.share * tally.base(majority.rule.basis)
        assert count.in_favour > count.against
    if count.in_favour == count.against:
        assert not outcome.is_carried


@given(votes=st.tuples(numbers, numbers, numbers), silent=st.integers(0, 5))
@settings(max_examples=500)
def test_published_numbers_tell_no_small_one(votes, silent):
    present = sum(votes) + silent
    masked = mask(*votes, present)
    told = (masked.in_favour, masked.against, masked.abstained)
    assert all(one is None or one >= THRESHOLD for one in told)
    hidden = present - sum(one for one in told if one is not None)
    if None in told and any(one is not None for one in told):
        assert hidden >= THRESHOLD  # what is left over is no small number either
    for one, real in zip(told, votes, strict=True):
        assert one in {None, real}
