"""The pages after the vote has begun: later close, complaints, seeds, statements, giving up."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import Person
from nswp_gov.elections import operations, queries
from nswp_gov.sealing import seal_seed, sign_destroyed
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.work import Work
from nswp_gov.web.formats import wall
from tests.elections.conftest import Clock
from tests.elections.paper_browser import visit
from tests.factories.elections import Chain, close_and_open, freeze, make_election, vote

SignIn = Callable[[Person], FlaskClient]


@dataclass
class Held:
    """An open election and who goes to its pages."""

    chain: Chain
    work: Work
    session: Session
    sign_in: SignIn
    time: Clock

    @property
    def base(self) -> str:
        return f"elections/{self.chain.election.slug}"

    def officer(self) -> FlaskClient:
        return self.sign_in(self.session.get_one(Person, self.chain.officer.person_id))

    def delegate(self, place: int) -> FlaskClient:
        organisation = self.chain.organisations[place]
        return self.sign_in(self.session.get_one(Person, self.chain.voters[organisation].person_id))

    def count(self) -> None:
        closing = close_and_open(self.work, self.chain)
        operations.count(closing, self.chain.election)
        self.session.commit()
        self.time.move(self.chain.election.closes_at)


@pytest.fixture
def held(work: Work, app_keys: KeyFolder, session: Session, sign_in: SignIn, time: Clock) -> Held:
    chain = make_election(work, app_keys)
    voting = freeze(work, chain, "Amara", "Binta", "Chidi")
    for place in range(4):
        vote(voting, chain, place, "Amara", "Binta")
    session.commit()
    time.move(chain.election.opens_at)
    return Held(chain, work, session, sign_in, time)


def test_the_returning_officer_moves_the_close_once(held: Held) -> None:
    election = held.chain.election
    before = election.closes_at
    officer = held.officer()
    assert "Move the close" in visit(officer, f"/en/{held.base}/desk").text
    far = wall(before.replace(tzinfo=None) + timedelta(days=9), "UTC")
    page = visit(officer, f"/en/{held.base}/extend")
    refused = page.send("closes_at", closes_at=far.strftime("%Y-%m-%dT%H:%M"))
    assert "at most 7 days" in refused.text
    assert far.strftime("%Y-%m-%dT%H:%M") in refused.text  # what was typed is kept
    later = before + timedelta(days=3)
    done = refused.send("closes_at", closes_at=later.strftime("%Y-%m-%dT%H:%M"))
    assert "The close is moved" in done.text
    held.session.expire_all()
    assert election.closes_at == later
    assert held.delegate(0).get(f"/en/{held.base}/extend").status_code in (403, 404)


def test_an_organisation_complains_and_is_answered(held: Held) -> None:
    held.count()
    delegate = held.delegate(1)
    page = visit(delegate, f"/fr/{held.base}/complaints")
    done = page.send("words", words="L’urne a fermé trop tôt.")
    assert "L’urne a fermé trop tôt." in done.text
    other = visit(held.delegate(2), f"/en/{held.base}/complaints")
    assert "trop tôt" not in other.text
    assert held.delegate(1).get(f"/en/{held.base}/complaints/all").status_code in (403, 404)
    listed = visit(held.officer(), f"/en/{held.base}/complaints/all")
    assert "trop tôt" in listed.text
    (one,) = queries.complaints(held.session, held.chain.election.id)
    asked = visit(held.officer(), f"/en/{held.base}/complaints/all/{one.id}")
    assert "Fill this in" in asked.send("words", ruling="upheld", words="").text
    answered = asked.send("words", ruling="dismissed", words="It closed at noon, as planned.")
    assert "dismissed" in answered.text
    assert "as planned" in visit(delegate, f"/en/{held.base}/complaints").text


def test_a_trustee_brings_a_seed_before_and_a_statement_after(held: Held) -> None:
    officer, manifest = held.officer(), queries.manifest_of(held.chain.election)
    page = visit(officer, f"/en/{held.base}/opening")
    wrong = page.send("d-seed", **{"d-seed": (io.BytesIO(b"no"), "seed.bin")})
    assert "no sealed seed" in wrong.text
    seed = io.BytesIO(seal_seed(manifest))
    done = page.send("d-seed", **{"d-seed": (seed, "seed.bin")})
    assert "The sealed seed is here" in done.text
    held.count()
    key = held.chain.trustees[1].signing_key
    gone = sign_destroyed(key, manifest, trustee=2, day="2027-01-01")
    page = visit(held.officer(), f"/en/{held.base}/opening")
    done = page.send("t-statement", **{"t-statement": (io.BytesIO(gone), "destroyed-2.json")})
    assert "part of the record" in done.text
    assert "destroyed-2.json" in done.text


def test_giving_up_asks_for_the_reason_and_says_it_to_all(held: Held, client: FlaskClient) -> None:
    officer = held.officer()
    page = visit(officer, f"/en/{held.base}/acts/void")
    assert "Fill this in" in page.send("reason", reason="").text
    done = page.send("reason", reason="The panel fell ill.")
    assert "The election is given up" in done.text
    assert "The panel fell ill." in visit(client, f"/zh/{held.base}").text
    assert not held.chain.keys.has(held.chain.election.id)


def test_a_record_is_there_once_it_is_declared(held: Held, client: FlaskClient) -> None:
    held.count()
    for name in ("record", "record.zip"):
        assert client.get(f"/en/{held.base}/{name}").status_code == 404
    assert held.officer().get(f"/en/{held.base}/observers.zip").status_code == 200
    assert held.delegate(0).get(f"/en/{held.base}/observers.zip").status_code in (403, 404)
