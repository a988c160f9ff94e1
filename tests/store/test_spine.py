"""Unit of work, journal, dated facts, texts, outbox: the primitives that everything stands on."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from nswp_gov.rules.languages import Freshness, Locale
from nswp_gov.store import journal, outbox, texts, verifying
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.crypto import Keyring, vault
from nswp_gov.store.dated import (
    Overlap,
    as_at,
    begin_fact,
    correct_fact,
    end_fact,
)
from nswp_gov.store.errors import Conflict, DomainError, Locked
from nswp_gov.store.journal import Revision
from nswp_gov.store.work import Unrecorded, Work, begin
from tests.conftest import NOW
from tests.store.things import Colour, Thing, colour


@pytest.fixture
def thing(work: Work) -> Thing:
    made = Thing(label="one", secret="canary-4711")
    work.session.add(made)
    work.record("thing.added", made)
    return made


def test_a_recorded_change_is_journalled_with_who_when_and_what(work: Work, thing: Thing) -> None:
    thing.label = "two"
    work.record("thing.renamed", thing)
    states = journal.history(work.session, "thing_for_tests", thing.id)
    assert [(r.number, e.kind, r.body["label"]) for r, e in states] == [
        (2, "thing.renamed", "two"),
        (1, "thing.added", "one"),
    ]
    assert states[0][1].at == NOW


def test_a_change_that_nobody_recorded_fails_and_leaves_nothing(session: Session) -> None:
    with pytest.raises(Unrecorded, match="Thing"), begin(session, SYSTEM, NOW) as w:
        w.session.add(Thing(label="secretly"))
    assert session.scalars(select(Thing)).all() == []


def test_a_bulk_change_of_a_governed_class_is_refused(work: Work, thing: Thing) -> None:
    with pytest.raises(Unrecorded, match="bulk"):
        work.session.execute(update(Thing).values(label="all"))


def test_two_writers_of_one_version_cannot_both_win(work: Work, thing: Thing) -> None:
    work.session.execute(text("update thing_for_tests set version = version + 1"))
    thing.label = "late"
    with pytest.raises(Exception, match="1 row"):
        work.session.flush()


def test_the_secret_is_not_readable_in_row_or_history(work: Work, thing: Thing) -> None:
    raw = work.session.execute(text("select secret from thing_for_tests")).scalar_one()
    bodies = work.session.execute(text("select body from revision")).scalars().all()
    assert bodies
    assert all(b"canary" not in bytes(found) for found in [raw, *bodies])
    work.session.expire(thing)
    assert thing.secret == "canary-4711"


def test_a_locked_vault_opens_nothing(work: Work, thing: Thing) -> None:
    ring = vault.ring
    work.session.expire(thing)
    vault.lock()
    try:
        with pytest.raises(Locked):
            _ = thing.secret
    finally:
        vault.unlock(ring)


def test_a_value_moved_to_another_column_does_not_open() -> None:
    ring = Keyring({1: bytes(32), 2: bytes(range(32))})
    sealed = ring.seal(b"words", "a.b")
    assert ring.open(sealed, "a.b") == b"words"
    with pytest.raises(InvalidTag):
        ring.open(sealed, "a.c")
    old = Keyring({1: bytes(32)}).seal(b"older", "a.b")
    assert ring.open(old, "a.b") == b"older"
    older = Keyring({1: bytes(32)})
    assert ring.blind("Ada@Example.org ", "x") == older.blind("ada@example.org", "x")


def verify(work: Work, now: datetime = NOW) -> list[str]:
    report = verifying.verify(work.session, now=now, models=[Thing, Colour])
    return [finding.code for finding in report.findings]


def test_a_sealed_journal_verifies_and_any_altered_byte_is_found(work: Work, thing: Thing) -> None:
    thing.label = "two"
    work.record("thing.renamed", thing)
    assert journal.seal(work.session) == 2
    assert verify(work) == []
    for alter, code in (
        ("update thing_for_tests set label = 'twp'", "row_altered"),
        ("update journal_event set kind = 'thing.renamee' where seq = 2", "chain_broken"),
        ("update revision set commitment = 'aa' where number = 2", "revisions_missing"),
        ("delete from thing_for_tests", "row_missing"),
        ("delete from revision where number = 2", "revisions_missing"),
    ):
        nested = work.session.begin_nested()
        work.session.execute(text(alter))
        work.session.expire_all()
        assert code in verify(work)
        nested.rollback()
    work.session.expire_all()
    assert verify(work) == []


def test_an_event_unsealed_for_over_ten_minutes_is_a_finding(work: Work, thing: Thing) -> None:
    assert verify(work, NOW + timedelta(minutes=9)) == []
    assert verify(work, NOW + timedelta(minutes=11)) == ["unsealed"]


def test_an_erased_revision_leaves_the_chain_whole(work: Work, thing: Thing) -> None:
    thing.label = "two"
    work.record("thing.renamed", thing)
    journal.seal(work.session)
    work.session.execute(text("update revision set body = null, salt = null where number = 1"))
    report = verifying.verify(work.session, now=NOW, models=[Thing])
    assert (report.findings, report.erased, report.events) == ((), 1, 2)


def seen(work: Work, thing: Thing, day: str, **known: Any) -> str | None:
    row = as_at(work.session, Colour, date.fromisoformat(day), thing_id=thing.id, **known)
    return row.colour if row else None


def test_a_new_fact_ends_the_running_one_and_each_day_has_its_answer(
    work: Work, thing: Thing
) -> None:
    begin_fact(work, colour(thing, "red", "2026-01-01"))
    last = begin_fact(work, colour(thing, "blue", "2026-03-01"))
    end_fact(work, last, date(2026, 6, 1))
    days = ("2025-12-31", "2026-01-01", "2026-02-28", "2026-03-01", "2026-05-31", "2026-06-01")
    assert [seen(work, thing, day) for day in days] == [None, "red", "red", "blue", "blue", None]


def test_an_overlap_is_refused(work: Work, thing: Thing) -> None:
    begin_fact(work, colour(thing, "red", "2026-01-01", "2026-05-01"))
    for clashing in (
        colour(thing, "blue", "2026-04-30"),
        colour(thing, "blue", "2025-01-01"),
        colour(thing, "blue", "2026-02-01", "2026-03-01"),
    ):
        with pytest.raises(Overlap):
            begin_fact(work, clashing)
    begin_fact(work, colour(thing, "green", "2026-05-01"))


def test_a_correction_keeps_what_was_known_then(session: Session, work: Work, thing: Thing) -> None:
    wrong = begin_fact(work, colour(thing, "red", "2026-01-01"))
    work.record("colour.noted", wrong)
    later = Work(session, SYSTEM, NOW + timedelta(days=1))
    correct_fact(later, wrong, colour(thing, "pink", "2026-01-01"))
    later.record("colour.corrected", wrong)
    assert seen(work, thing, "2026-02-01") == "pink"
    assert seen(work, thing, "2026-02-01", known_at=NOW + timedelta(hours=1)) == "red"


def test_a_translation_falls_behind_only_by_a_substantive_change(work: Work) -> None:
    made = texts.new_text(
        work, subject_type="t", subject_id=uuid.uuid4(), field="body", locale=Locale.EN, words="One"
    )
    texts.translate(work, made, locale=Locale.FR, words="Un", made_from=1)

    def now_in(locale: Locale) -> tuple[str, Locale, Freshness]:
        reading = texts.read(work.session, [made], locale)[made.id]
        return reading.words, reading.locale, reading.freshness

    assert now_in(Locale.FR) == ("Un", Locale.FR, Freshness.CURRENT)
    assert now_in(Locale.RU) == ("One", Locale.EN, Freshness.CURRENT)
    texts.revise(work, made, words="One.", seen=1, is_substantive=False)
    assert now_in(Locale.FR)[2] is Freshness.CURRENT
    texts.revise(work, made, words="Two", seen=2)
    assert now_in(Locale.FR) == ("Un", Locale.FR, Freshness.BEHIND)
    texts.translate(work, made, locale=Locale.FR, words="Deux", made_from=3, seen=1, is_draft=True)
    assert now_in(Locale.FR)[0] == "Un"
    with pytest.raises(Conflict):
        texts.revise(work, made, words="Three", seen=2)
    with pytest.raises(Conflict):
        texts.translate(work, made, locale=Locale.FR, words="Drei", made_from=3, seen=1)
    work.record("t.done", made)


def test_a_sealed_text_is_unreadable_at_rest(work: Work) -> None:
    made = texts.new_text(
        work,
        subject_type="t",
        subject_id=uuid.uuid4(),
        field="body",
        locale=Locale.EN,
        words="canary-0815",
        is_sealed=True,
    )
    work.record("t.done", made)
    row = work.session.execute(text("select words_open, words_sealed from text_revision")).one()
    assert row.words_open is None
    assert b"canary" not in bytes(row.words_sealed)
    assert texts.read(work.session, [made], Locale.EN)[made.id].words == "canary-0815"


def test_a_letter_with_one_key_is_queued_once_and_forgotten_when_sent(work: Work) -> None:
    for _ in range(2):
        work.post(to="a@example.org", letter="x", locale="en", values={"n": 1}, key="k")
    work.session.flush()
    (held,) = outbox.lease(work.session, now=NOW)
    assert outbox.lease(work.session, now=NOW) == []
    assert outbox.lease(work.session, now=NOW + timedelta(seconds=61)) == [held]
    outbox.put_back(held, now=NOW, fault="451")
    assert held.due_at >= NOW + timedelta(minutes=2)
    outbox.sent(held)
    assert (held.recipient, held.values) == (None, None)


def test_a_rolled_back_act_sends_nothing(session: Session) -> None:
    with pytest.raises(DomainError), begin(session, SYSTEM, NOW) as w:
        w.post(to="a@example.org", letter="x", locale="en", values={}, key=None)
        raise DomainError
    assert session.scalars(select(outbox.OutboxMessage)).all() == []


def test_a_column_newer_than_the_record_of_a_row_holds_nothing_there(work: Work) -> None:
    row = Thing(label="one")
    work.session.add(row)
    work.record("thing.added", row)
    (revision,) = work.session.scalars(select(Revision).where(Revision.entity_id == row.id))
    whole = dict(revision.body or {})
    for newer, is_altered in (("secret", False), ("label", True)):
        revision.body = {name: value for name, value in whole.items() if name != newer}
        work.session.flush()
        assert ("row_altered" in verify(work)) is is_altered, newer


def test_locked_the_chain_is_still_verified_and_no_value_called_altered(
    work: Work, thing: Thing
) -> None:
    thing.label = "two"
    work.record("thing.renamed", thing)
    journal.seal(work.session)
    work.session.execute(text("update revision set body = null, salt = null where number = 1"))
    ring = vault.ring
    vault.lock()
    try:
        report = verifying.verify(work.session, now=NOW, models=[Thing])
        assert (report.findings, report.is_locked) == ((), True)
        assert (report.events, report.revisions, report.erased) == (2, 2, 1)
        work.session.execute(text("update journal_event set kind = 'another' where seq = 1"))
        work.session.expire_all()
        assert "chain_broken" in verify(work)
    finally:
        vault.unlock(ring)
