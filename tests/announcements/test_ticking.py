"""What the worker does by the clock, on a database of its own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from nswp_gov.announcements import operations, ticking
from nswp_gov.announcements.models import Announcement
from nswp_gov.announcements.states import State
from nswp_gov.mailings.audience import Audience
from nswp_gov.rules.audience import MEMBERS
from nswp_gov.store.engine import open_engine, writing
from nswp_gov.store.ticking import Ticked
from nswp_gov.store.work import begin
from tests.conftest import NOW
from tests.factories.announcements import STAFF, office, translated, written
from tests.tables import make_tables

DAY = timedelta(days=1)
ZONE = "Europe/London"


@pytest.fixture
def own_engine(whole_app, tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'own.sqlite'}")
    make_tables(engine)
    yield engine
    engine.dispose()


def test_what_is_due_goes_out_once_and_a_refusal_stops_no_other(own_engine):
    with writing(), Session(own_engine) as session, begin(session, STAFF, NOW) as work:
        scheduled, complete, incomplete, refused = (written(work) for _number in range(4))
        operations.schedule(office(work), scheduled, publish_at=NOW + DAY)
        for row in (complete, incomplete):
            operations.ask_for_translation(office(work), row, wait_until=NOW + 3 * DAY)
        translated(work, complete)
        operations.mail_to(office(work), refused, Audience(subscribers=True))
        refused.audience = MEMBERS.code  # behind the back of the operations
        operations.schedule(office(work), refused, publish_at=NOW + DAY)
        ids = [row.id for row in (scheduled, complete, incomplete, refused)]
    kept = Ticked(ids[3], "", "letters_beyond_readers")
    assert ticking.tick(own_engine, now=NOW, zone=ZONE) == [Ticked(ids[1], "published")]
    due = ticking.tick(own_engine, now=NOW + DAY, zone=ZONE)
    assert sorted(due, key=str) == sorted([Ticked(ids[0], "published"), kept], key=str)
    assert ticking.tick(own_engine, now=NOW + DAY, zone=ZONE) == [kept]
    assert Ticked(ids[2], "published") in ticking.tick(own_engine, now=NOW + 3 * DAY, zone=ZONE)
    with Session(own_engine) as session:
        states = [session.get_one(Announcement, one).state for one in ids]
    assert states == [State.PUBLISHED] * 3 + [State.SCHEDULED]
