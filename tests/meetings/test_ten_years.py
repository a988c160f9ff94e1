"""Ten years after a meeting what was inside goes, unless it is held; what was published stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from nswp_gov.meetings import models, operations
from nswp_gov.meetings.models import Meeting, Paper
from nswp_gov.meetings.states import TEN_YEARS, Choice, Method
from nswp_gov.store import erasure, journal, verifying
from nswp_gov.store.actor import Actor
from nswp_gov.store.crypto import Encrypted, EncryptedJson
from nswp_gov.store.files import FileStore, StoredFile
from nswp_gov.store.journal import Revision
from nswp_gov.store.legal_holds import Holdable, LegalHold, lift_hold, place_hold
from nswp_gov.store.texts import TextRevision
from tests.factories.bodies import make_board
from tests.factories.meetings import close, hold, later
from tests.meetings.test_documents import small_pdf

STAYS = {
    "attendance.capacity": "who took part in what was decided; points to an account",
    "calendar_address.region": "goes with the account",
}


@pytest.fixture
def published(make_work, tmp_path):
    """A meeting of the board of which canaries are kept in every way, published; the board."""
    with make_work() as work:
        board = make_board(work)
        people = board.filled()[:7]
        held = hold(work, board.body, people, closed=["Canary title"])
        on, meeting, (item, inner) = held.work, held.meeting, _two(held)
        operations.write_note(on, meeting, item, words="Canary said.", seen=0)
        operations.write_note(on, meeting, item, words="Fees stay.", seen=0, field="public")
        operations.write_note(on, meeting, inner, words="Canary closed.", seen=0)
        operations.recuse(on, meeting, inner, people[6].id, why="Canary interest")
        operations.add_paper(
            on, meeting, inner, FileStore.at(str(tmp_path)),
            title="Canary paper", name="canary.pdf", content=small_pdf(),
        )  # fmt: skip
        motion = operations.move(on, meeting, item, words="Fees stay.")
        seats = {one.id: Choice.FOR for one in board.seats[:7]}
        vote = operations.take_vote(on, meeting, motion, method=Method.ROLL_CALL, roll=seats)
        operations.decide(on, meeting, vote)
        for words in ("Canary, done.", "Still to do."):
            action = operations.give_action(
                on, meeting, item, words=words, owner_id=people[1].id, due_on=on.today
            )
            if "Canary" in words:
                operations.finish_action(on, action)
        over = close(held)
        operations.circulate(over.work, meeting, over.minutes)
        asking = replace(over.work, actor=Actor(name="A", person_id=people[0].id))
        asked = operations.ask_correction(asking, meeting, over.minutes, item, words="Canary wish")
        operations.settle_correction(over.work, meeting, asked, is_taken=True)
        second = hold(later(over.work, days=1), board.body, people)
        approval = next(row for row in second.items if row.approves_id == over.minutes.id)
        operations.approve_minutes(second.work, over.minutes, approval)
        operations.publish_minutes(second.work, meeting, over.minutes)
        return meeting.id, meeting.starts_at, people[0]


def _two(held):
    rows = [row for row in held.items if row.is_closed or row.approves_id is None]
    return next(row for row in rows if not row.is_closed), next(r for r in rows if r.is_closed)


def canaries(session):
    """Where a canary is still kept, in any revision of any row."""
    session.expire_all()
    return [row.entity for row in session.scalars(select(Revision)) if "anary" in str(row.body)]


def run(make_work, at):
    with make_work(now=at) as work:
        erasure.purge(work)


def test_what_was_inside_goes_after_ten_years_unless_held_and_what_was_published_stays(
    published, make_work, session, client, client_as
):
    meeting_id, began, reader = published
    page = f"/en/meetings/{meeting_id}/minutes"
    before = {path: client.get(path).data for path in (page, f"{page}.json", f"{page}/public.pdf")}
    decisions = client.get("/en/meetings/decisions").data
    assert "Canary said." in client_as(reader).get(page).text
    kept = sorted(canaries(session))
    assert {"text_revision", "meeting_paper", "recusal", "correction"} <= set(kept)

    over = began + timedelta(days=TEN_YEARS, minutes=1)
    run(make_work, over - timedelta(days=2))
    assert sorted(canaries(session)) == kept
    office = Actor(name="Dana", roles=frozenset({"administrator"}))
    with make_work(actor=office, now=over) as work:
        until = work.today + timedelta(days=30)
        place_hold(
            work, Holdable.MINUTES, why="A court asked.", until_on=until, record_id=meeting_id
        )
    run(make_work, over + timedelta(days=10))
    assert sorted(canaries(session)) == kept
    with make_work(actor=office, now=over + timedelta(days=11)) as work:
        lift_hold(work, work.session.scalars(select(LegalHold)).one())
    run(make_work, over + timedelta(days=22))

    assert canaries(session) == []
    assert session.scalars(select(Paper)).all() == session.scalars(select(StoredFile)).all() == []
    assert "Still to do." in {one.words for one in session.scalars(select(TextRevision))}
    for path, content in before.items():
        assert client.get(path).data == content, path
    assert client.get("/en/meetings/decisions").data == decisions
    member = client_as(reader)
    assert "Fees stay." in member.get(page).text
    for end in ("", "/minutes/members.pdf", "/agenda.pdf", "/pack.zip"):
        assert member.get(f"/en/meetings/{meeting_id}{end}").status_code == 404, end
    journal.seal(session)
    found = verifying.verify(session, now=over + timedelta(days=22), models=erasure.governed())
    assert found.findings == ()
    assert session.get_one(Meeting, meeting_id).place == ""


def test_whatever_is_encrypted_in_these_tables_goes_or_says_why_it_stays():
    staying = set()
    for name in models.__all__:
        model = getattr(models, name)
        for field, column in model.__mapper__.columns.items():
            if isinstance(column.type, Encrypted | EncryptedJson):
                rule = model.__retention__
                if rule.days is None or (rule.only is not None and field not in rule.only):
                    staying.add(column.type.label)
    assert staying == set(STAYS)
