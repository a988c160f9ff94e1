"""With what somebody signs in: set up, changed, taken away; officers and step-up."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from nswp_gov.accounts import operations, queries
from nswp_gov.accounts.models import Credential, RecoveryCode
from nswp_gov.accounts.states import Role
from nswp_gov.store.journal import JournalEvent, Revision
from nswp_gov.store.outbox import OutboxMessage
from nswp_gov.store.verifying import verify
from tests.accounts.conftest import NOW, code_at, name_of
from tests.factories.accounts import PASSPHRASE, SECRET

OWN = "/en/account"
NEW = "marble kettle at the far harbour"


@pytest.fixture
def signed_in(browser, people):
    here = browser()
    here.amina = people(email="amina@example.org")
    here.sign_in(name_of(here.amina))
    return here


def _secret(page):
    return re.search(r'<p class="code">([A-Z2-7 ]+)</p>', page).group(1).replace(" ", "")


def test_a_changed_passphrase_signs_out_everywhere_else(signed_in, browser, session):
    there = browser()
    there.sign_in(name_of(signed_in.amina))
    answer = signed_in.post(OWN + "/passphrase", before=PASSPHRASE, passphrase=NEW)
    assert answer.status_code == 302
    assert signed_in.is_signed_in()
    assert not there.is_signed_in()
    assert browser().sign_in(name_of(signed_in.amina)).status_code == 422
    assert browser().sign_in(name_of(signed_in.amina), NEW).status_code == 302
    told = session.scalars(select(OutboxMessage.letter)).all()
    assert told == ["accounts/changed"]


def test_a_changed_passphrase_makes_the_older_cookie_a_dead_one(signed_in, app):
    from tests.accounts.conftest import Browser

    value = signed_in.client.get_cookie("s").value
    signed_in.post(OWN + "/passphrase", before=PASSPHRASE, passphrase=NEW)
    copy = Browser(app.test_client())
    copy.client.set_cookie("s", value)
    assert not copy.is_signed_in()


def test_a_passphrase_is_changed_only_with_the_one_until_now(signed_in, browser):
    page = OWN + "/passphrase"
    assert signed_in.post(page, before="not the right one", passphrase=NEW).status_code == 422
    assert signed_in.post(page, before="", passphrase=NEW).status_code == 422
    assert browser().sign_in(name_of(signed_in.amina)).status_code == 302


def test_a_weak_passphrase_is_refused_beside_its_field(signed_in):
    answer = signed_in.post(OWN + "/passphrase", before=PASSPHRASE, passphrase="password1234")
    assert answer.status_code == 422
    assert "Many people use this one" in answer.text


def test_after_a_paper_code_the_passphrase_is_replaced_without_the_old_one(
    browser, people, make_work, clock
):
    amina, here = people(), browser()
    with make_work(now=NOW) as w:
        codes = operations.new_paper_codes(w, w.session.merge(amina))
    sign_in = OWN + "/sign-in/paper"
    here.post(sign_in, sign_in_name=name_of(amina), code=codes[0])
    assert "Passphrase until now" not in here.get(OWN + "/passphrase").text
    assert here.post(OWN + "/passphrase", passphrase=NEW).status_code == 302
    assert here.post(OWN + "/passphrase", passphrase=PASSPHRASE).status_code == 422
    late = browser()
    late.post(sign_in, sign_in_name=name_of(amina), code=codes[1])
    clock.pass_by(minutes=11)
    assert "Passphrase until now" in late.get(OWN + "/passphrase").text


def test_a_phone_is_set_up_by_a_first_code(signed_in, session, clock, browser):
    page = signed_in.get(OWN + "/phone").text
    assert '<svg width="' in page
    assert "style=" not in page
    secret = _secret(page)
    wrong = signed_in.client.post(OWN + "/phone", data={"code": "123456"})
    assert wrong.status_code == 400  # without its token a form changes nothing
    credential = queries.credential(session, signed_in.amina.id)
    assert credential.totp_secret is None
    answer = signed_in.post(OWN + "/phone", code=code_at(clock.now, secret))
    assert answer.status_code == 422  # opening the page anew made a new secret
    session.expire_all()
    fresh = credential.totp_pending
    token = signed_in.get(OWN + "/proofs").text
    csrf = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', token).group(1)
    answer = signed_in.client.post(
        OWN + "/phone", data={"code": code_at(clock.now, fresh), "csrf_token": csrf}
    )
    assert answer.status_code == 302
    session.expire_all()
    assert (credential.totp_secret, credential.totp_pending) == (fresh, None)


def test_the_code_that_set_up_a_phone_does_not_sign_in(people, make_work, session):
    amina = people()
    with make_work(now=NOW) as w:
        secret = operations.begin_totp(w, w.session.merge(amina))
        operations.confirm_totp(w, amina, code_at(NOW, secret))
        assert not operations.use_totp(w, amina.id, code_at(NOW, secret))


def test_a_member_stops_using_codes(browser, people, clock, session):
    amina, here = people(totp=True), browser()
    here.sign_in(name_of(amina))
    here.post(OWN + "/sign-in/second", code=code_at(clock.now))
    assert here.post(OWN + "/phone/removal", page=OWN + "/proofs").status_code == 302
    assert queries.proofs(session, amina.id).has_totp is False


def test_an_officer_keeps_a_second_proof(browser, people, clock, session):
    carla, here = people("Carla", roles=["secretariat"], totp=True), browser()
    here.sign_in(name_of(carla))
    here.post(OWN + "/sign-in/second", code=code_at(clock.now))
    answer = here.post(OWN + "/phone/removal", page=OWN + "/proofs")
    assert answer.status_code == 403
    assert "Your office needs a second proof" in answer.text
    assert queries.proofs(session, carla.id).has_totp is True


@pytest.mark.parametrize("role", ["secretariat", "administrator", "returning_officer"])
def test_an_officer_sets_up_a_second_proof_before_anything_else_opens(browser, people, role):
    here = browser()
    here.sign_in(name_of(people("Carla", roles=[role])))
    for page in (OWN, OWN + "/sessions", OWN + "/address", OWN + "/passphrase", "/en/work"):
        assert here.get(page).location == OWN + "/proofs"
    assert "Nothing else opens before" in here.get(OWN + "/proofs").text
    assert here.get(OWN + "/phone").status_code == 200
    assert here.get("/en/account/invitation").status_code == 200  # public pages stay open


def test_a_board_member_sets_up_a_second_proof_too(browser, people, monkeypatch):
    from nswp_gov.accounts import session as sessions

    source = [lambda _s, _p, _n: {"board_of": frozenset({"africa"})}]
    monkeypatch.setattr(sessions, "SOURCES", source)
    here = browser()
    here.sign_in(name_of(people()))
    assert here.get(OWN).location == OWN + "/proofs"


def test_a_translator_is_no_officer(browser, people):
    here = browser()
    here.sign_in(name_of(people("Bela", roles=["translator_fr"])))
    assert here.get(OWN).status_code == 200


def test_ten_new_paper_codes_are_shown_once_and_kill_the_older(signed_in, session, make_work):
    with make_work(now=NOW) as w:
        older = operations.new_paper_codes(w, w.session.merge(signed_in.amina))
    page = signed_in.post(OWN + "/paper").text
    codes = re.findall(r"<code>([^<]+)</code>", page)
    assert len(set(codes)) == 10
    assert "NSWP" not in page
    assert not any(code in signed_in.get(OWN + "/paper").text for code in codes)
    assert "10 unused codes left" in signed_in.get(OWN + "/paper").text
    with make_work(now=NOW) as w:
        assert not operations.use_paper_code(w, signed_in.amina.id, older[0])
        assert operations.use_paper_code(w, signed_in.amina.id, codes[0])


def test_a_dangerous_page_asks_for_a_fresh_proof_and_leads_back(signed_in, clock):
    clock.pass_by(minutes=11)
    asked = signed_in.get(OWN + "/paper")
    assert asked.location == "/en/account/confirmation?next=/en/account/paper"
    assert signed_in.post(asked.location, passphrase="something else here").status_code == 422
    with signed_in.client.session_transaction() as cookie:
        before = cookie["sid"]
    assert signed_in.post(asked.location, passphrase=PASSPHRASE).location == OWN + "/paper"
    with signed_in.client.session_transaction() as cookie:
        assert cookie["sid"] != before  # a new proof, a new token
    assert signed_in.get(OWN + "/paper").status_code == 200


def test_with_a_phone_the_passphrase_is_no_fresh_proof(browser, people, clock):
    amina, here = people(totp=True), browser()
    here.sign_in(name_of(amina))
    here.post(OWN + "/sign-in/second", code=code_at(clock.now))
    clock.pass_by(minutes=11)
    page = OWN + "/confirmation"
    assert here.post(page, passphrase=PASSPHRASE, code="").status_code == 422
    assert here.post(page, code=code_at(clock.now)).location == OWN


def test_wrong_proofs_at_the_step_up_are_slowed(signed_in, clock):
    clock.pass_by(minutes=11)
    page = OWN + "/confirmation"
    codes = [signed_in.post(page, passphrase="something else").status_code for _ in range(6)]
    assert codes == [422] * 5 + [429]


def test_the_journal_holds_events_of_proofs_but_no_secret(
    signed_in, session, make_work, people, clock
):
    from nswp_gov.accounts.models import Person

    signed_in.post(OWN + "/passphrase", before=PASSPHRASE, passphrase=NEW)
    signed_in.post(OWN + "/paper")
    dmitri = people("Dmitri", totp=True)
    kinds = session.scalars(select(JournalEvent.kind)).all()
    assert {"account.made", "account.passphrase_changed", "account.paper_codes_made"} <= set(kinds)
    assert not any("sign" in kind for kind in kinds)
    bodies = repr([one.body for one in session.scalars(select(Revision))])
    credential = queries.credential(session, dmitri.id)
    for secret in (SECRET, credential.password_hash, "argon2", NEW):
        assert secret not in bodies
    report = verify(session, now=NOW, models=[Person])
    assert report.findings == ()


def test_signing_in_leaves_no_event(browser, people, session):
    name = name_of(people())
    before = session.scalar(select(func.count()).select_from(JournalEvent))
    browser().sign_in(name)
    assert session.scalar(select(func.count()).select_from(JournalEvent)) == before


def test_a_closed_account_keeps_nothing_to_sign_in_with(people, make_work, session):
    amina = people(totp=True)
    with make_work(now=NOW) as w:
        person = w.session.merge(amina)
        operations.new_paper_codes(w, person)
        operations.open_session(w, person, label="")
        operations.close_person(w, person)
    for model in (Credential, RecoveryCode):
        assert session.scalar(select(func.count()).select_from(model)) == 0
    assert queries.person(session, amina.id) is None


def test_a_role_is_a_string_that_policies_can_ask_for():
    assert Role.SECRETARIAT == "secretariat"
    assert Role.TRANSLATOR_FR.locale == "fr"
    assert Role.ADMINISTRATOR.locale is None
