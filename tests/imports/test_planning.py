"""Three sides of one field: whatever they say, nothing is lost and nothing is done twice."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nswp_gov.directory import queries as reading
from nswp_gov.directory.models import Organisation
from nswp_gov.directory.states import Readers
from nswp_gov.imports.planning import marks, plan
from nswp_gov.imports.queries.records import record_of
from nswp_gov.imports.states import Outcome, Target
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.work import Work
from tests.conftest import NOW
from tests.factories.directory import fill
from tests.factories.imports import apply, bring_in, importing, lines_of, make_importer, row, undo

FIELDS = st.sampled_from([Target.NAME, Target.EMAIL, Target.CITY, Target.LEVEL])
VALUES = st.dictionaries(FIELDS, st.sampled_from(["a", "b", "c"]))


def carried_out(record, planned):
    return {**record, **{one.target: one.new for one in planned.changes}}


@given(VALUES, VALUES, VALUES)
def test_a_plan_that_was_carried_out_leaves_nothing_to_do(wanted, record, said):
    planned = plan(wanted, record, marks(said)).taking_file()
    after = carried_out(record, planned)
    again = plan(wanted, after, marks(said) | marks(wanted))
    assert again.outcome is Outcome.UNCHANGED
    assert again.changes == again.conflicts == ()


@given(VALUES, VALUES, VALUES)
def test_no_field_is_lost_and_every_difference_is_told(wanted, record, said):
    planned = plan(wanted, record, marks(said))
    told = [*(c.target for c in planned.changes), *(c.target for c in planned.conflicts)]
    told += planned.kept
    assert sorted(told) == sorted(one for one in wanted if wanted[one] != record.get(one))
    after = carried_out(record, planned)
    assert {one: after[one] for one in record if one not in told} == {
        one: record[one] for one in record if one not in told
    }
    for one in planned.conflicts:  # both sides changed it, and neither is overwritten
        assert after[one.target] == record[one.target] == one.old


@given(VALUES, VALUES)
def test_what_nobody_touched_since_the_last_list_follows_the_file(wanted, record):
    planned = plan(wanted, record, marks(record))
    assert planned.conflicts == planned.kept == ()
    assert carried_out(record, planned) == {**record, **wanted}


@given(VALUES)
def test_a_new_record_says_what_the_file_says(wanted):
    planned = plan(wanted, None, {})
    assert planned.outcome is Outcome.CREATED
    assert carried_out({}, planned) == wanted


CELLS = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["Sun", "Moon"]),
        "level": st.sampled_from(["", "local", "national"]),
        "category": st.sampled_from(["", "full", "associate"]),
        "email": st.sampled_from(["", "a@example.org", "b@example.org"]),
        "description": st.sampled_from(["", "One.", "Two."]),
    }
)
EDITS = st.one_of(st.none(), st.sampled_from(["", "x@example.org", "a@example.org"]))


@pytest.mark.parametrize("again", [False, True])
@given(st.lists(st.tuples(CELLS, EDITS), min_size=1, max_size=3))
@settings(
    max_examples=8,
    deadline=None,
    phases=(Phase.generate, Phase.shrink),  # explaining traces every line of the database driver
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_lists_in_a_row_are_idempotent_and_undone_to_where_they_began(connection, again, steps):
    """Each step is a list, then maybe an edit by the organisation; every list is undone at once."""
    with Session(bind=connection, join_transaction_mode="create_savepoint") as session:
        session.info["touched"] = {}
        system = Work(session, SYSTEM, NOW)
        office = importing(system, make_importer(system))
        for cells, edit in steps:
            before = state(office)
            batch = bring_in(office, [row(1, **cells)])
            apply(office, batch)
            left = state(office)
            repeated = bring_in(office, [row(1, **cells)])
            assert lines_of(office, repeated)[0].outcome in {Outcome.UNCHANGED, Outcome.CONFLICT}
            if again:
                apply(office, repeated)
                assert state(office) == left
            undo(office, batch)
            assert state(office) == before
            apply(office, bring_in(office, [row(1, **cells)]))
            if edit is not None and (made := the_one(office)):
                fill(system, made, Readers.SECRETARIAT, email=edit)
        session.rollback()


def the_one(office):
    return office.session.scalar(select(Organisation))


def state(office):
    """Everything that a list could have changed, as it stands."""
    made = the_one(office)
    assert office.session.scalar(select(func.count()).select_from(Organisation)) <= 1
    if made is None:
        return None
    view = reading.profile(office.session, made, office.today)
    record = record_of(office.session, made.id, Locale.EN, office.today)
    return record, dict(view.choices), made.is_current
