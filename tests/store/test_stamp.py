"""The stamp of all that is recorded is another one whenever something else can be seen."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.engine import open_engine
from nswp_gov.store.stamp import stamp
from nswp_gov.store.work import begin
from tests.conftest import NOW
from tests.factories.accounts import make_person


def test_it_stays_until_something_is_recorded(session):
    before = stamp(session)
    assert stamp(session) == before
    with begin(session, SYSTEM, NOW) as work:
        make_person(work, "Amina")
    assert stamp(session) != before


def test_a_change_that_ends_after_a_later_one_is_noticed(engine, database_url):
    """On PostgreSQL an event with a lower number may be committed last."""
    if engine.dialect.name != "postgresql":
        return  # writers come one after the other
    other = open_engine(database_url)
    writes = text("SELECT pg_current_xact_id()")
    with Session(engine) as reader, other.connect() as first, other.connect() as second:
        first.execute(writes)
        second.execute(writes)
        second.commit()
        before = stamp(reader)
        reader.rollback()
        first.commit()
        assert stamp(reader) != before
        reader.rollback()
    other.dispose()
