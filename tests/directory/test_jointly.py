"""The office and a regional representative appoint together; the organisation may stop it."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session as Plain

from nswp_gov.accounts.operations import close_person
from nswp_gov.accounts.states import Role
from nswp_gov.directory import operations, queries, ticking
from nswp_gov.directory.models import JointAppointment
from nswp_gov.directory.operations.jointly import RegionNeeded
from nswp_gov.directory.states import JOINT_LASTS, JOINT_WAITS, Capacity, JointState
from nswp_gov.membership.operations import merge
from nswp_gov.store import clock
from nswp_gov.store.errors import Conflict, Denied, Unfit
from nswp_gov.store.journal import JournalEvent
from nswp_gov.store.outbox import OutboxMessage
from tests.conftest import NOW
from tests.factories.accounts import make_person
from tests.factories.applications import seats_of
from tests.factories.bodies import make_board, staff_actor
from tests.factories.directory import actor_of, actor_of_region, make_organisation
from tests.factories.membership import make_member

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Cast:
    """An organisation in Kenya with an editor, and three people who are nothing to it."""

    def __init__(self, work):
        self.house = make_member(work, name="Lantern House", country="KE")
        self.editor = make_person(work, "Amina", email="amina@x.example", totp=False)
        operations.appoint(work, self.house, self.editor.id, Capacity.EDITOR)
        self.new, self.carla, self.dana = (
            make_person(work, name, totp=False) for name in ("Nadia", "Carla", "Dana")
        )
        self.office = replace(work, actor=staff_actor(self.carla.id))
        self.region = replace(work, actor=actor_of_region(self.dana.id, "africa"))
        self.program = work

    def ask(self, capacity=Capacity.DELEGATE, reason="Three calls, two visits."):
        return operations.ask_jointly(self.office, self.house, self.new.id, capacity, reason=reason)

    def later(self, work, span):
        return replace(work, now=work.now + span)

    def acting(self, at):
        return queries.acting_people(self.program.session, self.house.id, at)


@pytest.fixture
def cast(work):
    return Cast(work)


def letters(session):
    return [one.letter for one in session.scalars(select(OutboxMessage))]


@pytest.fixture
def round_of(connection, monkeypatch):
    """A round of the worker on this test's connection."""

    def opened(_engine):
        return Plain(bind=connection, join_transaction_mode="create_savepoint")

    monkeypatch.setattr(ticking, "Session", opened)
    return lambda now: ticking.tick(connection.engine, now=now, zone="UTC")


def test_both_are_recorded_and_nothing_happens_for_48_hours(cast, session, round_of):
    assert round_of(NOW) == 0
    row = cast.ask()
    assert letters(session) == []
    operations.agree_jointly(cast.region, row)
    assert letters(session) == ["directory/appointment"]
    session.commit()
    early = cast.later(cast.program, JOINT_WAITS - timedelta(seconds=1))
    assert round_of(early.now) == 0
    assert cast.acting(early.now)[Capacity.DELEGATE] == ()
    late = cast.later(cast.program, JOINT_WAITS)
    assert round_of(late.now) == 1
    session.expire_all()
    assert cast.acting(late.now)[Capacity.DELEGATE] == (cast.new.id,)
    [(made, _name)] = [
        one
        for one in queries.appointments(session, cast.house.id)
        if one[0].capacity is Capacity.DELEGATE
    ]
    assert (made.appointed_by, made.seconded_by) == (cast.carla.id, cast.dana.id)
    assert row.state is JointState.DONE
    assert letters(session) == ["directory/appointment"] * 2
    kinds = set(session.scalars(select(JournalEvent.kind)))
    assert {f"organisation.joint_appointment_{end}" for end in ("asked", "agreed", "done")} <= kinds
    assert round_of(late.now) == 0  # once


def test_who_may_not_be_the_second_person(cast, work):
    row = cast.ask()
    for who in (
        actor_of_region(cast.dana.id, "europe"),  # another region's
        actor_of_region(cast.dana.id, "africa", is_fresh=False),  # no code since ten minutes
        actor_of_region(cast.new.id, "africa"),  # who is to be appointed
        actor_of_region(cast.carla.id, "africa"),  # who asked
        staff_actor(cast.dana.id),
        actor_of(cast.editor.id, cast.house),
    ):
        with pytest.raises(Denied):
            operations.agree_jointly(replace(work, actor=who), row)
    assert row.state is JointState.ASKED


def test_who_may_not_ask(cast, work):
    me = replace(work, actor=staff_actor(cast.new.id))
    for by in (me, cast.region, replace(work, actor=actor_of(cast.editor.id, cast.house))):
        with pytest.raises(Denied):
            operations.ask_jointly(by, cast.house, cast.new.id, Capacity.EDITOR, reason="x")
    for given, code in (
        ({"reason": " "}, "reason_missing"),
        ({"person_id": uuid.uuid4()}, "person_unknown"),
        ({"person_id": cast.editor.id}, "already_appointed"),
    ):
        said = {"person_id": cast.new.id, "reason": "x", **given}
        with pytest.raises(Unfit) as refusal:
            operations.ask_jointly(cast.office, cast.house, capacity=Capacity.EDITOR, **said)
        assert refusal.value.code == code
    cast.ask()
    with pytest.raises(Unfit):
        cast.ask()
    nowhere = make_organisation(work)
    nowhere.country = None
    work.record("test.moved", nowhere)
    with pytest.raises(RegionNeeded):
        operations.ask_jointly(cast.office, nowhere, cast.new.id, Capacity.EDITOR, reason="x")


@pytest.mark.parametrize("who", ["editor", "office", "region"])
def test_it_can_be_stopped_until_it_takes_effect(cast, work, who):
    row = cast.ask()
    operations.agree_jointly(cast.region, row)
    stranger = replace(work, actor=actor_of(cast.new.id, make_organisation(work)))
    with pytest.raises(Denied):
        operations.stop_jointly(stranger, row)
    editor = replace(work, actor=actor_of(cast.editor.id, cast.house))
    by = {"editor": editor, "office": cast.office, "region": cast.region}[who]
    operations.stop_jointly(by, row)
    assert row.ended_by == by.actor.person_id
    late = cast.later(work, JOINT_WAITS)
    assert operations.carry_out_jointly(late) == 0
    assert cast.acting(late.now)[Capacity.DELEGATE] == ()
    for act in (operations.stop_jointly, operations.agree_jointly):
        with pytest.raises(Conflict):
            act(by, row)


def test_what_nobody_agrees_to_lapses_and_what_cannot_be_done_comes_to_nothing(cast, work):
    row, other = cast.ask(), cast.ask(Capacity.EDITOR)
    operations.agree_jointly(cast.region, other)
    close_person(work, cast.new)
    assert operations.carry_out_jointly(cast.later(work, JOINT_WAITS)) == 0
    assert (row.state, other.state) == (JointState.ASKED, JointState.STOPPED)
    late = cast.later(work, JOINT_LASTS)
    with pytest.raises(Conflict):
        operations.agree_jointly(cast.later(cast.region, JOINT_LASTS), row)
    operations.carry_out_jointly(late)
    assert (row.state, row.ended_by) == (JointState.STOPPED, None)


def test_what_waits_for_a_record_that_becomes_part_of_another_is_asked_anew(cast, work):
    row = cast.ask()
    merge(work, make_member(work, name="Lantern Home", country="KE"), cast.house, reason="one")
    assert row.state is JointState.STOPPED
    assert operations.carry_out_jointly(cast.later(work, JOINT_WAITS)) == 0


def send(browser, path, page, **data):
    token = TOKEN.search(browser.get(page).text)[1]
    return browser.post(path, data={**data, "csrf_token": token})


def test_from_the_office_over_the_representative_to_the_organisation(
    make_work, client_as, session, monkeypatch
):
    times = [NOW]
    monkeypatch.setattr(clock, "now", lambda: times[0])
    with make_work() as work:
        cast = Cast(work)
        staff = make_person(work, "Chandra", roles=[Role.SECRETARIAT])
        board = make_board(work)
        [dana, *_] = seats_of(board, "africa")
        stranger = next(one for one in board.filled() if one not in seats_of(board, "africa"))
        house, name = cast.house.id, cast.new.sign_in_name
        people = cast.editor, staff, dana, stranger
    editor, office, region, elsewhere = (client_as(one) for one in people)
    path = f"/en/our/{house}/people"
    refused = send(office, path, path, sign_in_name=name, capacity="delegate")
    assert "a representative of its region has to agree" in refused.text.replace("\n", " ")
    asking = {"sign_in_name": name, "capacity": "delegate"}
    page = send(office, f"{path}/together", f"{path}/together", **asking, reason="")
    assert page.status_code == 422
    assert name in page.text  # what was typed stays
    said = {**asking, "reason": "Three calls."}
    assert send(office, f"{path}/together", f"{path}/together", **said).status_code == 302
    joint = session.scalars(select(JointAppointment)).one().id
    one = f"/en/appointments/{joint}"
    assert one in region.get("/en/work").text  # on their own page
    assert elsewhere.get(one).status_code == 404
    assert editor.get(one).status_code == 403
    read = region.get(one).text
    assert "Three calls." in read
    assert "You are the second person" in read
    assert send(region, one, one).location == one
    assert "Agreed by Member" in region.get(one).text
    waiting = editor.get(path).text
    assert "A representative of the region agreed" in waiting
    assert "The office appoints somebody for you" in editor.get(f"/en/our/{house}").text
    assert send(elsewhere, f"{one}/stop", "/en/account").status_code == 404
    assert send(editor, f"{one}/stop", path).location == path
    session.expire_all()
    assert session.get(JointAppointment, joint).state is JointState.STOPPED
    assert "It came to nothing" in region.get(one).text
