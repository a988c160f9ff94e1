"""The own page: name, language, zone, address; letters that change nothing by being read."""

from __future__ import annotations

from sqlalchemy import select

from nswp_gov.accounts.models import Person
from nswp_gov.store import holds
from nswp_gov.store.outbox import OutboxMessage, address_index
from tests.accounts.conftest import NOW, name_of

OWN = "/en/account"
ADDRESS = "/en/account/address"


def _letters(session, letter):
    rows = session.scalars(select(OutboxMessage).order_by(OutboxMessage.queued_at))
    return [row for row in rows if row.letter == f"accounts/{letter}"]


def test_a_person_changes_name_language_and_zone(browser, people, session):
    amina, here = people(), browser()
    here.sign_in(name_of(amina))
    answer = here.post(
        OWN, name="  Amina   B. ", public_name="", locale="ru", zone="Africa/Nairobi"
    )
    assert answer.location == "/ru/account"
    session.expire_all()
    assert (amina.name, amina.public_name) == ("Amina B.", None)
    assert (amina.locale.value, amina.zone) == ("ru", "Africa/Nairobi")


def test_a_name_cannot_be_taken_away(browser, people, session):
    amina, here = people(), browser()
    here.sign_in(name_of(amina))
    assert here.post(OWN, name="   ", locale="en", zone="UTC").status_code == 422
    session.expire_all()
    assert amina.name == "Amina"


def test_a_zone_comes_from_the_list(browser, people):
    here = browser()
    here.sign_in(name_of(people()))
    assert here.post(OWN, name="A", locale="en", zone="Mars/Crater").status_code == 422


def test_the_own_page_warns_of_shared_phones(browser, people):
    here = browser()
    here.sign_in(name_of(people()))
    assert "On a shared phone use a passphrase" in here.get(OWN).text


def test_an_address_counts_once_it_is_confirmed_by_a_press_of_a_button(browser, people, session):
    amina, here = people(email="old@example.org"), browser()
    here.sign_in(name_of(amina))
    assert here.post(ADDRESS, email="new@example.org").status_code == 302
    session.expire_all()
    assert amina.email == "old@example.org"
    (letter,) = _letters(session, "address")
    assert letter.recipient == "new@example.org"
    link = f"/en/account/address/{letter.values['token']}"
    elsewhere = browser("192.0.2.44")
    page = elsewhere.get(link)
    assert page.status_code == 200
    assert not {"old@example.org", "new@example.org", "Amina"} & set(page.text.split())
    session.expire_all()
    assert amina.email == "old@example.org"
    assert elsewhere.post(link).status_code == 200
    session.expire_all()
    assert amina.email == "new@example.org"
    assert [one.recipient for one in _letters(session, "changed")] == ["old@example.org"]


def test_letters_go_again_to_an_address_that_was_just_confirmed(browser, people, session):
    amina, here, index = people(), browser(), address_index("new@example.org")
    holds.hold(session, index, holds.HoldReason.BOUNCED, now=NOW)
    assert holds.bars(session, index, "meetings/notice", is_mass=False)
    here.sign_in(name_of(amina))
    here.post(ADDRESS, email="new@example.org")
    (letter,) = _letters(session, "address")
    here.post(f"/en/account/address/{letter.values['token']}")
    assert not holds.bars(session, index, "meetings/notice", is_mass=False)


def test_a_link_for_an_address_works_once_and_for_two_days(browser, people, session, clock):
    amina, here = people(), browser()
    here.sign_in(name_of(amina))
    here.post(ADDRESS, email="one@example.org")
    here.post(ADDRESS, email="two@example.org")
    one, two = (f"/en/account/address/{x.values['token']}" for x in _letters(session, "address"))
    assert here.post(one).status_code == 200
    assert here.get(one).status_code == 404
    assert here.get(two).status_code == 404  # it was meant for the address before
    here.post(ADDRESS, email="three@example.org")
    three = f"/en/account/address/{_letters(session, 'address')[-1].values['token']}"
    clock.pass_by(days=2, minutes=1)
    assert browser().get(three).status_code == 404


def test_a_made_up_link_for_an_address_opens_nothing(browser):
    for token in ("x", "AAAA", "A" * 200, "%20", "é"):
        assert browser().get(f"/en/account/address/{token}").status_code == 404


def test_a_shape_that_is_no_address_is_refused(browser, people, session):
    here = browser()
    here.sign_in(name_of(people()))
    for wrong in ("amina", "a@b", "a b@example.org", "a@example.org\r\nBcc: x@example.org"):
        assert here.post(ADDRESS, email=wrong).status_code == 422
    assert _letters(session, "address") == []


def test_an_address_is_forgotten_on_demand(browser, people, session):
    amina, here = people(email="old@example.org"), browser()
    here.sign_in(name_of(amina))
    here.post(ADDRESS + "/removal", page=ADDRESS)
    session.expire_all()
    assert (amina.email, amina.email_index) == (None, None)


def test_an_address_asks_for_a_fresh_proof(browser, people, clock):
    here = browser()
    here.sign_in(name_of(people()))
    assert here.get(ADDRESS).status_code == 200
    clock.pass_by(minutes=11)
    assert here.get(ADDRESS).location == "/en/account/confirmation?next=/en/account/address"


def test_every_page_of_the_account_speaks_five_languages(browser, people):
    here = browser()
    here.sign_in(name_of(people()))
    for code in ("en", "fr", "es", "ru", "zh"):
        for page in ("", "/address", "/sessions", "/proofs", "/passphrase", "/phone", "/passkeys",
                     "/paper", "/invitation", "/recovery"):  # fmt: skip
            assert here.get(f"/{code}/account{page}").status_code == 200


def test_a_stranger_is_sent_to_sign_in(browser):
    for page in ("", "/address", "/sessions", "/proofs", "/phone", "/paper", "/typed", "/people",
                 "/invitations", "/recoveries"):  # fmt: skip
        answer = browser().get(f"/en/account{page}")
        assert answer.status_code == 302
        assert answer.location.startswith("/en/account/sign-in?next=")


def test_a_member_finds_the_officers_pages_shut(browser, people):
    here = browser()
    here.sign_in(name_of(people()))
    for page in ("/people", "/invitations", "/recoveries", "/recoveries/new"):
        assert here.get(f"/en/account{page}").status_code == 403


def test_letters_are_neutral_in_every_language(app, session, people, make_work):
    from nswp_gov.rules.languages import Locale
    from nswp_gov.web.mailer import compose

    settings = app.extensions["nswp_gov.settings"]
    values = {
        "invitation": {"token": "a" * 16, "until": "2026-11-16"},
        "address": {"token": "x"},
        "changed": {},
        "recovery": {"ready": NOW.isoformat()},
    }
    with make_work(now=NOW) as w:
        for locale in Locale:
            for letter, given in values.items():
                w.post(to="a@example.org", letter=f"accounts/{letter}", locale=locale, values=given)
    with app.test_request_context():
        rows = session.scalars(select(OutboxMessage)).all()
        assert len(rows) == 20
        for row in rows:
            letter = compose(settings, row, now=NOW)
            said = f"{letter['Subject']} {letter['From']} {letter.get_content()}".casefold()
            assert letter["Subject"]
            for word in ("nswp", "нсвп", "sex", "vote", "member", "{{", "network"):
                assert word not in said
            if row.letter == "accounts/invitation":
                assert f"http://localhost/{Locale(row.locale).code}/account/invitation/aaaa" in said


def test_the_address_of_a_person_is_found_by_its_index(people, session):
    from nswp_gov.accounts.models import EMAIL_LABEL
    from nswp_gov.store.crypto import vault

    amina = people(email="Amina@Example.org")
    index = vault.ring.blind("amina@example.org", EMAIL_LABEL)
    assert session.scalars(select(Person.id).where(Person.email_index == index)).all() == [amina.id]
