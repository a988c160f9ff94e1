"""Mailings and their words; what somebody was sent; how far a sending is."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from nswp_gov.mailings.audience import Audience
from nswp_gov.mailings.digests import Item
from nswp_gov.mailings.models import BODY, MAILING, SUBJECT, Delivery, Mailing
from nswp_gov.mailings.states import Kind, State
from nswp_gov.rules.audience import SECRETARIAT
from nswp_gov.rules.languages import Freshness, Locale
from nswp_gov.store import outbox, texts
from nswp_gov.store.errors import NotFound
from nswp_gov.store.outbox import MailState, OutboxMessage
from nswp_gov.store.text_kinds import Importance, Subject
from nswp_gov.store.texts import Reading, Text

PAGE = 50
_URGENT = frozenset({Kind.ALERT, Kind.CALL, Kind.GOVERNANCE})


@dataclass(frozen=True, slots=True)
class Said:
    """A mailing in one language, or in the honest fallback."""

    subject: Reading
    body: Reading

    @property
    def is_fallback(self) -> bool:
        """Whether the reader gets another language than their own."""
        return self.body.is_fallback or self.subject.is_fallback


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the letters of a mailing are. What went over two weeks ago is counted as gone."""

    letters: int
    waiting: int
    failed: int

    @property
    def gone(self) -> int:
        """How many the mail server has taken."""
        return self.letters - self.waiting - self.failed


@dataclass(frozen=True, slots=True)
class Failed:
    """A letter that failed: which, when it was queued, how often it was tried, why."""

    letter: str
    queued_at: datetime
    attempts: int
    fault: str


def prefix_of(mailing_id: uuid.UUID) -> str:
    """Return how the keys of a mailing's letters begin."""
    return f"mailing:{mailing_id}:"


def mailing(session: Session, mailing_id: uuid.UUID) -> Mailing:
    """Return a mailing.

    Raises:
        NotFound: there is none.

    """
    row = session.get(Mailing, mailing_id)
    if row is None:
        raise NotFound
    return row


def mailings(session: Session, *, passed: int = 0) -> tuple[list[Mailing], bool]:
    """Return a page of mailings, drafts first, then the newest; and whether there are more."""
    rows = session.scalars(
        select(Mailing)
        .order_by(
            (Mailing.state == State.DRAFT).desc(),
            func.coalesce(Mailing.sent_at, Mailing.made_at).desc(),
            Mailing.id,
        )
        .offset(passed)
        .limit(PAGE + 1)
    ).all()
    return list(rows[:PAGE]), len(rows) > PAGE


def mailings_about(session: Session, about: tuple[str, uuid.UUID]) -> list[Mailing]:
    """Return what was prepared or sent about a record, newest first."""
    return list(
        session.scalars(
            select(Mailing)
            .where(Mailing.about_type == about[0], Mailing.about_id == about[1])
            .order_by(Mailing.made_at.desc())
        )
    )


def audience_of(row: Mailing) -> Audience:
    """Return who a mailing is meant for."""
    return Audience.from_json(row.audience or {})


def items_of(row: Mailing) -> list[Item]:
    """Return the items of a digest, in their order."""
    return [Item.from_json(one) for one in row.items or ()]


def words_of(session: Session, row: Mailing) -> dict[str, Text]:
    """Return the texts of a mailing by field."""
    return texts.texts_of(session, MAILING, row.id)


def said(session: Session, row: Mailing, locale: Locale) -> Said:
    """Return a mailing's words for readers of a language; two queries.

    Raises:
        NotFound: it has none.

    """
    found = words_of(session, row)
    readings = texts.read(session, found.values(), locale)
    try:
        return Said(readings[found[SUBJECT].id], readings[found[BODY].id])
    except KeyError:
        raise NotFound from None


def subjects_of(
    session: Session, rows: Sequence[Mailing], locale: Locale
) -> dict[uuid.UUID, Reading]:
    """Return what mailings are called for readers of a language; few queries however many."""
    found = session.scalars(
        select(Text).where(
            Text.subject_type == MAILING,
            Text.field == SUBJECT,
            Text.subject_id.in_([row.id for row in rows]),
        )
    ).all()
    readings = texts.read(session, found, locale)
    return {text.subject_id: readings[text.id] for text in found if text.id in readings}


def freshness_of(session: Session, row: Mailing) -> Mapping[Locale, Freshness]:
    """Return how each language of a mailing's body stands to its source."""
    found = words_of(session, row)[BODY]
    revisions = texts.revisions_of(session, [found.id])[found.id]
    return {locale: texts.freshness(found, revisions, locale) for locale in Locale}


def progress(session: Session, row: Mailing) -> Progress:
    """Return how far the letters of a mailing are."""
    known = outbox.numbers(session, key_prefix=prefix_of(row.id))
    return Progress(row.letters, known[MailState.WAITING], known[MailState.FAILED])


def failures(session: Session) -> list[Failed]:
    """Return the letters of all rooms that failed, newest first; no address is in it."""
    rows = session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.state == MailState.FAILED)
        .order_by(OutboxMessage.queued_at.desc(), OutboxMessage.id)
        .limit(PAGE)
    )
    return [Failed(row.letter, row.queued_at, row.attempts, row.fault or "") for row in rows]


def received(
    session: Session, person_id: uuid.UUID, *, passed: int = 0
) -> tuple[list[tuple[Delivery, Mailing]], bool]:
    """Return a page of what was sent to somebody, newest first; and whether there is more."""
    rows = session.execute(
        select(Delivery, Mailing)
        .join(Mailing, Mailing.id == Delivery.mailing_id)
        .where(_readable(person_id))
        .order_by(Delivery.sent_at.desc(), Delivery.id)
        .offset(passed)
        .limit(PAGE + 1)
    ).all()
    return [(row.Delivery, row.Mailing) for row in rows[:PAGE]], len(rows) > PAGE


def received_one(session: Session, person_id: uuid.UUID, mailing_id: uuid.UUID) -> Mailing:
    """Return a mailing that was sent to somebody.

    Raises:
        NotFound: it was not, or it was stopped, or it is too long ago.

    """
    row = session.scalar(
        select(Mailing)
        .join(Delivery, Delivery.mailing_id == Mailing.id)
        .where(_readable(person_id), Mailing.id == mailing_id)
    )
    if row is None:
        raise NotFound
    return row


def _readable(person_id: uuid.UUID) -> ColumnElement[bool]:
    return and_(Delivery.person_id == person_id, Mailing.state == State.SENT)


def text_subjects(
    session: Session, ids: Collection[uuid.UUID], locale: Locale
) -> dict[uuid.UUID, Subject]:
    """Return what the texts of some mailings belong to, for the translation desk."""
    rows = session.scalars(select(Mailing).where(Mailing.id.in_(list(ids)))).all()
    subjects = subjects_of(session, rows, locale)
    return {
        row.id: Subject(
            title=subjects[row.id].words,
            title_locale=subjects[row.id].locale,
            audience=SECRETARIAT,
            endpoint="mailings.mailing",
            values=(("mailing_id", str(row.id)),),
            importance=Importance.URGENT if row.kind in _URGENT else Importance.USUAL,
            is_open=row.state is State.DRAFT,
        )
        for row in rows
        if row.id in subjects
    }
