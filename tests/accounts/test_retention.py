"""What accounts keep, and for how long."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from nswp_gov.accounts import operations
from nswp_gov.accounts.models import AuthSession, Invitation, Person, RateLimit, TypedText
from nswp_gov.rules.languages import Locale
from nswp_gov.store.erasure import purge
from nswp_gov.store.journal import seal
from nswp_gov.store.verifying import verify
from nswp_gov.web import limits
from tests.accounts.conftest import NOW


def _count(session, model):
    return session.scalar(select(func.count()).select_from(model))


def test_a_closed_account_is_erased_after_a_year_and_the_journal_stays_whole(
    people, make_work, session
):
    amina, bela = people(email="amina@example.org"), people("Bela")
    with make_work() as w:
        operations.close_person(w, w.session.merge(amina))
    with make_work(now=NOW + timedelta(days=364)) as w:
        purge(w)
    assert session.get_one(Person, amina.id).name == "Amina"
    with make_work(now=NOW + timedelta(days=366)) as w:
        purge(w)
    session.expire_all()
    gone = session.get_one(Person, amina.id)
    assert (gone.name, gone.email, gone.sign_in_name, gone.sign_in_index) == ("", None, None, None)
    assert session.get_one(Person, bela.id).name == "Bela"
    with make_work() as w:
        seal(w.session)
    assert verify(session, now=NOW + timedelta(days=366), models=[Person]).findings == ()


def test_sessions_counts_and_kept_text_go_soon_after_they_end(people, make_work, session):
    amina = people()
    with make_work() as w:
        operations.open_session(w, w.session.merge(amina), label="")
        limits.count(w.session, "k", NOW, timedelta(hours=1))
        w.session.add(TypedText(body=b"sealed", expires_at=NOW + timedelta(minutes=30)))
    with make_work(now=NOW + timedelta(hours=12)) as w:
        purge(w)
    assert [_count(session, m) for m in (AuthSession, RateLimit, TypedText)] == [1, 1, 1]
    with make_work(now=NOW + timedelta(days=9)) as w:
        purge(w)
    assert [_count(session, m) for m in (AuthSession, RateLimit, TypedText)] == [0, 0, 0]


def test_an_invitation_forgets_its_person_three_months_after_it_ended(make_work, session):
    with make_work() as w:
        operations.invite(w, name="Bela", email="bela@example.org", locale=Locale.EN)
    with make_work(now=NOW + timedelta(days=14 + 91)) as w:
        purge(w)
    session.expire_all()
    row = session.scalars(select(Invitation)).one()
    assert (row.name, row.email) == ("", None)
