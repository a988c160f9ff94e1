"""Accounts made, invited, given roles and given back: operations and their pages."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from nswp_gov.accounts import operations, queries
from nswp_gov.accounts.models import Invitation
from nswp_gov.accounts.states import Role
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import Actor
from nswp_gov.store.errors import Conflict, Denied, NotFound, Unfit
from nswp_gov.store.outbox import OutboxMessage
from tests.accounts.conftest import NEW, NOW, OWN, acting_as, name_of, with_both_proofs
from tests.factories.accounts import PASSPHRASE


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


def test_an_invitation_by_letter_leads_to_an_account_with_ten_paper_codes(
    browser, people, clock, session
):
    here = with_both_proofs(browser, people("Carla", roles=["secretariat"], totp=True), clock)
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
    here = with_both_proofs(browser, people("Carla", roles=["secretariat"], totp=True), clock)
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
    with pytest.raises(Denied), make_work(acting_as(amina)) as w:
        operations.invite(w, name="X", locale=Locale.EN)
    with pytest.raises(Denied), make_work(acting_as(carla, Role.SECRETARIAT)) as w:
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
