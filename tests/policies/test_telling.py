"""Letters and digests: one letter for each document, once, to those who chose it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from nswp_gov.directory import operations as directory
from nswp_gov.directory.states import Capacity
from nswp_gov.mailings import digests
from nswp_gov.mailings.models import Mailing
from nswp_gov.mailings.queries import mailings_about
from nswp_gov.mailings.states import Kind
from nswp_gov.policies import operations, queries
from nswp_gov.policies.states import Topic
from nswp_gov.rules.languages import Locale
from nswp_gov.store import text_kinds, texts
from nswp_gov.store.errors import Denied
from nswp_gov.store.outbox import OutboxMessage
from tests.conftest import NOW
from tests.factories.accounts import make_person
from tests.factories.mailings import subscribe
from tests.factories.membership import make_member
from tests.factories.policies import (
    BOTH,
    as_carla,
    make_document,
    make_entry,
    make_position,
    staff,
)

HOUR = timedelta(hours=1)


def later(work, **time):
    return replace(work, now=work.now + timedelta(**time))


def test_each_position_is_told_once_and_a_document_is_one_letter(work, session):
    delegate = make_person(work, "Amina")
    house = make_member(work)
    directory.appoint(work, house, delegate.id, Capacity.DELEGATE)
    of = make_document(work, title=BOTH)
    for topic in (Topic.HEALTH, Topic.LABOUR):
        make_position(work, of, topic=topic, paraphrase=BOTH)
    make_entry(work, of, topic=Topic.VIOLENCE)
    operations.tell_subscribers(work)
    assert mailings_about(session, ("instrument", of.id)) == []  # half a day to think again
    operations.tell_subscribers(later(work, hours=13))
    operations.tell_subscribers(later(work, hours=14))
    (sent,) = mailings_about(session, ("instrument", of.id))
    assert sent.kind is Kind.POLICY
    make_position(later(work, hours=15), of, topic=Topic.MIGRATION)
    operations.tell_subscribers(later(work, hours=40))
    assert len(mailings_about(session, ("instrument", of.id))) == 2


def test_who_subscribed_from_outside_gets_what_they_chose(work, session):
    subscribe(work, "reader@example.org", kinds=(Kind.POLICY,))
    subscribe(work, "other@example.org", kinds=(Kind.NEWS,))
    make_position(work, make_document(work, title=BOTH), topic=Topic.HEALTH, paraphrase=BOTH)
    operations.tell_subscribers(later(work, hours=13))
    queued = session.scalars(select(OutboxMessage).where(OutboxMessage.letter.like("mailings/%")))
    assert [one.recipient for one in queued if one.is_mass] == ["reader@example.org"]


def test_where_nobody_asked_for_it_nothing_is_sent(work, session):
    make_position(work)
    assert operations.tell_subscribers(later(work, hours=13)) == 0
    assert session.scalars(select(Mailing)).all() == []


def test_what_was_withdrawn_in_time_or_is_old_is_told_to_nobody(work, session):
    wrong = make_position(work)
    operations.withdraw(as_carla(work), wrong, {Locale.EN: "Wrong."})
    operations.tell_subscribers(later(work, hours=13))
    make_position(work)
    operations.tell_subscribers(later(work, days=31))
    assert session.scalars(select(Mailing)).all() == []


def test_a_stranger_has_nobody_told(work):
    with pytest.raises(Denied):
        operations.tell_subscribers(replace(work, actor=replace(staff(), roles=frozenset())))


def test_a_letter_is_in_each_language_that_is_ready(work, session):
    entry = make_position(work, make_document(work, title=BOTH), paraphrase=BOTH)
    quoted = make_position(work, paraphrase=None, quotation="Répétez-le.", quotation_language="fr")
    rows = [queries.public_row(session, one.id) for one in (entry, quoted)]
    told = queries.told(session, rows)
    assert set(told[entry.id]) == {Locale.EN, Locale.FR}
    assert told[entry.id][Locale.FR][1] == BOTH[Locale.FR]
    assert set(told[quoted.id]) == {Locale.FR}
    assert told[quoted.id][Locale.FR][1] == "Répétez-le. (para. 7)"


def test_digests_are_offered_what_was_published_in_their_time(app, work, session):
    entry = make_position(work)
    assert queries.digest_items in digests.SOURCES
    (item,) = queries.digest_items(session, NOW - HOUR, NOW + HOUR)
    assert (item.key, item.kind, item.at) == (f"position:{entry.id}", Kind.POLICY, NOW)
    assert queries.digest_items(session, NOW + HOUR, NOW + 2 * HOUR) == []
    assert queries.digest_items(session, NOW - HOUR, NOW) == []  # half-open


def test_the_translation_desk_knows_every_text(app, work, session, count_queries):
    entry, waiting = make_position(work), make_entry(work)
    gone = make_position(work)
    operations.withdraw(as_carla(work), gone, {Locale.EN: "Wrong."})
    ids = [entry.id, waiting.id, gone.id]
    for kind in ("institution", "instrument", "position"):
        assert kind in text_kinds.KINDS
    with app.test_request_context("/en/"):
        shown = text_kinds.KINDS["position"].subjects(session, ids, Locale.FR)
    assert shown[entry.id].audience.is_public
    assert not shown[waiting.id].audience.is_public
    assert not shown[gone.id].audience.is_public
    assert shown[gone.id].readers("withdrawal").is_public
    documents = {one: queries.entry(session, one).instrument.id for one in ids}
    subjects = text_kinds.KINDS["instrument"].subjects
    with app.test_request_context("/en/"), count_queries() as few:
        found = subjects(session, list(documents.values()), Locale.EN)
    assert found[documents[entry.id]].audience.is_public
    assert not found[documents[waiting.id]].audience.is_public
    assert len(few) < 6
    known = {text.subject_type for text in session.scalars(select(texts.Text))}
    assert {"institution", "instrument", "position"} <= known
