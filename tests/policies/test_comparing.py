"""Comparisons against a slow reading of the same positions: chance rows, every day asked anew."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from nswp_gov.policies import queries
from nswp_gov.policies.queries import Row
from nswp_gov.policies.states import Stance, Topic
from nswp_gov.store.projection import Projection
from tests.sizes import size

FIRST = date(2010, 1, 1)
DAYS = 60
BODIES = [
    Projection({"id": uuid.UUID(int=number), "slug": f"b{number}"}, {}) for number in range(3)
]

day = st.integers(0, DAYS).map(lambda number: FIRST + timedelta(days=number))


@st.composite
def position(draw):
    taken_on = draw(day)
    lasts = draw(st.none() | st.integers(1, DAYS))
    said = {
        "id": draw(st.uuids()),
        "topic": draw(st.sampled_from(list(Topic)[:3])),
        "stance": draw(st.sampled_from(Stance)),
        "taken_on": taken_on,
        "ended_on": None if lasts is None else taken_on + timedelta(days=lasts),
    }
    return Row(Projection(said, {}), Projection({}, {}), draw(st.sampled_from(BODIES)))


rows_of = st.lists(position(), max_size=12, unique_by=lambda row: row.position["taken_on"]).map(
    lambda rows: sorted(rows, key=lambda row: row.position["taken_on"], reverse=True)
)


def held(rows, body, topic, on):
    """What an institution holds on a day, read naively."""
    running = [
        row
        for row in rows
        if row.institution is body
        and row.position["topic"] is topic
        and row.position["taken_on"] <= on
        and (row.position["ended_on"] is None or on < row.position["ended_on"])
    ]
    newest = max(running, key=lambda row: row.position["taken_on"], default=None)
    return newest, len(running)


@given(rows=rows_of, on=day)
@settings(max_examples=size(100, 2000), deadline=None)
def test_a_cell_is_the_newest_position_in_force(rows, on):
    table = queries.matrix(rows, on)
    for body in BODIES:
        for topic in Topic:
            newest, number = held(rows, body, topic, on)
            cell = table.cells.get((topic, body["id"]))
            assert (cell and cell.row, cell.number if cell else 0) == (newest, number)
            assert (topic in table.topics) >= (newest is not None)
            assert (body in table.institutions) >= (newest is not None)


@given(rows=rows_of, earlier=day, later=day)
@settings(max_examples=size(100, 2000), deadline=None)
def test_a_turn_is_a_stance_that_differs_between_two_days(rows, earlier, later):
    found = {
        (turn.institution["id"], turn.topic): (turn.before, turn.after)
        for turn in queries.turns(rows, earlier, later)
    }
    wanted = {}
    for body in BODIES:
        for topic in Topic:
            both = [held(rows, body, topic, on)[0] for on in (earlier, later)]
            before, after = (one.position["stance"] if one else None for one in both)
            if before is not after:
                wanted[body["id"], topic] = (before, after)
    assert found == wanted


@given(rows=rows_of, on=day)
@settings(max_examples=size(50, 500), deadline=None)
def test_chosen_institutions_stand_there_even_without_a_position(rows, on):
    table = queries.matrix(rows, on, {"b1"})
    assert {one["slug"] for one in table.institutions} <= {"b1"}
    has_any = any(row.institution["slug"] == "b1" for row in rows)
    assert bool(table.institutions) is has_any
