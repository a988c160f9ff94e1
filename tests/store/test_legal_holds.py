"""A legal hold stops forgetting for its time, for what it names, and for nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from nswp_gov.accounts.models import Person
from nswp_gov.store import erasure, journal, verifying
from nswp_gov.store.actor import Actor
from nswp_gov.store.errors import Denied, Unfit, WrongState
from nswp_gov.store.legal_holds import Holdable, LegalHold, holds, lift_hold, place_hold
from nswp_gov.store.retention import Ending
from tests.factories.accounts import make_person

YEAR = timedelta(days=365)


def as_admin(work, person=None, **over):
    actor = Actor(name="Dana", person_id=person and person.id, roles=frozenset({"administrator"}))
    return replace(work, actor=actor, **over)


@pytest.fixture
def two_closed(work):
    """Two accounts whose year after closing is over tomorrow."""
    people = [make_person(work, name, passphrase=None) for name in ("Amina", "Bela")]
    for one in people:
        one.is_closed, one.closed_at = True, work.now - YEAR
        work.record("accounts.closed", one)
    return people


def names(work):
    work.session.expire_all()
    return {one.name for one in work.session.scalars(select(Person)) if one.closed_at}


def purge(work, **later):
    erasure.purge(replace(work, now=work.now + timedelta(**later)))


def test_every_kind_that_can_be_held_is_one_that_retention_would_take(whole_app):
    taken = {
        model.__retention__.kind
        for model in erasure.tables()
        if model.__retention__.ending is not Ending.KEEP
    }
    assert {one.value for one in Holdable} <= taken


def test_a_held_record_stays_and_goes_when_the_hold_ends_by_itself(work, two_closed):
    amina, _bela = two_closed
    admin = as_admin(work)
    until = work.today + timedelta(days=30)
    place_hold(admin, Holdable.ACCOUNT, why="Case 7/26", until_on=until, record_id=amina.id)
    purge(work, days=2)
    assert names(work) == {"Amina", ""}
    purge(work, days=29)
    assert "Amina" in names(work)
    purge(work, days=31)
    assert names(work) == {""}
    journal.seal(work.session)
    assert verifying.verify(work.session, now=work.now, models=erasure.governed()).findings == ()


def test_a_whole_kind_is_held_and_goes_when_somebody_lifts_it(work, two_closed):
    admin = as_admin(work)
    hold = place_hold(admin, Holdable.ACCOUNT, why="A court asked.", until_on=work.today + 2 * YEAR)
    purge(work, days=100)
    assert names(work) == {"Amina", "Bela"}
    lift_hold(as_admin(work, two_closed[0], now=work.now + timedelta(days=101)), hold)
    assert hold.lifted_by == two_closed[0].id
    purge(work, days=102)
    assert names(work) == {""}
    with pytest.raises(WrongState):
        lift_hold(admin, hold)


def test_a_hold_on_another_kind_keeps_nothing_here(work, two_closed):
    place_hold(
        as_admin(work), Holdable.NOMINATION, why="x", until_on=work.today + timedelta(days=9)
    )
    purge(work, days=2)
    assert names(work) == {""}


def test_only_the_administrator_holds_with_a_reason_and_for_two_years_at_most(work):
    admin, tomorrow = as_admin(work), work.today + timedelta(days=1)
    for actor in (Actor(name="c", roles=frozenset({"secretariat"})), Actor(name="nobody")):
        with pytest.raises(Denied):
            place_hold(replace(work, actor=actor), Holdable.ACCOUNT, why="x", until_on=tomorrow)
    with pytest.raises(Unfit, match="hold_without_reason"):
        place_hold(admin, Holdable.ACCOUNT, why="  ", until_on=tomorrow)
    for day in (work.today, work.today + 2 * YEAR + timedelta(days=1)):
        with pytest.raises(Unfit, match="hold_until"):
            place_hold(admin, Holdable.ACCOUNT, why="x", until_on=day)
    assert holds(work.session) == []


@pytest.fixture
def dana(make_work, client_as):
    with make_work() as work:
        person = make_person(work, "Dana", roles=["administrator"])
    return client_as(person)


def send(browser, path, **form):
    said = browser.get("/en/legal-holds").text
    token = said.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
    return browser.post(path, data={"csrf_token": token, **form})


def test_the_administrator_holds_and_lifts_on_a_page_and_others_find_it_shut(
    dana, make_work, client_as, client, session
):
    assert "Nothing is held" in dana.get("/en/legal-holds").text
    path = "/en/legal-holds"
    form = {"kind": "nomination", "why": "Case 7/26", "until_on": "2099-01-01", "record": ""}
    late = send(dana, path, **form)
    assert late.status_code == 422
    assert 'id="until_on-error"' in late.text
    odd = send(dana, path, **(form | {"record": "that one"}))
    assert 'id="record-error"' in odd.text
    with make_work() as work:
        until = (work.today + timedelta(days=40)).isoformat()
        carla = make_person(work, "Carla", roles=["secretariat"])
    assert send(dana, path, **(form | {"until_on": until})).status_code == 302
    said = dana.get(path).text
    assert "Case 7/26" in said
    assert "Dana" in said
    (hold,) = session.scalars(select(LegalHold))
    assert send(dana, f"{path}/{hold.id}/lift").status_code == 302
    assert "End it now" not in dana.get(path).text
    assert client_as(carla).get(path).status_code == 403
    assert client.get(path).status_code == 302
