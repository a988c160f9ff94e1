"""A merging loses nothing: of every table that names an organisation it is said what happens."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect, or_, select
from sqlalchemy.orm import Session

from nswp_gov.directory.states import Readers, TieState
from nswp_gov.membership import operations
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.erasure import tables
from nswp_gov.store.work import Work
from tests.conftest import NOW
from tests.factories import planted
from tests.factories.directory import fill, make_organisation
from tests.factories.membership import make_listed

MOVES = {  # what runs hangs on the one that remains, or is over where that one has the same
    "affiliation": lambda row: row.state is TieState.ENDED,
    "representative": lambda row: row.until_at is not None,
    "hide_code": lambda _row: False,
    "import_key": lambda _row: False,
    "mail_list_entry": lambda _row: False,
    "term": lambda _row: False,
}
SHOWN = {"public_affiliation", "public_facet", "public_organisation"}  # made anew, or taken away
OWN = {  # what the record was and said: its own history, readable under its own name
    "category_fact", "consent", "joint_appointment", "membership", "office_note", "placement",
    "profile_asking", "profile_value", "record_address", "renewal", "standing_fact",
}  # fmt: skip
PAST = {  # what was done in its name: a name that was written down is not rewritten
    "action", "announcement", "attendance", "consultation_answer", "consultation_draft",
    "consultation_invitee", "election_complaint", "import_line", "membership_application",
    "motion_filing", "nomination", "nomination_second", "participation", "resource", "roll_claim",
    "roll_delegate", "roll_entry", "training_application",
}  # fmt: skip
PAIRS = {"distinct_pair", "merger"}  # say of two records what they are to each other
MADE = {"category_fact", "consent", "membership", "profile_value", "standing_fact"}
PLANTED = sorted((MOVES.keys() | OWN | PAST) - MADE)


def naming():
    """Return the columns that name organisations, by table."""
    found = {}
    for model in tables():
        for column in model.__table__.columns:
            points = any(key.column.table.name == "organisation" for key in column.foreign_keys)
            shown = any(
                key.column.table.name == "public_organisation" for key in column.foreign_keys
            )
            if points or shown or column.name == "organisation_id":
                key = inspect(model).get_property_by_column(column).key
                found.setdefault(model, []).append(getattr(model, key))
    return {one: columns for one, columns in found.items() if "for_tests" not in one.__tablename__}


def test_of_every_table_that_names_an_organisation_it_is_said_what_becomes_of_it(whole_app):
    said = [*MOVES, *SHOWN, *OWN, *PAST, *PAIRS]
    assert len(said) == len(set(said))
    assert {model.__tablename__ for model in naming()} == set(said)


def rows_of(session, keys):
    """Return every row that names one of the records: by table and identity, whom it names."""
    session.flush()
    session.expire_all()
    found = {}
    for model, columns in naming().items():
        for row in session.scalars(select(model).where(or_(*(one.in_(keys) for one in columns)))):
            named = tuple(getattr(row, one.key) for one in columns)
            found[model.__tablename__, inspect(row).identity] = (row, named)
    return found


def furnish(work, organisation, other, names):
    """Plant a row of each of these tables for an organisation."""
    for model in naming():
        if model.__tablename__ in names:
            ends = {"other_id": other.id, "proposed_by_id": organisation.id}
            given = {"organisation_id": organisation.id, **ends}
            columns = model.__table__.columns
            planted.plant(work, model, {k: v for k, v in given.items() if k in columns})


FURNISHED = st.tuples(
    st.sets(st.sampled_from(PLANTED)), st.sets(st.sampled_from(["city", "email"]))
)


@given(FURNISHED, FURNISHED)
@example((set(PLANTED), {"city"}), (set(PLANTED), {"city", "email"}))
@example((set(), set()), (set(PLANTED), {"city"}))
@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_every_row_hangs_on_what_remains_or_is_kept(whole_app, connection, of_kept, of_gone):
    with Session(bind=connection, join_transaction_mode="create_savepoint") as session:
        session.info["touched"] = {}
        work = Work(session, SYSTEM, NOW)
        planted.without_foreign_keys(session)
        kept, gone = (make_listed(work, name=name) for name in ("Lantern", "Lantern Sisters"))
        other = make_organisation(work, name="Network")
        for one, (names, said) in ((kept, of_kept), (gone, of_gone)):
            fill(work, one, Readers.PUBLIC, **{field: f"{field}@example.org" for field in said})
            furnish(work, one, other, names)
        before = rows_of(session, [kept.id, gone.id])
        named = {key: named for key, (_row, named) in before.items()}
        kept_id, gone_id = kept.id, gone.id
        operations.merge(replace(work), kept, gone, reason="x")
        after = rows_of(session, [kept_id, gone_id])
        assert (of_gone[0] | of_kept[0] | MADE) - {name for name, _identity in named} == set()
        for key, ends in named.items():
            table = key[0]
            if table in SHOWN:
                assert key not in after or gone_id not in after[key][1]
                continue
            assert key in after, table  # nothing has vanished
            row, now_ends = after[key]
            moved = tuple(kept_id if one == gone_id else one for one in ends)
            if table in MOVES and gone_id in ends:
                assert now_ends == moved or MOVES[table](row), table
            else:
                assert now_ends == ends, table
        session.rollback()
