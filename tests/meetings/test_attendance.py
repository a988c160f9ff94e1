"""Who is in the room, for whom, and what strangers are refused."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from nswp_gov.bodies import operations as body_operations
from nswp_gov.bodies import queries as bodies
from nswp_gov.directory.operations import appoint
from nswp_gov.directory.states import Capacity as Acting
from nswp_gov.meetings import operations, queries
from nswp_gov.meetings.operations.sitting import (
    AlreadyHere,
    MandateTaken,
    NoMandate,
    TooManyProxies,
)
from nswp_gov.meetings.states import (
    Capacity,
)
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import Actor
from nswp_gov.store.errors import Denied, Unfit
from tests.factories.accounts import make_person
from tests.factories.meetings import later, make_meeting
from tests.factories.membership import make_member
from tests.meetings.strangers import EVE, as_eve


def test_strangers_record_nothing_in_a_meeting(held):
    eve, meeting, item = as_eve(held.work), held.meeting, held.items[0]
    row = held.attendances[0]
    for act in (
        lambda: operations.close_meeting(eve, meeting),
        lambda: operations.take_item(eve, meeting, item),
        lambda: operations.leave_item(eve, meeting, item),
        lambda: operations.check_in(eve, meeting, EVE.person_id, Capacity.OBSERVER),
        lambda: operations.check_out(eve, meeting, row),
        lambda: operations.apologise(eve, meeting, EVE.person_id),
        lambda: operations.consent_to_name(eve, row, is_given=True),
        lambda: operations.move(eve, meeting, item, words="x"),
        lambda: operations.agree(eve, meeting, item, words="x"),
        lambda: operations.write_note(eve, meeting, item, words="x", seen=0),
        lambda: operations.circulate(eve, meeting, held.minutes),
        lambda: operations.ask_correction(eve, meeting, held.minutes, item, words="x"),
        lambda: operations.publish_minutes(eve, meeting, held.minutes),
        lambda: operations.give_action(
            eve, meeting, item, words="x", owner_id=row.person_id, due_on=held.work.today
        ),
    ):
        with pytest.raises(Denied):
            act()


def test_nobody_is_named_by_somebody_elses_consent(held):
    staff = Actor(name="Carla", person_id=uuid.uuid4(), roles=frozenset({"secretariat"}))
    for actor in (staff, held.work.actor):
        with pytest.raises(Denied):
            operations.consent_to_name(
                replace(held.work, actor=actor), held.attendances[0], is_given=True
            )


def test_a_holder_comes_once_on_their_own_seat(held, board):
    first, outsider = board.filled()[0], board.filled()[8]
    with pytest.raises((MandateTaken, AlreadyHere)):
        operations.check_in(held.work, held.meeting, first.id, Capacity.HOLDER)
    with pytest.raises(NoMandate):
        operations.check_in(
            held.work, held.meeting, outsider.id, Capacity.HOLDER, seat_id=board.seats[0].id
        )
    with pytest.raises(NoMandate):
        operations.check_in(held.work, held.meeting, uuid.uuid4(), Capacity.HOLDER)
    future = held.work.now + timedelta(minutes=1)
    with pytest.raises(Unfit, match="instant_outside_meeting"):
        operations.check_in(held.work, held.meeting, outsider.id, Capacity.HOLDER, at=future)


def test_whoever_left_may_come_back_and_the_quorum_follows(held, board):
    def quorum(work):
        return queries.sitting(work.session, held.meeting, Locale.EN).quorum(work.now)

    assert quorum(held.work).is_reached
    gone = later(held.work, minutes=1)
    for row in held.attendances[:2]:
        operations.check_out(gone, held.meeting, row)
    with pytest.raises(Unfit, match="not_in_the_room"):
        operations.check_out(gone, held.meeting, held.attendances[0])
    assert not quorum(gone).is_reached
    back = later(gone, minutes=1)
    operations.check_in(back, held.meeting, held.attendances[0].person_id, Capacity.HOLDER)
    assert quorum(back).is_reached
    whole = queries.sitting(back.session, held.meeting, Locale.EN)
    turns = [quorum.is_reached for _at, quorum in whole.room.turns(back.now + timedelta(1))]
    assert turns == [True, False, True]


def test_delegates_and_proxies_speak_for_organisations_within_the_rule(work):
    body_operations.found_board(work)
    assembly = bodies.body_by_slug(work.session, "general-assembly")
    organisations = [make_member(work, country=code) for code in ("KE", "FR", "PE", "IN")]
    amina, bela = (
        make_person(work, name, passphrase=None, totp=False) for name in ("Amina", "Bela")
    )
    appoint(work, organisations[0], amina.id, Acting.DELEGATE)
    appoint(work, organisations[1], bela.id, Acting.ALTERNATE)
    meeting = make_meeting(work, assembly, starts_at=work.now + timedelta(days=50))
    operations.call_meeting(work, meeting)
    on = replace(work, now=meeting.starts_at)
    operations.open_meeting(on, meeting)
    with pytest.raises(NoMandate):
        operations.check_in(
            on, meeting, bela.id, Capacity.DELEGATE, organisation_id=organisations[0].id
        )
    with pytest.raises(NoMandate):  # a proxy is carried by somebody with a vote in the room
        operations.check_in(
            on, meeting, amina.id, Capacity.PROXY, organisation_id=organisations[2].id
        )
    row = operations.check_in(on, meeting, amina.id, Capacity.DELEGATE)
    assert row.organisation_id == organisations[0].id
    operations.check_in(on, meeting, amina.id, Capacity.PROXY, organisation_id=organisations[2].id)
    with pytest.raises(TooManyProxies):
        operations.check_in(
            on, meeting, amina.id, Capacity.PROXY, organisation_id=organisations[3].id
        )
    later_on = later(on, minutes=1)
    whole = queries.sitting(work.session, meeting, Locale.EN)
    quorum = whole.quorum(later_on.now)
    assert (quorum.present, quorum.entitled, quorum.groups_present) == (2, 4, 2)
    assert not quorum.is_reached
