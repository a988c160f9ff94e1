"""What changed between two days: told once, as known now or then, and never of a day too many."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from nswp_gov.directory import operations as directory
from nswp_gov.membership import operations, queries
from nswp_gov.membership.states import ENDINGS, Category, Moved, Standing
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.dated import Overlap
from nswp_gov.store.errors import DomainError
from nswp_gov.store.work import Work
from tests.conftest import NOW
from tests.factories.directory import make_organisation
from tests.factories.membership import ADMITTED, make_member

TODAY = date(2026, 11, 2)


def told(work, earlier, later, **more):
    return {
        one.name: [(step.moved, step.before, step.after) for step in one.steps]
        for one in queries.differences(work.session, earlier, later, **more)
    }


def test_every_kind_of_change_is_told(work):
    for name in ("Same", "Left", "Higher", "Late", "Placed"):
        made = make_member(work, Category.ASSOCIATE, name=name, country="FR")
        if name == "Left":
            operations.end_membership(work, made.id, Standing.RESIGNED, TODAY, reason="x")
        if name in {"Higher", "Left"}:
            day = date(2026, 6, 1)
            if name == "Higher":
                operations.change_category(work, made, Category.FULL, day, reason="x")
        if name == "Late":
            operations.change_standing(work, made, Standing.GRACE, TODAY, reason="x")
        if name == "Placed":
            directory.place(work, made, "africa", "they moved", on=date(2026, 3, 1))
    make_member(work, name="New", on=date(2026, 10, 1))
    make_organisation(work, name="Entered alone")
    assert told(work, date(2026, 1, 1), TODAY) == {
        "Left": [(Moved.LEFT, "associate", "resigned")],
        "Higher": [(Moved.CATEGORY, "associate", "full")],
        "Late": [(Moved.STANDING, "active", "grace")],
        "Placed": [(Moved.REGION, "europe", "africa")],
        "New": [(Moved.ADMITTED, None, "full")],
    }
    assert told(work, TODAY, TODAY) == {}
    assert told(work, TODAY, date(2026, 1, 1))["New"] == [(Moved.LEFT, "full", None)]


def test_a_difference_is_told_as_known_then(work):
    made = make_member(work, Category.ASSOCIATE, name="House")
    operations.change_category(work, made, Category.FULL, date(2026, 6, 1), reason="a slip")
    mended = Work(work.session, work.actor, NOW + timedelta(days=2))
    operations.change_category(mended, made, Category.SUPPORTING, date(2026, 6, 1), reason="mended")
    days = (date(2026, 1, 1), TODAY)
    assert told(work, *days)["House"] == [(Moved.CATEGORY, "associate", "supporting")]
    known = told(work, *days, known_at=NOW + timedelta(days=1))
    assert known["House"] == [(Moved.CATEGORY, "associate", "full")]


ACTS = st.lists(
    st.tuples(
        st.integers(0, 2),  # which organisation
        st.sampled_from(["admit", "full", "associate", "grace", "active", "lapsed", "resigned"]),
        st.integers(1, 20),  # how many days after the act before
    ),
    max_size=10,
)


@given(ACTS, st.integers(0, 120), st.integers(0, 120))
@settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.generate, Phase.shrink),  # explaining traces every line of the database driver
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_earlier_day_and_what_changed_make_the_later_day(connection, acts, first, second):
    with Session(bind=connection, join_transaction_mode="create_savepoint") as session:
        session.info["touched"] = {}
        work = Work(session, SYSTEM, NOW)
        houses = [make_organisation(work, name=f"House {number}") for number in range(3)]
        day = ADMITTED
        for number, act, days in acts:
            day += timedelta(days=days)
            attempt(work, houses[number], act, day)
        earlier, later = sorted(ADMITTED + timedelta(days=one) for one in (first, second))
        before, after = belonging(work, earlier), belonging(work, later)
        rebuilt = dict(before)
        for one in queries.differences(session, earlier, later):
            for step in one.steps:
                carry_out(rebuilt, one.organisation_id, step)
        assert {key: line[0] for key, line in rebuilt.items()} == {
            key: line[0] for key, line in after.items()
        }
        assert rebuilt.keys() == after.keys()
        session.rollback()


def attempt(work, house, act, day):
    """Do an act that may be refused: the register of the day stays as it was then."""
    try:
        with work.session.begin_nested():
            if act == "admit":
                operations.admit(work, house, Category.FULL, day, reason="x")
            elif act in set(Category):
                operations.change_category(work, house, Category(act), day, reason="x")
            else:
                operations.change_standing(work, house, Standing(act), day, reason="x")
    except (DomainError, Overlap):
        work.session.info["touched"].clear()


def belonging(work, day):
    return {
        one.organisation_id: (one.category.value, one.standing.value)
        for one in queries.register_as_at(work.session, day)
        if one.standing not in ENDINGS
    }


def carry_out(lines, key, step):
    if step.moved is Moved.LEFT:
        del lines[key]
    elif step.moved is Moved.ADMITTED:
        assert key not in lines
        lines[key] = (step.after, None)
    elif step.moved is Moved.CATEGORY:
        assert lines[key][0] == step.before
        lines[key] = (step.after, lines[key][1])
