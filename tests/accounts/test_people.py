"""Accounts made, invited, given roles and given back: operations and their pages."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from nswp_gov.accounts import operations, policy, queries
from nswp_gov.accounts.models import Invitation, Recovery, RoleGrant
from nswp_gov.accounts.proving import codes
from nswp_gov.accounts.states import RecoveryState, Role
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import SYSTEM, Actor
from nswp_gov.store.errors import Conflict, Denied, NotFound, Unfit
from nswp_gov.store.outbox import OutboxMessage
from tests.accounts.conftest import NOW, code_at, name_of
from tests.factories.accounts import PASSPHRASE

OWN = "/en/account"
NEW = "marble kettle at the far harbour"


def _acting(person, *roles, fresh=True, **parts):
    return Actor(
        name="x",
        person_id=person.id,
        roles=frozenset(r.value for r in roles),
        is_fresh=fresh,
        **parts,
    )


def _second(browser, person, clock):
    """A browser of an officer, signed in with both proofs."""
    here = browser()
    here.sign_in(name_of(person))
    clock.pass_by(seconds=30)
    assert here.post(OWN + "/sign-in/second", code=code_at(clock.now)).status_code == 302
    return here


# accounts


@pytest.mark.parametrize(
    ("over", "code"),
    [
        ({"name": "  "}, "name_missing"),
        ({"name": "x" * 121}, "name_long"),
        ({"sign_in_name": ""}, "name_missing"),
        ({"zone": "Nowhere/At-all"}, "zone_unknown"),
        ({"zone": "../etc/passwd"}, "zone_unknown"),
        ({"passphrase": "short"}, "passphrase_short"),
        ({"passphrase": "amina-amina-amina"}, "passphrase_weak"),
    ],
)
def test_add_person_refuses_what_is_unfit(make_work, over, code):
    given = {
        "name": "Amina",
        "sign_in_name": "amina",
        "passphrase": PASSPHRASE,
        "locale": Locale.FR,
        **over,
    }
    with pytest.raises(Unfit) as refused, make_work() as w:
        operations.add_person(w, **given)
    assert refused.value.code == code


def test_a_sign_in_name_is_taken_once_whatever_its_case(people, make_work):
    people(sign_in_name="Amina")
    with pytest.raises(Unfit) as refused, make_work() as w:
        operations.add_person(
            w, name="B", sign_in_name=" aMINA ", passphrase=PASSPHRASE, locale=Locale.EN
        )
    assert (refused.value.code, refused.value.field) == ("sign_in_name_taken", "sign_in_name")


def test_an_account_without_a_passphrase_cannot_be_signed_in_to(browser, people):
    name = name_of(people(passphrase=None))
    for tried in ("nobody has this passphrase", "", PASSPHRASE):
        assert browser().sign_in(name, tried).status_code == 422


# invitations


def test_an_invitation_by_letter_leads_to_an_account_with_ten_paper_codes(
    browser, people, clock, session
):
    here = _second(browser, people("Carla", roles=["secretariat"], totp=True), clock)
    answer = here.post(OWN + "/invitations", name="Bela", email="bela@example.org", locale="fr")
    assert answer.status_code == 302
    (letter,) = session.scalars(select(OutboxMessage)).all()
    assert (letter.recipient, letter.locale) == ("bela@example.org", "fr")
    link = f"/fr/account/invitation/{letter.values['token']}"
    guest = browser("192.0.2.50")
    assert guest.get(link).status_code == 200
    page = guest.post(
        link, name="Bela", sign_in_name="bela", passphrase=NEW, locale="fr", zone="Europe/Paris"
    )
    assert page.status_code == 200
    assert len(re.findall(r"<code>", page.text)) == 10
    assert guest.is_signed_in()
    assert browser().get(link).status_code == 404  # once only
    bela = queries.person(
        session, queries.sign_in_key(session, queries.sign_in_index("bela")).person_id
    )
    assert (bela.name, bela.email, bela.zone) == ("Bela", "bela@example.org", "Europe/Paris")


def test_an_invitation_without_an_address_is_eight_words_or_figures(browser, people, clock):
    here = _second(browser, people("Carla", roles=["secretariat"], totp=True), clock)
    page = here.post(OWN + "/invitations", name="Bela", email="", locale="ru").text
    words, figures = re.findall(r'<p class="code"[^>]*>([^<]+)</p>', page)
    assert len(words.split()) == 8
    assert [len(one) for one in figures.split()] == [5] * 5
    for said in (words.upper(), " - ".join(w[:4] for w in words.split()), figures, figures[::1]):
        answer = browser().post(OWN + "/invitation", code=said)
        assert answer.status_code == 302
        assert browser().get(answer.location).status_code == 200
    wrong = browser().post(OWN + "/invitation", code=" ".join(reversed(words.split())))
    assert wrong.status_code == 422
    assert "opens nothing" in wrong.text


def test_a_weak_passphrase_does_not_use_an_invitation_up(browser, make_work):
    with make_work() as w:
        token = operations.invite(w, name="Bela", locale=Locale.EN)
    link, guest = f"{OWN}/invitation/{token}", browser()
    fields = {"name": "B", "sign_in_name": "b", "locale": "en", "zone": "UTC"}
    answer = guest.post(link, passphrase="password1234", **fields)
    assert answer.status_code == 422
    assert guest.post(link, passphrase=NEW, **fields).status_code == 200


def test_an_invitation_ends_after_fourteen_days_or_when_withdrawn(make_work, session):
    with make_work() as w:
        one = operations.invite(w, name="Bela", locale=Locale.EN)
        other = operations.invite(w, name="Eve", locale=Locale.EN)
    assert queries.invitation(session, one, NOW + timedelta(days=14, seconds=-1))
    assert queries.invitation(session, one, NOW + timedelta(days=14)) is None
    with make_work() as w:
        operations.withdraw_invitation(w, queries.invitation(w.session, other, NOW))
    assert queries.invitation(session, other, NOW) is None
    assert [row.name for row in queries.open_invitations(session, NOW)] == ["Bela"]


def test_an_invitation_is_kept_without_its_token(make_work, session):
    from sqlalchemy import text

    with make_work() as w:
        token = operations.invite(w, name="Bela", email="bela@example.org", locale=Locale.EN)
    kept = repr(session.execute(text("select * from invitation")).all())
    kept += repr(session.execute(text("select * from revision")).all())
    kept += repr(session.execute(text("select * from outbox_message")).all())
    for word in (token, "Bela", "bela@example.org"):
        assert word not in kept


def test_a_member_does_not_invite_and_nobody_invites_with_a_role(people, make_work):
    amina, carla = people(), people("Carla")
    with pytest.raises(Denied), make_work(_acting(amina)) as w:
        operations.invite(w, name="X", locale=Locale.EN)
    with pytest.raises(Denied), make_work(_acting(carla, Role.SECRETARIAT)) as w:
        operations.invite(w, name="X", locale=Locale.EN, role=Role.SECRETARIAT)


def test_the_console_invites_with_a_role_that_is_held_on_acceptance(make_work, session):
    with make_work() as w:
        token = operations.invite(w, name="X", locale=Locale.EN, role=Role.ADMINISTRATOR)
    visitor = Actor(name="visitor")
    with make_work(visitor) as w:
        person, _paper = operations.accept_invitation(
            w, token, name="X", sign_in_name="x", passphrase=NEW, locale=Locale.EN, zone="UTC"
        )
        person_id = person.id
    assert queries.roles_at(session, person_id, NOW) == {Role.ADMINISTRATOR}
    with pytest.raises(NotFound), make_work(visitor) as w:
        operations.accept_invitation(
            w, token, name="Y", sign_in_name="y", passphrase=NEW, locale=Locale.EN, zone="UTC"
        )


def test_an_accepted_invitation_cannot_be_withdrawn(make_work, session):
    with make_work() as w:
        token = operations.invite(w, name="X", locale=Locale.EN)
        operations.accept_invitation(
            w, token, name="X", sign_in_name="x", passphrase=NEW, locale=Locale.EN, zone="UTC"
        )
    with pytest.raises(Conflict), make_work() as w:
        operations.withdraw_invitation(w, session.scalars(select(Invitation)).one())


# roles


def test_a_role_is_held_once_a_second_officer_agrees(browser, people, clock, session):
    admin = people("Ada", roles=["administrator"], totp=True)
    carla = people("Carla", roles=["secretariat"], totp=True)
    bela = people("Bela")
    here = _second(browser, admin, clock)
    page = f"{OWN}/people/{bela.id}"
    offered = here.get(page).text
    assert f'value="{carla.id}"' in offered
    assert f'value="{admin.id}"' not in offered
    here.post(page, role="returning_officer", second=str(carla.id))
    assert queries.roles_at(session, bela.id, clock.now) == frozenset()
    second = _second(browser, carla, clock)
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
    with make_work(_acting(admin, Role.ADMINISTRATOR)) as w:
        grant = operations.ask_role(w, bela, Role.SECRETARIAT, carla)
        link = f"{OWN}/roles/{grant.id}"
    second = _second(browser, carla, clock)
    clock.pass_by(minutes=11)
    assert second.get(link).location.startswith(OWN + "/confirmation")
    assert second.post(link + "/agreement", page=OWN).location.startswith(OWN + "/confirmation")


def test_nobody_asks_for_their_own_role_or_seconds_what_they_asked(people, make_work):
    admin, carla, bela = people("Ada"), people("Carla"), people("Bela")
    acting = _acting(admin, Role.ADMINISTRATOR)
    for person, second, reason in [
        (admin, carla, "own_role"),
        (bela, admin, "second_person"),
        (bela, bela, "second_person"),
    ]:
        with pytest.raises(Denied) as refused, make_work(acting) as w:
            operations.ask_role(w, person, Role.SECRETARIAT, second)
        assert refused.value.reason == reason
    with pytest.raises(Denied), make_work(_acting(carla, Role.SECRETARIAT)) as w:
        operations.ask_role(w, bela, Role.SECRETARIAT, admin)
    with pytest.raises(Denied), make_work(acting) as w:
        operations.grant_role(w, bela, Role.SECRETARIAT, carla)


def test_a_role_is_asked_for_once_and_may_be_refused(people, make_work, session):
    admin, carla, bela = people("Ada"), people("Carla"), people("Bela")
    acting = _acting(admin, Role.ADMINISTRATOR)
    with make_work(acting) as w:
        grant = operations.ask_role(w, bela, Role.SECRETARIAT, carla)
        grant_id = grant.id
    with pytest.raises(Unfit), make_work(acting) as w:
        operations.ask_role(w, bela, Role.SECRETARIAT, carla)
    with pytest.raises(Denied), make_work(_acting(admin, Role.ADMINISTRATOR)) as w:
        operations.refuse_role(w, w.session.get_one(RoleGrant, grant_id))
    with make_work(_acting(carla, Role.SECRETARIAT)) as w:
        operations.refuse_role(w, w.session.get_one(RoleGrant, grant_id))
    assert queries.roles_of(session, bela.id) == []
    with make_work(acting) as w:
        again = operations.ask_role(w, bela, Role.SECRETARIAT, carla)
        operations.end_role(w, again)  # withdrawn before anybody agreed
    assert queries.roles_of(session, bela.id) == []


def test_an_agreed_role_cannot_be_agreed_to_refused_or_ended_again(people, make_work):
    admin, carla, bela = people("Ada"), people("Carla"), people("Bela")
    with make_work(_acting(admin, Role.ADMINISTRATOR)) as w:
        grant = operations.ask_role(w, bela, Role.SECRETARIAT, carla)
    second = _acting(carla, Role.SECRETARIAT)
    with make_work(second) as w:
        operations.second_role(w, w.session.merge(grant))
    for act in (operations.second_role, operations.refuse_role):
        with pytest.raises(Conflict), make_work(second) as w:
            act(w, w.session.merge(grant))
    acting = _acting(admin, Role.ADMINISTRATOR)
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


def test_names_go_through_the_projection(people, session):
    from nswp_gov.rules.audience import Step, Viewer

    amina = people()
    bela = people("Bela")
    bela.public_name = "B."
    ids = [amina.id, bela.id]
    assert queries.names_of(session, ids, Viewer.public()) == {bela.id: "B."}
    members = Viewer(step=Step.MEMBERS)
    assert queries.names_of(session, ids, members) == {amina.id: "Amina", bela.id: "Bela"}
    session.rollback()


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


# recovery


@pytest.fixture
def recovery(people, make_work):
    """Amina's account, asked for by Carla and agreed to by Bela, with both halves of the words."""
    amina = people(email="amina@example.org", totp=True)
    carla, bela = people("Carla"), people("Bela")
    with make_work(_acting(carla, Role.SECRETARIAT)) as w:
        begun, first = operations.ask_recovery(w, amina, region="africa")
        begun_id = begun.id
    with make_work(_acting(bela, board_of=frozenset({"africa"}))) as w:
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
    here = _second(browser, amina, clock)
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
    with pytest.raises(Denied), make_work(_acting(eve)) as w:
        operations.stop_recovery(w, w.session.get_one(Recovery, recovery[3]))


def test_a_recovery_that_is_agreed_to_or_stopped_is_not_agreed_to_again(recovery, make_work):
    _amina, carla, bela, recovery_id, _words = recovery
    africa = frozenset({"africa"})
    with pytest.raises(Conflict), make_work(_acting(bela, board_of=africa)) as w:
        found = w.session.get_one(Recovery, recovery_id)
        operations.confirm_recovery(w, found, regions=africa)
    with make_work(_acting(carla, Role.SECRETARIAT)) as w:
        operations.stop_recovery(w, w.session.get_one(Recovery, recovery_id))
    with pytest.raises(Conflict), make_work(_acting(carla, Role.SECRETARIAT)) as w:
        operations.stop_recovery(w, w.session.get_one(Recovery, recovery_id))


def test_a_second_recovery_stops_the_first(recovery, make_work, session):
    amina, carla, _bela, recovery_id, _words = recovery
    with make_work(_acting(carla, Role.SECRETARIAT)) as w:
        operations.ask_recovery(w, amina, region="africa")
    assert session.get_one(Recovery, recovery_id).state is RecoveryState.STOPPED


def test_who_may_begin_and_agree_to_a_recovery(people, make_work):
    amina, carla, bela = people(), people("Carla"), people("Bela")
    africa = frozenset({"africa"})
    for actor in (_acting(bela), _acting(amina, Role.SECRETARIAT), SYSTEM):
        with pytest.raises(Denied), make_work(actor) as w:
            operations.ask_recovery(w, amina, region="africa")
    both = _acting(carla, Role.SECRETARIAT, board_of=africa)
    with make_work(both) as w:
        begun, _words = operations.ask_recovery(w, amina, region="africa")
    for actor, regions in [
        (both, africa),  # the one who asked
        (_acting(amina, board_of=africa), africa),  # the person
        (_acting(bela, board_of=frozenset({"europe"})), africa),  # another region's
        (_acting(bela, board_of=africa), frozenset()),  # the person is not of that region
        (_acting(bela, board_of=africa), frozenset({"europe"})),
        (_acting(bela, board_of=africa, fresh=False), africa),  # no fresh proof
        (_acting(bela, Role.SECRETARIAT), africa),
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
    here = _second(browser, carla, clock)
    page = OWN + "/recoveries/new"
    nobody = here.post(page, sign_in_name="nobody", region="africa", checked="y")
    assert nobody.status_code == 422
    name = name_of(amina)
    assert here.post(page, sign_in_name=name, region="africa").status_code == 422
    shown = here.post(page, sign_in_name=name, region="africa", checked="y")
    first = re.search(r'<p class="code"[^>]*>([^<]+)</p>', shown.text).group(1)
    other = _second(browser, bela, clock)
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
