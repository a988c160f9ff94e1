"""What may happen once happens once, however many ask at the same moment."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.accounts import operations
from nswp_gov.accounts.models import Person
from nswp_gov.rules.languages import Locale
from nswp_gov.store.actor import SYSTEM, VISITOR
from nswp_gov.store.engine import open_engine, writing
from nswp_gov.store.errors import DomainError
from nswp_gov.store.work import begin
from nswp_gov.web import limits
from tests.accounts.conftest import NOW, code_at
from tests.factories.accounts import make_person
from tests.tables import make_tables

THREADS = 6


@pytest.fixture(scope="module")
def own_engine(new_database, whole_app):
    """A database of its own, because these tests really commit."""
    engine = open_engine(new_database("races"))
    make_tables(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def one(own_engine):
    """Do something as one unit of work, committed."""

    def run(act, actor=SYSTEM):
        with writing(), Session(own_engine) as session, begin(session, actor, NOW) as work:
            return act(work)

    return run


@pytest.fixture
def at_once(own_engine, one):
    """Do the same in many threads at the same moment; return what each got."""

    def run(act, actor=VISITOR):
        gate = Barrier(THREADS)

        def try_it(_number):
            gate.wait()
            try:
                return one(act, actor)
            except DomainError as refused:
                return refused.code

        with ThreadPoolExecutor(THREADS) as pool:
            return list(pool.map(try_it, range(THREADS)))

    return run


def test_a_code_from_a_phone_gets_one_in(one, at_once):
    person_id = one(lambda w: make_person(w).id)
    code = code_at(NOW)
    answers = at_once(lambda w: operations.use_totp(w, person_id, code))
    assert sorted(answers) == [False] * (THREADS - 1) + [True]


def test_a_paper_code_gets_one_in(one, at_once):
    def arrange(w):
        person = make_person(w)
        return person.id, operations.new_paper_codes(w, person)[0]

    person_id, code = one(arrange)
    answers = at_once(lambda w: operations.use_paper_code(w, person_id, code))
    assert sorted(answers) == [False] * (THREADS - 1) + [True]


def test_an_invitation_makes_one_account(one, at_once, own_engine):
    token = one(lambda w: operations.invite(w, name="Bela", locale=Locale.EN))

    def accept(w):
        operations.accept_invitation(
            w,
            token,
            name="Bela",
            sign_in_name=f"bela-{uuid.uuid4().hex}",
            passphrase="quartz lantern under seven bridges",
            locale=Locale.EN,
            zone="UTC",
        )
        return "made"

    answers = at_once(accept)
    assert answers.count("made") == 1
    assert set(answers) <= {"made", "conflict", "not_found"}
    with Session(own_engine) as session:
        assert [one.name for one in session.scalars(select(Person))].count("Bela") == 1


def test_no_try_is_lost_from_a_count(at_once, one):
    minute = timedelta(minutes=1)
    answers = at_once(lambda w: limits.count(w.session, "race", NOW, minute)[0])
    assert sorted(answers) == list(range(1, THREADS + 1))
