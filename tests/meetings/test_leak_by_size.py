"""Two meetings that differ in a closed item alone look the same to whoever may not read it.

Whatever is read of the one equals what is read of the other, byte for byte, so that neither the
words nor the size nor a number that was skipped tells how much was said, shown or decided there.
"""

from __future__ import annotations

import random
import re
import uuid
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from nswp_gov.bodies import operations as body_operations
from nswp_gov.bodies import queries as bodies
from nswp_gov.bodies.states import RuleName
from nswp_gov.directory.operations import appoint
from nswp_gov.directory.states import Capacity as Acting
from nswp_gov.meetings import operations
from nswp_gov.meetings.operations import Count
from nswp_gov.meetings.states import Capacity, Choice, ItemAudience, Method, PaperAudience
from nswp_gov.store.files import FileStore
from tests.factories.accounts import make_person
from tests.factories.meetings import later
from tests.factories.membership import make_member
from tests.meetings.test_documents import small_pdf

WORDS = "What nobody else is to know. " * 40
OPEN_TO_ALL = (
    "meetings/", "meetings/decisions", "meetings/decisions?q=fees", "meetings/decisions?q=nobody",
    "search?q=fees", "search?q=nobody", "bodies/general-assembly", "",
)  # fmt: skip
OF_ITS_MINUTES = ("", "/public", "/public.html", "/public.pdf", ".json")
TO_MEMBERS = (
    "", "/minutes", "/minutes/members.html", "/minutes/members.pdf", "/agenda.html", "/agenda.pdf",
    "/minutes/members.json", "/pack.zip",
)  # fmt: skip


class Ids:
    """Identifiers that both meetings share, but for what belongs to the closed item."""

    def __init__(self) -> None:
        self.open, self.closed = random.Random(1), random.Random()
        self.now = self.open

    def __call__(self) -> uuid.UUID:
        return uuid.UUID(int=self.now.getrandbits(128), version=4)

    @contextmanager
    def apart(self):
        self.now = self.closed
        yield
        self.now = self.open


@pytest.fixture
def assembly(make_work):
    """An assembly of six organisations, and somebody of a seventh who only reads."""
    with make_work() as work:
        body_operations.found_board(work)
        body = bodies.body_by_slug(work.session, "general-assembly")
        body_operations.set_rule(
            work,
            body,
            RuleName.MINUTES,
            {"corrections_days": 1, "approval": "circulation", "circulation_days": 1},
            from_on=work.today + timedelta(days=1),
            draft_from="eswa",
        )
        people, organisations = [], []
        for number, country in enumerate(["KE", "FR", "PE", "IN", "CA", "NP"]):
            made = make_member(work, country=country, name=f"House {number}")
            person = make_person(work, f"Delegate {number}", passphrase=None, totp=False)
            appoint(work, made, person.id, Acting.DELEGATE)
            people.append(person)
            organisations.append(made)
        reader = make_person(work, "Bela", totp=False)
        appoint(work, make_member(work, country="DE"), reader.id, Acting.EDITOR)
        return body, people, organisations, reader


def in_the_open(work, meeting, item, words, voted, *, moved_by):
    """One item that everybody may read: a note, a vote, a decision, an action."""
    operations.take_item(work, meeting, item)
    operations.write_note(work, meeting, item, words=words, seen=0)
    operations.write_note(work, meeting, item, words=words, seen=0, field="public")
    motion = operations.move(work, meeting, item, words=words, mover=moved_by[0])
    vote = operations.take_vote(work, meeting, motion, count=Count(*voted))
    operations.decide(work, meeting, vote)
    operations.give_action(
        work, meeting, item, words=words, owner_id=moved_by[0].person_id, due_on=work.today
    )


def behind_the_door(work, meeting, item, rows, organisations):
    """Everything that can be done on an item, at length."""
    operations.write_note(work, meeting, item, words=WORDS, seen=0)
    operations.recuse(work, meeting, item, rows[5].person_id, why=WORDS)
    for number in range(3):
        motion = operations.move(
            work, meeting, item, words=WORDS, mover=rows[number], seconder=rows[number + 1]
        )
        roll = {one.id: Choice.FOR for one in organisations[:5]}
        vote = operations.take_vote(work, meeting, motion, method=Method.ROLL_CALL, roll=roll)
        operations.decide(work, meeting, vote)
        operations.give_action(
            work, meeting, item, words=WORDS, owner_id=rows[0].person_id, due_on=work.today
        )
    lost = operations.move(work, meeting, item, words=WORDS)
    operations.take_vote(work, meeting, lost, count=Count(0, 5, 0))


def held(base, assembly, store, ids, *, is_long):
    """A meeting whose second item is closed, until its minutes are published."""
    body, people, organisations, _reader = assembly
    meeting = operations.plan_meeting(
        base, body, starts_at=base.now + timedelta(days=50), zone="Europe/London", place="Online"
    )
    first = operations.add_item(base, meeting, "Fees")
    title = WORDS[:300] if is_long else "A"
    closed = operations.add_item(base, meeting, title, audience=ItemAudience.CLOSED)
    with ids.apart():
        for number in range(3 if is_long else 0):
            operations.add_paper(
                base, meeting, closed, store, title=f"Paper {number}", name="a.pdf",
                content=small_pdf(), audience=PaperAudience.AGENDA,
            )  # fmt: skip
    last = operations.add_item(base, meeting, "Places")
    operations.call_meeting(base, meeting)
    work = replace(base, now=meeting.starts_at)
    minutes = operations.open_meeting(work, meeting)
    rows = [
        operations.check_in(work, meeting, one.id, Capacity.DELEGATE, organisation_id=house.id)
        for one, house in zip(people, organisations, strict=True)
    ]
    on = later(work, minutes=5)
    in_the_open(on, meeting, first, "Fees stay.", (6, 0, 0), moved_by=rows)
    with ids.apart():
        operations.take_item(later(on, minutes=1), meeting, closed)
        if is_long:
            behind_the_door(later(on, minutes=2), meeting, closed, rows, organisations)
    in_the_open(later(on, minutes=30), meeting, last, "Ten places.", (5, 0, 0), moved_by=rows)
    over = later(on, hours=1)
    operations.close_meeting(over, meeting)
    operations.circulate(over, meeting, minutes)
    done = later(over, days=3)
    operations.approve_by_circulation(done, meeting, minutes)
    operations.publish_minutes(done, meeting, minutes)
    return str(meeting.id)


def read(client, member, meeting_id):
    """Return what the public and a member get, by address; without what chance puts into it."""
    got = {path: client.get(f"/en/{path}") for path in OPEN_TO_ALL}
    for end in OF_ITS_MINUTES:
        path = f"meetings/{meeting_id}/minutes{end}"
        got[path] = client.get(f"/en/{path}")
    register = got["meetings/decisions"].text
    for path in re.findall(r"/en/(meetings/decisions/[0-9a-f-]{36})", register):
        got[path] = client.get(f"/en/{path}")
    for end in TO_MEMBERS:
        got[f"member: {end}"] = member.get(f"/en/meetings/{meeting_id}{end}")
    got["member: actions"] = member.get("/en/meetings/actions")
    for path, answer in got.items():
        assert answer.status_code == 200, path
    assert got["member: /pack.zip"].data.startswith(b"PK")
    assert len([path for path in got if "decisions/" in path]) == 2
    salted = rb'name="csrf_token" value="[^"]+"|[0-9a-f]{64}'
    return {path: re.sub(salted, b"", answer.data) for path, answer in got.items()}


@pytest.fixture
def undone(connection, session, monkeypatch):
    """`with undone() as ids:` gives new identifiers, and takes back what was written inside."""

    @contextmanager
    def taking_back():
        session.rollback()
        before = connection.begin_nested()
        ids = Ids()
        monkeypatch.setattr("nswp_gov.store.base.new_id", ids)
        yield ids
        session.rollback()
        before.rollback()
        session.expire_all()

    return taking_back


@pytest.fixture
def readers(assembly, client, client_as):
    """A visitor's browser and a member's."""
    return client, client_as(assembly[3])


def test_whatever_happened_on_a_closed_item_all_else_is_the_same(
    make_work, assembly, readers, undone, instance
):
    store = FileStore.at(str(instance / "files"))
    seen = []
    for is_long in (False, True):
        with undone() as ids:
            with make_work() as work:
                meeting_id = held(work, assembly, store, ids, is_long=is_long)
            seen.append(read(*readers, meeting_id))
    short, long = seen
    assert short.keys() == long.keys()
    assert [path for path in short if short[path] != long[path]] == []
