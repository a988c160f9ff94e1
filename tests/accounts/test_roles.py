"""Roles are asked for by one officer, agreed to by another, and end."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from nswp_gov.accounts import operations, policy, queries
from nswp_gov.accounts.models import RoleGrant
from nswp_gov.accounts.states import Role
from nswp_gov.store.actor import Actor
from nswp_gov.store.errors import Conflict, Denied, Unfit
from tests.accounts.conftest import NOW, OWN, acting_as, with_both_proofs


def test_a_role_is_held_once_a_second_officer_agrees(browser, people, clock, session):
    admin = people("Ada", roles=["administrator"], totp=True)
    carla = people("Carla", roles=["secretariat"], totp=True)
    bela = people("Bela")
    here = with_both_proofs(browser, admin, clock)
    page = f"{OWN}/people/{bela.id}"
    offered = here.get(page).text
    assert f'value="{carla.id}"' in offered
    assert f'value="{admin.id}"' not in offered
    here.post(page, role="returning_officer", second=str(carla.id))
    assert queries.roles_at(session, bela.id, clock.now) == frozenset()
    second = with_both_proofs(browser, carla, clock)
    link = re.search(r'href="(/en/account/roles/[^"]+)"', second.get(OWN).text).group(1)
    assert "Returning officer" in second.get(link).text
    assert here.get(link).status_code == 404  # only the one who was named
    assert here.post(link + "/agreement", page=OWN).status_code == 403
    assert second.post(link + "/agreement", page=link).status_code == 302
    assert queries.roles_at(session, bela.id, clock.now) == {Role.RETURNING_OFFICER}
    grant = session.scalars(select(RoleGrant).where(RoleGrant.person_id == bela.id)).one()
    assert (grant.granted_by, grant.seconded_by) == (admin.id, carla.id)
    clock.pass_by(minutes=1)
    here.post(f"{OWN}/roles/{grant.id}/end", page=page)
    assert queries.roles_at(session, bela.id, clock.now) == frozenset()
    assert "From " in here.get(page).text


def test_agreeing_to_a_role_asks_for_a_fresh_code(browser, people, clock, make_work):
    admin = people("Ada", roles=["administrator"], totp=True)
    carla = people("Carla", roles=["secretariat"], totp=True)
    bela = people("Bela")
    with make_work(acting_as(admin, Role.ADMINISTRATOR)) as w:
        grant = operations.ask_role(w, bela, Role.SECRETARIAT, carla)
        link = f"{OWN}/roles/{grant.id}"
    second = with_both_proofs(browser, carla, clock)
    clock.pass_by(minutes=11)
    assert second.get(link).location.startswith(OWN + "/confirmation")
    assert second.post(link + "/agreement", page=OWN).location.startswith(OWN + "/confirmation")


def test_nobody_asks_for_their_own_role_or_seconds_what_they_asked(people, make_work):
    admin, carla, bela = people("Ada"), people("Carla"), people("Bela")
    acting = acting_as(admin, Role.ADMINISTRATOR)
    for person, second, reason in [
        (admin, carla, "own_role"),
        (bela, admin, "second_person"),
        (bela, bela, "second_person"),
    ]:
        with pytest.raises(Denied) as refused, make_work(acting) as w:
            operations.ask_role(w, person, Role.SECRETARIAT, second)
        assert refused.value.reason == reason
    with pytest.raises(Denied), make_work(acting_as(carla, Role.SECRETARIAT)) as w:
        operations.ask_role(w, bela, Role.SECRETARIAT, admin)
    with pytest.raises(Denied), make_work(acting) as w:
        operations.grant_role(w, bela, Role.SECRETARIAT, carla)


def test_a_role_is_asked_for_once_and_may_be_refused(people, make_work, session):
    admin, carla, bela = people("Ada"), people("Carla"), people("Bela")
    acting = acting_as(admin, Role.ADMINISTRATOR)
    with make_work(acting) as w:
        grant = operations.ask_role(w, bela, Role.SECRETARIAT, carla)
        grant_id = grant.id
    with pytest.raises(Unfit), make_work(acting) as w:
        operations.ask_role(w, bela, Role.SECRETARIAT, carla)
    with pytest.raises(Denied), make_work(acting_as(admin, Role.ADMINISTRATOR)) as w:
        operations.refuse_role(w, w.session.get_one(RoleGrant, grant_id))
    with make_work(acting_as(carla, Role.SECRETARIAT)) as w:
        operations.refuse_role(w, w.session.get_one(RoleGrant, grant_id))
    assert queries.roles_of(session, bela.id) == []
    with make_work(acting) as w:
        again = operations.ask_role(w, bela, Role.SECRETARIAT, carla)
        operations.end_role(w, again)  # withdrawn before anybody agreed
    assert queries.roles_of(session, bela.id) == []


def test_an_agreed_role_cannot_be_agreed_to_refused_or_ended_again(people, make_work):
    admin, carla, bela = people("Ada"), people("Carla"), people("Bela")
    with make_work(acting_as(admin, Role.ADMINISTRATOR)) as w:
        grant = operations.ask_role(w, bela, Role.SECRETARIAT, carla)
    second = acting_as(carla, Role.SECRETARIAT)
    with make_work(second) as w:
        operations.second_role(w, w.session.merge(grant))
    for act in (operations.second_role, operations.refuse_role):
        with pytest.raises(Conflict), make_work(second) as w:
            act(w, w.session.merge(grant))
    acting = acting_as(admin, Role.ADMINISTRATOR)
    with make_work(acting, NOW + timedelta(days=1)) as w:
        operations.end_role(w, w.session.merge(grant))
    with pytest.raises(Conflict), make_work(acting, NOW + timedelta(days=2)) as w:
        operations.end_role(w, w.session.merge(grant))


def test_the_database_too_refuses_a_role_given_to_oneself(people, session):
    amina = people()
    session.add(
        RoleGrant(person_id=amina.id, role=Role.SECRETARIAT, asked_at=NOW, granted_by=amina.id)
    )
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_nobody_is_of_the_secretariat_and_returning_officer(people, make_work):
    carla = people("Carla", roles=["secretariat"])
    with pytest.raises(Unfit) as refused, make_work() as w:
        operations.grant_role(w, carla, Role.RETURNING_OFFICER)
    assert refused.value.code == "roles_apart"
    with make_work(now=NOW + timedelta(days=1)) as w:
        operations.end_role(w, queries.roles_of(w.session, carla.id)[0])
        operations.grant_role(w, carla, Role.RETURNING_OFFICER)


OFFICER = {"roles": frozenset({"secretariat"}), "is_fresh": True}


@pytest.mark.parametrize(
    ("over", "reason"),
    [
        ({}, "second_person"),
        ({"is_fresh": False}, "stale_sign_in"),
        ({"roles": frozenset()}, "second_officer"),
        ({"roles": frozenset({"translator_fr"})}, "second_officer"),
    ],
)
def test_who_may_second_a_role(people, over, reason):
    carla, bela = people("Carla"), people("Bela")
    actor = Actor(name="C", person_id=carla.id, **{**OFFICER, **over})
    verdict = policy.may_second_role(actor, named=carla.id, person_id=bela.id)
    assert (verdict.allowed, verdict.reason) == (not over, reason)
    for named, person in ((bela.id, bela.id), (carla.id, carla.id), (None, bela.id)):
        assert not policy.may_second_role(actor, named=named, person_id=person).allowed


def test_roles_that_hold_are_listed_by_person(people, make_work, session):
    bela = people("Bela", roles=["secretariat", "translator_es"])
    assert sorted(queries.roles_by_person(session, NOW)[bela.id]) == [
        Role.SECRETARIAT,
        Role.TRANSLATOR_ES,
    ]
    assert queries.roles_by_person(session, NOW - timedelta(days=1)) == {}
