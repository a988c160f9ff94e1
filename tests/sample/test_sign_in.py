"""Every part can be played: name, passphrase and code get in, through the pages."""

from __future__ import annotations

import re

import pytest

from nswp_gov.accounts.proving import passphrases
from nswp_gov.sample import making
from nswp_gov.sample.people import OFFICERS, accounts, open_accounts
from nswp_gov.sample.plan import plan_network
from nswp_gov.sample.timeline import Scene
from nswp_gov.store import clock
from nswp_gov.store import settings as stored
from tests.sample.conftest import NOW

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@pytest.fixture
def everybody(make_work, settings, monkeypatch):
    """The accounts of the sample, and nothing else of it."""
    passphrases.hashing.use_low_cost()
    monkeypatch.setattr("nswp_gov.store.clock.now", lambda: NOW)
    with make_work(now=plan_network(100, 5, NOW).began) as w:
        stored.put(w.session, stored.SAMPLE, "5")
        open_accounts(Scene(settings, plan_network(100, 5, NOW)), w)
    return accounts(5)


def _post(client, path, **fields):
    token = TOKEN.search(client.get(path).text).group(1)
    return client.post(path, data={**fields, "csrf_token": token})


@pytest.mark.parametrize("place", range(13))
def test_each_account_signs_in(everybody, client, session, place):
    one = everybody[place]
    code = one.locale.code
    start = f"/{code}/account/sign-in"
    answer = _post(client, start, sign_in_name=one.sign_in_name, passphrase=one.passphrase)
    assert answer.status_code == 302
    if one.role in OFFICERS:
        assert answer.location.endswith(f"/{code}/account/sign-in/second")
        figures = making.code_in(session, one.role, clock.now())
        answer = _post(client, f"{start}/second", code=figures)
        assert answer.status_code == 302
        assert making.code_in(session, one.role, clock.now()) != figures
    assert client.get(f"/{code}/account/proofs").status_code == 200
