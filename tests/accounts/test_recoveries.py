"""Two people give somebody their account back, after two days in which it can be stopped."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from nswp_gov.accounts import operations, queries
from nswp_gov.accounts.models import Recovery
from nswp_gov.accounts.proving import codes
from nswp_gov.accounts.states import RecoveryState, Role
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.errors import Conflict, Denied
from nswp_gov.store.outbox import OutboxMessage
from tests.accounts.conftest import NEW, OWN, acting_as, name_of, with_both_proofs


@pytest.fixture
def recovery(people, make_work):
    """Amina's account, asked for by Carla and agreed to by Bela, with both halves of the words."""
    amina = people(email="amina@example.org", totp=True)
    carla, bela = people("Carla"), people("Bela")
    with make_work(acting_as(carla, Role.SECRETARIAT)) as w:
        begun, first = operations.ask_recovery(w, amina, region="africa")
        begun_id = begun.id
    with make_work(acting_as(bela, board_of=frozenset({"africa"}))) as w:
        second = operations.confirm_recovery(
            w,
            w.session.get_one(Recovery, begun_id),
            regions={"africa"},
            contacts=[operations.Contact("other@example.org", Locale.FR)],
        )
    return amina, carla, bela, begun_id, " ".join((*first, *second))


def test_two_people_give_an_account_back_after_two_days(
    browser, recovery, clock, session, make_work
):
    amina, _carla, _bela, _id, words = recovery
    there = browser()
    there.sign_in(name_of(amina))
    fields = {"sign_in_name": name_of(amina), "words": words.upper(), "passphrase": NEW}
    page = OWN + "/recovery"
    early = browser().post(page, **fields)
    assert early.status_code == 422
    assert "48 hours" in early.text
    clock.pass_by(hours=47, minutes=59)
    assert browser().post(page, **fields).status_code == 422
    clock.pass_by(minutes=1)
    here = browser()
    answer = here.post(page, **fields)
    assert answer.status_code == 200
    assert len(re.findall("<code>", answer.text)) == 10
    assert here.is_signed_in()
    assert not there.is_signed_in()
    known = queries.proofs(session, amina.id)
    assert (known.has_totp, known.passkeys, known.paper_codes) == (False, 0, 10)
    assert browser().post(page, **fields).status_code == 422  # once only
    assert browser().sign_in(name_of(amina), NEW).status_code == 302


def test_every_contact_is_told_at_once(recovery, session):
    told = {(one.recipient, one.locale) for one in session.scalars(select(OutboxMessage))}
    assert told == {("other@example.org", "fr"), ("amina@example.org", "en")}


def test_half_of_the_words_opens_nothing(browser, recovery, clock):
    amina, _carla, _bela, _id, words = recovery
    clock.pass_by(hours=49)
    first, second = words.split()[:4], words.split()[4:]
    for wrong in (first, second, second + first, first + first, [*first, *codes.new_half()]):
        answer = browser().post(
            OWN + "/recovery", sign_in_name=name_of(amina), words=" ".join(wrong), passphrase=NEW
        )
        assert answer.status_code == 422
        assert "don’t open this account" in answer.text


def test_words_end_seven_days_after_they_began_to_work(browser, recovery, clock):
    amina, *_rest, words = recovery
    clock.pass_by(days=9, minutes=1)
    answer = browser().post(
        OWN + "/recovery", sign_in_name=name_of(amina), words=words, passphrase=NEW
    )
    assert answer.status_code == 422


def test_the_person_stops_what_they_did_not_ask_for(browser, recovery, clock, session):
    amina, _carla, _bela, recovery_id, words = recovery
    here = with_both_proofs(browser, amina, clock)
    assert "about to be given back" in here.get(OWN).text
    here.post(f"{OWN}/recoveries/{recovery_id}/stop", page=OWN)
    session.expire_all()
    assert session.get_one(Recovery, recovery_id).state is RecoveryState.STOPPED
    clock.pass_by(hours=49)
    answer = browser().post(
        OWN + "/recovery", sign_in_name=name_of(amina), words=words, passphrase=NEW
    )
    assert answer.status_code == 422


def test_others_do_not_stop_a_recovery(recovery, people, make_work):
    eve = people("Eve")
    with pytest.raises(Denied), make_work(acting_as(eve)) as w:
        operations.stop_recovery(w, w.session.get_one(Recovery, recovery[3]))


def test_a_recovery_that_is_agreed_to_or_stopped_is_not_agreed_to_again(recovery, make_work):
    _amina, carla, bela, recovery_id, _words = recovery
    africa = frozenset({"africa"})
    with pytest.raises(Conflict), make_work(acting_as(bela, board_of=africa)) as w:
        found = w.session.get_one(Recovery, recovery_id)
        operations.confirm_recovery(w, found, regions=africa)
    with make_work(acting_as(carla, Role.SECRETARIAT)) as w:
        operations.stop_recovery(w, w.session.get_one(Recovery, recovery_id))
    with pytest.raises(Conflict), make_work(acting_as(carla, Role.SECRETARIAT)) as w:
        operations.stop_recovery(w, w.session.get_one(Recovery, recovery_id))


def test_a_second_recovery_stops_the_first(recovery, make_work, session):
    amina, carla, _bela, recovery_id, _words = recovery
    with make_work(acting_as(carla, Role.SECRETARIAT)) as w:
        operations.ask_recovery(w, amina, region="africa")
    assert session.get_one(Recovery, recovery_id).state is RecoveryState.STOPPED


def test_who_may_begin_and_agree_to_a_recovery(people, make_work):
    amina, carla, bela = people(), people("Carla"), people("Bela")
    africa = frozenset({"africa"})
    for actor in (acting_as(bela), acting_as(amina, Role.SECRETARIAT), SYSTEM):
        with pytest.raises(Denied), make_work(actor) as w:
            operations.ask_recovery(w, amina, region="africa")
    both = acting_as(carla, Role.SECRETARIAT, board_of=africa)
    with make_work(both) as w:
        begun, _words = operations.ask_recovery(w, amina, region="africa")
    for actor, regions in [
        (both, africa),  # the one who asked
        (acting_as(amina, board_of=africa), africa),  # the person
        (acting_as(bela, board_of=frozenset({"europe"})), africa),  # another region's
        (acting_as(bela, board_of=africa), frozenset()),  # the person is not of that region
        (acting_as(bela, board_of=africa), frozenset({"europe"})),
        (acting_as(bela, board_of=africa, fresh=False), africa),  # no fresh proof
        (acting_as(bela, Role.SECRETARIAT), africa),
    ]:
        with pytest.raises(Denied), make_work(actor) as w:
            operations.confirm_recovery(w, w.session.merge(begun), regions=regions)


def test_a_recovery_through_the_pages(browser, people, clock, session, monkeypatch):
    from nswp_gov.accounts import session as sessions

    amina = people()
    carla = people("Carla", roles=["secretariat"], totp=True)
    bela = people("Bela", totp=True)
    seats = {bela.id: frozenset({"africa"})}
    monkeypatch.setattr(
        sessions, "SOURCES", [lambda _s, p, _n: {"board_of": seats.get(p, frozenset())}]
    )
    monkeypatch.setattr(sessions, "REGIONS", [lambda _s, _p, _n: frozenset({"africa"})])
    here = with_both_proofs(browser, carla, clock)
    page = OWN + "/recoveries/new"
    nobody = here.post(page, sign_in_name="nobody", region="africa", checked="y")
    assert nobody.status_code == 422
    name = name_of(amina)
    assert here.post(page, sign_in_name=name, region="africa").status_code == 422
    shown = here.post(page, sign_in_name=name, region="africa", checked="y")
    first = re.search(r'<p class="code"[^>]*>([^<]+)</p>', shown.text).group(1)
    other = with_both_proofs(browser, bela, clock)
    listed = other.get(OWN + "/recoveries").text
    link = re.search(r'href="(/en/account/recoveries/[^"]+/agreement)"', listed).group(1)
    shown = other.post(link)
    second = re.search(r'<p class="code"[^>]*>([^<]+)</p>', shown.text).group(1)
    assert len(first.split()) == len(second.split()) == 4
    assert "The words work from" in here.get(OWN + "/recoveries").text
    clock.pass_by(hours=48, minutes=1)
    answer = browser().post(
        OWN + "/recovery", sign_in_name=name, words=f"{first} {second}", passphrase=NEW
    )
    assert answer.status_code == 200


def test_the_halves_are_kept_under_a_key(recovery, session):
    import hashlib

    row = session.scalars(select(Recovery)).one()
    words = recovery[4]
    half = str(codes.half_of(" ".join(words.split()[:4])))
    assert row.first_index != hashlib.sha256(half.encode()).hexdigest()
    assert row.first_index != row.second_index
