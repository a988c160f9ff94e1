"""What the pages that everybody reads ask of the database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from nswp_gov.accounts.models import Person
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.work import Work
from tests.elections.conftest import Clock
from tests.factories.elections import Chain, freeze, make_election, vote

WHO_VOTES = ("roll_entry", "participation")


def asked(statements: list[str]) -> set[str]:
    return {table for table in WHO_VOTES for said in statements if table in said}


@pytest.fixture
def running(work: Work, keys: KeyFolder, time: Clock) -> Chain:
    """An election whose voting is open, with one vote in its box."""
    chain = make_election(work, keys)
    voting = freeze(work, chain, "Amara", "Binta")
    vote(voting, chain, 0, "Amara")
    work.session.commit()
    time.move(voting.now)
    return chain


def test_a_visitor_of_a_running_election_asks_neither_roll_nor_participation(
    running: Chain,
    session: Session,
    client: FlaskClient,
    sign_in: Callable[[Person], FlaskClient],
    count_queries: Callable[[], Any],
) -> None:
    address = f"/en/elections/{running.election.slug}"
    with count_queries() as seen:
        assert client.get(address).status_code == 200
    assert seen
    assert asked(seen) == set()
    own = running.voters[running.organisations[0]].person_id
    delegate = sign_in(session.get_one(Person, own))
    with count_queries() as seen:
        assert delegate.get(address).status_code == 200
    assert asked(seen) == set(WHO_VOTES)
