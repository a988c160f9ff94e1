"""The news that an election was declared: who was elected, in five languages, told by letter."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.announcements.models import Announcement
from nswp_gov.announcements.operations import announce_result
from nswp_gov.announcements.queries.public import words_of
from nswp_gov.announcements.states import State
from nswp_gov.elections import operations, queries
from nswp_gov.rules.languages import Locale
from nswp_gov.store import settings as stored
from nswp_gov.store.links import links_from
from nswp_gov.store.outbox import OutboxMessage
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.work import Work
from tests.factories.elections import Chain, close_and_open, freeze, make_election, vote
from tests.factories.mailings import make_read, subscribe

WINNER = "Amara [here](https://example.net) *Lantern*"


@pytest.fixture
def chain(work: Work, tmp_path: Path) -> Chain:
    return make_election(work, KeyFolder(tmp_path / "slot-keys"), voters=5)


def _said(session: Session, row: Announcement) -> dict[Locale, dict[str, str]]:
    return {locale: one.words for locale, one in words_of(session, [row])[row.id].items()}


def test_a_declaration_is_news_in_five_languages_and_letters(
    work: Work, chain: Chain, client: FlaskClient
) -> None:
    _house, reader = make_read(work, locale=Locale.ZH_HANS, email="house@example.org")
    subscribe(work, "outside@example.org", locale=Locale.RU)
    voting = freeze(work, chain, WINNER, "Binta")
    for place in range(5):
        vote(voting, chain, place, WINNER)
    closing = close_and_open(work, chain)
    operations.count(closing, chain.election)
    assert not work.session.scalars(select(Announcement)).all()
    operations.declare(closing, chain.election)
    row = work.session.scalars(select(Announcement)).one()
    said = _said(work.session, row)
    assert (row.state, row.sender_id, row.regions) == (State.PUBLISHED, None, ["africa"])
    assert set(said) == set(Locale)
    assert {len({words[field] for words in said.values()}) for field in ("title", "body")} == {5}
    assert "Siège de l’Afrique" in said[Locale.FR]["body"]
    assert "Binta" not in said[Locale.EN]["body"]
    link = next(iter(links_from(work.session, "announcement", row.id)))
    assert (link.to_type, link.to_id) == ("election", chain.election.id)
    letters = work.session.execute(select(OutboxMessage.recipient, OutboxMessage.locale)).all()
    assert {(reader.email, "zh_Hans"), ("outside@example.org", "ru")} <= {
        (*one,) for one in letters
    }
    page = client.get(f"/zh/news/{row.id}").get_data(as_text=True)
    assert WINNER in page  # as it stands: a name brings no link
    assert f"/zh/elections/{chain.election.slug}" in page
    on_election = client.get(f"/zh/elections/{chain.election.slug}").get_data(as_text=True)
    assert f"/zh/news/{row.id}" in on_election

    counted = queries.result(work.session, chain.post.id)
    assert counted is not None
    counted.elected = []  # as where nominations are re-opened
    again = announce_result(closing, chain.election)
    assert again is not None
    assert "Amara" not in _said(work.session, again)[Locale.EN]["body"]


def test_what_fills_no_seat_is_no_news(work: Work, chain: Chain) -> None:
    chain.post.seat_id, seat = None, chain.post.seat_id
    assert announce_result(work, chain.election) is None  # a question of a meeting
    chain.post.seat_id = seat
    work.session.delete(work.session.get_one(stored.Setting, stored.SAMPLE))
    work.session.flush()
    assert announce_result(work, chain.election) is None  # a rehearsal
    assert not work.session.scalars(select(Announcement)).all()
