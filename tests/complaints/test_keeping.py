"""What is kept of a complaint, how long, and what whoever seizes the disk reads of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from nswp_gov.complaints import operations, queries
from nswp_gov.complaints.models import PARTS, Complaint
from nswp_gov.complaints.states import Outcome
from nswp_gov.rules.languages import Locale
from nswp_gov.store import erasure
from nswp_gov.store.actor import VISITOR, Actor
from nswp_gov.store.base import Base
from nswp_gov.store.erasure import governed
from nswp_gov.store.files import FileStore, StoredFile
from nswp_gov.store.journal import JournalEvent, Revision, seal
from nswp_gov.store.legal_holds import Holdable, lift_hold, place_hold
from nswp_gov.store.texts import Text, TextRevision
from nswp_gov.store.verifying import verify
from tests.factories.accounts import make_person
from tests.factories.applications import picture
from tests.factories.complaints import circle, make_decided, make_raised

DAY = timedelta(days=1)


def ids(board):
    return [person.id for person in board.people]


def later(work, **time):
    return replace(work, actor=VISITOR, now=work.now + timedelta(**time))


def said(words="Zqraisons."):
    return {Locale.FR: words}


def test_a_case_is_kept_three_years_held_if_a_dispute_needs_it_and_then_gone(work, board, tmp_path):
    store = FileStore.at(str(tmp_path))
    row = make_raised(work)
    operations.add_document(later(work), row, store, picture(), "zqpicture.jpg")
    first = circle(work, row)[0]
    operations.acknowledge(first, row, "Zqseen")
    operations.decide(first, row, Outcome.REFERRED, said())
    operations.set_measure(first, row, "Zqmeasure", work.today + 9 * DAY)
    operations.pass_time(later(work, days=31), row)
    ended, key = row.closed_at, row.id
    admin = Actor(name="Dana", person_id=None, roles=frozenset({"administrator"}))
    at = replace(work, actor=admin, now=ended + 3 * 365 * DAY)
    hold = place_hold(
        at, Holdable.COMPLAINT, why="Court", until_on=at.today + 90 * DAY, record_id=key
    )
    assert queries.DOSSIER.wipe_unless_held(at, row, store) == ""
    erasure.purge(replace(at, now=at.now + DAY))
    assert len(queries.DOSSIER.parts_of(work.session, key)) > len(PARTS)  # the hold holds parts
    lift_hold(at, hold)
    assert queries.DOSSIER.wipe_unless_held(at, row, store) == "wiped"
    work.session.flush()
    assert work.session.get(Complaint, key) is None
    assert queries.DOSSIER.parts_of(work.session, key) == []
    assert list(work.session.scalars(select(Text).where(Text.subject_id == key))) == []
    assert work.session.scalars(select(StoredFile)).all() == []
    assert list(store.keys()) == []
    entities = {
        "network_complaint",
        *(part.__tablename__ for part in PARTS),
        TextRevision.__tablename__,
    }
    past = work.session.scalars(select(Revision).where(Revision.entity.in_(entities))).all()
    words = [str(one.body) for one in past if one.body is not None]
    assert words
    assert not [one for one in words if "Zq" in one]
    seal(work.session)
    assert verify(work.session, now=at.now, models=governed()).findings == ()


# Whole words: two letters occur in a cipher by chance.
PLANTED = re.compile(
    "zq(accused|who|organisation|file|camera|more|concerned|friend|seen|measure|appeal|raisons"
    "|shouted|wish|somebody)",
    re.IGNORECASE,
)


def raw(work):
    """Every row of every table as whoever seizes the disk reads it."""
    found = []
    for table in Base.metadata.sorted_tables:
        rows = work.session.connection().exec_driver_sql(f'select * from "{table.name}"')
        found += [(table.name, repr(tuple(row))) for row in rows]
    return found


def test_whoever_seizes_the_disk_reads_nothing_of_it(work, board, tmp_path):
    store = FileStore.at(str(tmp_path))
    accused = make_person(work, "Zqaccused")
    given = {"organisation": "Zqorganisation", "people": [accused.id]}
    row = make_raised(work, email="zqwho@example.org", **given)
    operations.add_document(later(work), row, store, picture(), "Zqfile.jpg")
    operations.write(later(work), row, "Zqmore")
    first, second = circle(work, row)
    operations.keep_out(first, row, ids(board)[7], "Zqconcerned")
    operations.step_aside(second, row, "Zqfriend")
    operations.acknowledge(first, row, "Zqseen")
    operations.decide(first, row, Outcome.PARTLY, said())
    operations.set_measure(first, row, "Zqmeasure", work.today)
    operations.appeal(later(work, days=1), row, "Zqappeal")
    work.session.flush()
    rows = raw(work)
    assert len(rows) > 100
    assert [name for name, said in rows if PLANTED.search(said)] == []
    ours = [said for name, said in rows if name.startswith(("complaint_", "network_complaint"))]
    assert ours
    for person in (accused.id, ids(board)[7]):
        assert not [one for one in ours if person.hex in one or str(person) in one]
    assert "partly" not in "".join(ours)
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or not PLANTED.search(repr(path.read_bytes()))


def test_the_journal_says_that_something_was_done_and_not_what(work, board):
    row = make_decided(work, Outcome.UPHELD, people=ids(board)[4:5])
    kinds = select(JournalEvent.kind).where(JournalEvent.subject_id == row.id)
    assert set(work.session.scalars(kinds)) == {
        "complaint.begun", "complaint.saved", "complaint.handed_in",
        "complaint.acknowledged", "complaint.decided",
    }  # fmt: skip
