"""What voters are told when the database fails, and after a backup came back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from nswp_gov.accounts.models import Person
from nswp_gov.config import Settings
from nswp_gov.elections import queries
from nswp_gov.elections.views import ballot
from nswp_gov.operate.backup import Backup, missing_votes
from nswp_gov.store import clock
from nswp_gov.store import settings as stored
from tests.conftest import KEYS
from tests.elections.conftest import Clock
from tests.elections.open_polls import Polls
from tests.elections.paper_browser import visit
from tests.elections.test_pages import Open, cast, ranked, vote_open  # noqa: F401 - a fixture


def test_where_the_database_fails_the_page_does_not_say_that_nothing_was_cast(
    vote_open: Open,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise OperationalError("", {}, Exception("disk full"))

    browser = vote_open.browser()
    paper = visit(browser, vote_open.address)
    monkeypatch.setattr(ballot, "put_in_box", fails)
    answer = paper.send("preview", press=("cast", "1"), **ranked(paper, "c01"))
    assert answer.status == 503
    assert "It is not certain that your vote was cast" in answer.text
    assert "Nothing was cast" not in answer.text


def test_after_a_backup_came_back_the_pages_say_that_votes_are_missing(
    vote_open: Open,  # noqa: F811
    time: Clock,
) -> None:
    chain, said = vote_open.chain, "Votes are missing"
    opens = chain.election.opens_at
    browser = vote_open.browser()
    for made, back, expected in (
        (opens - timedelta(days=2), opens - timedelta(hours=1), False),  # before anybody voted
        (opens - timedelta(days=1), opens + timedelta(hours=1), True),
        (opens + timedelta(hours=1), opens + timedelta(hours=2), True),
    ):
        told = f"{made.isoformat()} {back.isoformat()}"
        stored.put(vote_open.session, stored.RESTORED, told)
        vote_open.session.commit()
        text = visit(browser, vote_open.address).text
        assert (said in text) is expected
        assert ("No vote of your organisation is in the box" in text) is expected
    cast(browser, vote_open.address, "c01")
    text = visit(browser, vote_open.address).text
    assert said in text
    assert "No vote of your organisation" not in text
    assert queries.interrupted(vote_open.session, time.now) == [chain.election.slug]
    chief = vote_open.session.get_one(Person, chain.officer.person_id)
    assert said in visit(vote_open.sign_in(chief), f"/en/elections/{chain.election.slug}/desk").text
    assert queries.interrupted(vote_open.session, chain.election.closes_at) == []


def test_whoever_brings_a_backup_back_is_told_which_votes_are_missing(
    polls: Polls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(
        instance=tmp_path, database_url=polls.url, secret_key="for tests", field_keys=KEYS
    )
    back = Backup(tmp_path, "2026-11-20T03:00:00+00:00", "", 0, "", "")
    monkeypatch.setattr(clock, "now", lambda: polls.now)
    (said,) = missing_votes(settings, back)
    assert said.startswith(f"VOTES ARE MISSING in the election {polls.chain.election.slug}")
    assert back.made_at in said
    monkeypatch.setattr(clock, "now", lambda: polls.chain.election.closes_at)
    assert missing_votes(settings, back) == []
