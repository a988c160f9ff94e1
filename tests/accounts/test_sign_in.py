"""Signing in: what gets in, what does not, and that both look alike."""

from __future__ import annotations

import re
from unittest.mock import patch

import pytest
from sqlalchemy import func, select

from nswp_gov.accounts import operations
from nswp_gov.accounts.models import AuthSession, Credential, RecoveryCode
from nswp_gov.accounts.proving import passphrases
from tests.accounts.conftest import NOW, code_at, name_of
from tests.factories.accounts import PASSPHRASE, SECRET

SIGN_IN = "/en/account/sign-in"
PAPER = "/en/account/sign-in/paper"
SECOND = "/en/account/sign-in/second"


def _papers(make_work, session, person):
    with make_work(now=NOW) as w:
        return operations.new_paper_codes(w, w.session.merge(person))


def test_sign_in_with_name_and_passphrase_opens_a_session(browser, people, session):
    amina, here = people(), browser()
    answer = here.sign_in(name_of(amina))
    assert answer.status_code == 302
    assert answer.location == "/en/work"
    assert here.is_signed_in()
    row = session.scalars(select(AuthSession)).one()
    assert (row.person_id, row.started_on, row.label) == (amina.id, NOW.date(), "")


def test_sign_in_ignores_case_and_form_of_the_name_but_not_of_the_passphrase(browser, people):
    people(sign_in_name="Café Amina")
    assert browser().sign_in("CAFÉ AMINA").status_code == 302
    assert browser().sign_in("Café Amina", PASSPHRASE.upper()).status_code == 422


def test_sign_in_when_signed_in_leads_to_the_own_page(browser, people):
    here = browser()
    here.sign_in(name_of(people()))
    assert here.get(SIGN_IN).location == "/en/account"


@pytest.mark.parametrize(
    ("wanted", "goal"),
    [
        ("/fr/manual", "/fr/manual"),
        ("//evil.example/", "/en/work"),
        ("https://evil.example/", "/en/work"),
        ("/\\evil.example", "/en/work"),
        ("/\nevil", "/en/work"),
    ],
)
def test_sign_in_leads_on_to_own_paths_only(browser, people, wanted, goal):
    from urllib.parse import quote

    here = browser()
    answer = here.post(
        f"{SIGN_IN}?next={quote(wanted)}", sign_in_name=name_of(people()), passphrase=PASSPHRASE
    )
    assert answer.location == goal


def test_sign_in_looks_the_same_without_an_account(browser, people, count_queries):
    known, unknown = name_of(people("Bela")), "nobody-at-all"

    def tried(name):
        here = browser(f"203.0.113.{len(name)}")
        here.get(SIGN_IN)
        with (
            count_queries() as statements,
            patch.object(passphrases, "matches", wraps=passphrases.matches) as compared,
        ):
            answer = here.sign_in(name, "wrong but long enough")
        body = answer.text.replace(name, "NAME")
        body = re.sub(r'(name="csrf_token"[^>]*value=|data-options=)"[^"]*"', "", body)
        return answer.status_code, sorted(answer.headers.keys()), body, statements, compared

    one, other = tried(known), tried(unknown)
    assert one[:4] == other[:4]
    assert one[4].call_count == other[4].call_count == 1
    assert one[0] == 422


def test_a_passphrase_is_hashed_whether_or_not_there_is_an_account(people):
    amina = people()
    hasher = passphrases.hashing.hasher
    with patch.object(
        type(hasher), "verify", autospec=True, side_effect=type(hasher).verify
    ) as run:
        assert not passphrases.matches(None, "nobody has this passphrase")
        assert run.call_count == 1
    assert amina.name == "Amina"


def test_paper_sign_in_looks_the_same_without_an_account(browser, people, count_queries):
    known, unknown = name_of(people("Bela")), "nobody-at-all"

    def tried(name):
        here = browser()
        with count_queries() as statements:
            answer = here.post(PAPER, sign_in_name=name, code="wrong-wrong-wrong-wrong")
        body = re.sub(r'name="csrf_token"[^>]*value="[^"]*"', "", answer.text)
        return answer.status_code, body.replace(name, "NAME"), statements

    assert tried(known) == tried(unknown)


def test_sign_in_to_a_closed_account_is_refused(browser, people, make_work):
    amina = people()
    name = name_of(amina)
    with make_work(now=NOW) as w:
        operations.close_person(w, w.session.merge(amina))
    assert browser().sign_in(name).status_code == 422


def test_sign_in_with_a_phone_asks_for_its_code(browser, people, clock):
    amina, here = people(totp=True), browser()
    answer = here.sign_in(name_of(amina))
    assert answer.location.startswith(SECOND)
    assert not here.is_signed_in()
    assert here.post(SECOND, code="000000").status_code == 422
    assert here.post(SECOND, code=code_at(clock.now)).location == "/en/work"
    assert here.is_signed_in()


def test_a_code_from_a_phone_counts_once(browser, people, clock):
    amina, one, other = people(totp=True), browser(), browser("203.0.113.9")
    code = code_at(clock.now)
    one.sign_in(name_of(amina))
    assert one.post(SECOND, code=code).status_code == 302
    other.sign_in(name_of(amina))
    assert other.post(SECOND, code=code).status_code == 422
    clock.pass_by(seconds=30)
    assert other.post(SECOND, code=code).status_code == 422
    assert other.post(SECOND, code=code_at(clock.now)).status_code == 302


def test_a_code_from_the_step_before_the_last_used_is_refused(people, make_work):
    amina = people(totp=True)
    with make_work(now=NOW) as w:
        assert operations.use_totp(w, amina.id, code_at(NOW))
    from datetime import timedelta

    earlier = code_at(NOW - timedelta(seconds=30))
    with make_work(now=NOW) as w:
        assert not operations.use_totp(w, amina.id, earlier)


def test_the_second_proof_cannot_be_given_without_the_first(browser):
    assert browser().get(SECOND).location == SIGN_IN


def test_the_second_proof_is_asked_for_ten_minutes(browser, people, clock):
    here = browser()
    here.sign_in(name_of(people(totp=True)))
    clock.pass_by(minutes=11)
    assert here.get(SECOND).location == SIGN_IN


def test_a_paper_code_stands_in_for_the_phone_once(browser, people, make_work, session):
    amina = people(totp=True)
    code = _papers(make_work, session, amina)[0]
    one, other = browser(), browser()
    one.sign_in(name_of(amina))
    assert one.post(SECOND, code=code.upper().replace("-", " ")).status_code == 302
    other.sign_in(name_of(amina))
    assert other.post(SECOND, code=code).status_code == 422
    assert session.scalar(select(func.count()).select_from(RecoveryCode)) == 9


def test_a_paper_code_stands_in_for_the_passphrase_once(browser, people, make_work, session):
    amina = people()
    code = _papers(make_work, session, amina)[3]
    assert browser().post(PAPER, sign_in_name=name_of(amina), code=code).status_code == 302
    assert browser().post(PAPER, sign_in_name=name_of(amina), code=code).status_code == 422


def test_a_paper_code_is_its_owners_alone(browser, people, make_work, session):
    amina, bela = people(), people("Bela")
    code = _papers(make_work, session, amina)[0]
    assert browser().post(PAPER, sign_in_name=name_of(bela), code=code).status_code == 422
    assert browser().post(PAPER, sign_in_name=name_of(amina), code=code).status_code == 302


def test_with_a_phone_two_paper_codes_do_not_make_two_proofs(
    browser, people, make_work, session, clock
):
    amina, here = people(totp=True), browser()
    codes = _papers(make_work, session, amina)
    here.post(PAPER, sign_in_name=name_of(amina), code=codes[0])
    assert not here.is_signed_in()
    assert here.post(SECOND, code=codes[1]).status_code == 422
    assert here.post(SECOND, code=code_at(clock.now)).status_code == 302


def test_paper_codes_are_kept_as_hashes_only(people, make_work, session):
    codes = _papers(make_work, session, people())
    kept = set(session.scalars(select(RecoveryCode.code_hash)))
    assert len(codes) == len(set(codes)) == len(kept) == 10
    assert not kept & set(codes)
    assert all(len(one) == 64 for one in kept)


def test_a_passphrase_kept_at_another_cost_is_kept_anew_at_sign_in(browser, people, session):
    from argon2 import PasswordHasher

    amina = people()
    credential = session.scalars(select(Credential).where(Credential.person_id == amina.id)).one()
    older = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash(PASSPHRASE)
    credential.password_hash = older
    session.commit()
    assert browser().sign_in(name_of(amina)).status_code == 302
    session.expire_all()
    assert credential.password_hash != older
    assert not passphrases.is_outdated(credential.password_hash or "")


def test_the_cookie_says_nothing_of_an_older_session(browser, people):
    here = browser()
    here.get(SIGN_IN)
    with here.client.session_transaction() as before:
        before["planted"] = "by somebody else"
        token = before["csrf_token"]
    here.sign_in(name_of(people()))
    with here.client.session_transaction() as after:
        assert set(after) <= {"sid", "from", "at", "fresh", "csrf_token", "_flashes"}
        assert after.get("csrf_token") != token


def test_a_closed_vault_lets_nobody_in_and_says_so(browser, people):
    from nswp_gov.store.crypto import Keyring, vault
    from tests.conftest import KEYS

    name, here = name_of(people()), browser()
    vault.lock()
    try:
        answer = here.sign_in(name)
        assert answer.status_code == 503
        assert "until the key is supplied" in answer.text
    finally:
        vault.unlock(Keyring(KEYS))


def test_the_sample_secret_is_encrypted_at_rest(people, session):
    from sqlalchemy import text

    people(totp=True, email="amina@example.org")
    rows = session.execute(text("select * from credential")).all()
    rows += session.execute(text("select * from person")).all()
    kept = b" ".join(
        bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode()
        for row in rows
        for v in row
    )
    for word in (SECRET, "amina@example.org", "Amina", "amina-"):
        assert word.encode() not in kept
