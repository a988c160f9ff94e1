"""A board that examines applications, and what tests ask of one again and again."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from nswp_gov.applications import queries
from nswp_gov.store import clock
from nswp_gov.store.outbox import OutboxMessage
from tests.conftest import NOW
from tests.factories.accounts import PASSPHRASE
from tests.factories.applications import begin_application
from tests.factories.bodies import make_board, staff_actor

WORDS = {"reason": "known for years", "how": "met them in person"}
NO = {**WORDS, "told": "Nobody could confirm it."}
TOKEN = re.compile(r'name="(?:\w+-)*csrf_token"[^>]*value="([^"]+)"')


@pytest.fixture
def board(work):
    return make_board(work)


def office(work, *, days=0, person_id=None):
    return replace(work, actor=staff_actor(person_id), now=work.now + timedelta(days=days))


def case(work, row):
    return queries.case_of(work.session, row, work.now)


def acts(work, row):
    return [step.act for step in queries.steps(work.session, row.id)]


def letters(work, kind=None):
    rows = work.session.scalars(select(OutboxMessage)).all()
    return [row for row in rows if kind in {None, row.letter}]


@pytest.fixture
def held(monkeypatch):
    """The clock, standing still at NOW until it is moved."""
    times = [NOW]
    monkeypatch.setattr(clock, "now", lambda: times[0])
    return times


def send(browser, path, data, page=None, prefix=""):
    """Post a form with the mark that its page carries."""
    token = TOKEN.search(browser.get(page or path).text)[1]
    named = {f"{prefix}{name}": value for name, value in data.items()}
    return browser.post(path, data={**named, f"{prefix}csrf_token": token, "csrf_token": token})


@pytest.fixture
def draft(make_work, held):
    with make_work() as work:
        _row, token = begin_application(work)
    return token


def enter(browser, token, phrase=PASSPHRASE):
    return send(browser, f"/en/apply/{token}", {"passphrase": phrase})


def row_of(session, token):
    session.expire_all()
    return queries.by_token(session, token)
