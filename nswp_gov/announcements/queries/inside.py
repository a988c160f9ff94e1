"""Questions of those who work on announcements: the office's list, a correspondent's own."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from nswp_gov.announcements import policy
from nswp_gov.announcements.models import Announcement
from nswp_gov.announcements.states import AT_WORK, FIELDS, WAITING, Kind, State
from nswp_gov.rules.audience import SECRETARIAT
from nswp_gov.rules.languages import Freshness, Locale
from nswp_gov.store.actor import Actor
from nswp_gov.store.errors import NotFound
from nswp_gov.store.text_kinds import Importance, Subject
from nswp_gov.store.texts import (
    Reading,
    Text,
    TextRevision,
    freshness,
    reading_of,
    revisions_of,
    texts_of,
)

SUBJECT = "announcement"
LAST = 40  # ended ones on the office's list


@dataclass(frozen=True)
class Whole:
    """An announcement with all its words, for those who work on it."""

    row: Announcement
    texts: Mapping[str, Text]
    revisions: Mapping[uuid.UUID, list[TextRevision]]

    def words(self, field: str, locale: Locale) -> str:
        """Return the newest words of a field in a language, reviewed or not; empty: none."""
        rows = self.revisions[self.texts[field].id]
        last = max(
            (one for one in rows if one.locale is locale), key=lambda r: r.number, default=None
        )
        return last.words if last else ""

    def freshness(self, field: str, locale: Locale) -> Freshness:
        """Return how a field stands in a language."""
        text = self.texts[field]
        return freshness(text, self.revisions[text.id], locale)

    def state_in(self, locale: Locale) -> Freshness:
        """Return how the whole stands in a language: as its weakest field that has an original."""
        order = list(_WEAKEST)
        fields = [one for one in FIELDS if self.words(one, self.row.locale)]
        return min((self.freshness(one, locale) for one in fields), key=order.index)


_WEAKEST = (
    Freshness.MISSING,
    Freshness.DRAFT,
    Freshness.MACHINE_ASSISTED,
    Freshness.BEHIND,
    Freshness.CURRENT,
)


def announcement(session: Session, announcement_id: uuid.UUID, actor: Actor) -> Announcement:
    """Return an announcement that the actor may follow.

    Raises:
        NotFound: there is none, or none of theirs: nobody can tell which.

    """
    row = session.get(Announcement, announcement_id)
    if row is None or not policy.may_follow(actor, row).allowed:
        raise NotFound
    return row


def whole(session: Session, row: Announcement) -> Whole:
    """Return an announcement with all revisions of its words; two queries."""
    texts = texts_of(session, SUBJECT, row.id)
    return Whole(row, texts, revisions_of(session, [one.id for one in texts.values()]))


def wholes(session: Session, rows: Collection[Announcement]) -> list[Whole]:
    """Return announcements with all revisions of their words; two queries however many."""
    ids = [row.id for row in rows]
    texts: dict[uuid.UUID, dict[str, Text]] = {one: {} for one in ids}
    for text in session.scalars(
        select(Text).where(Text.subject_type == SUBJECT, Text.subject_id.in_(ids))
    ):
        texts[text.subject_id][text.field] = text
    known = revisions_of(session, [one.id for some in texts.values() for one in some.values()])
    return [
        Whole(row, texts[row.id], {one.id: known[one.id] for one in texts[row.id].values()})
        for row in rows
    ]


def titles(
    session: Session, rows: Iterable[Announcement], locale: Locale
) -> dict[uuid.UUID, Reading]:
    """Return the title of each announcement in a language, or as it is; two queries."""
    found = {}
    for one in wholes(session, list(rows)):
        text = one.texts["title"]
        if reading := reading_of(text, one.revisions[text.id], locale):
            found[one.row.id] = reading
    return found


def at_work(session: Session) -> list[Announcement]:
    """Return what is not published yet, the oldest first."""
    rows = session.scalars(
        select(Announcement)
        .where(Announcement.state.in_(AT_WORK))
        .order_by(Announcement.sent_at, Announcement.id)
    )
    return list(rows)


def ended(session: Session) -> list[Announcement]:
    """Return the latest that were published or withdrawn, the newest first."""
    rows = session.scalars(
        select(Announcement)
        .where(Announcement.state.in_((State.PUBLISHED, State.WITHDRAWN)))
        .order_by(Announcement.sent_at.desc(), Announcement.id)
        .limit(LAST)
    )
    return list(rows)


def sent_by(session: Session, actor: Actor) -> list[Announcement]:
    """Return what the actor or their organisations sent, the newest first."""
    own = policy.speaks_for(actor)
    mine = Announcement.organisation_id.in_(sorted(own))
    by_me = Announcement.sender_id == actor.person_id
    rows = session.scalars(
        select(Announcement)
        .where(Announcement.organisation_id.is_not(None), or_(mine, by_me))
        .order_by(Announcement.sent_at.desc(), Announcement.id)
    )
    return list(rows)


def waiting(session: Session) -> list[Announcement]:
    """Return the announcements for which the clock runs, the soonest first."""
    rows = session.scalars(
        select(Announcement)
        .where(Announcement.state.in_(WAITING))
        .order_by(Announcement.publish_at)
    )
    return list(rows)


def text_subjects(
    session: Session, ids: Collection[uuid.UUID], locale: Locale
) -> dict[uuid.UUID, Subject]:
    """Return what the translation desk shows of announcements; three queries."""
    rows = session.scalars(select(Announcement).where(Announcement.id.in_(list(ids)))).all()
    names = titles(session, rows, locale)
    return {row.id: _subject(row, names[row.id]) for row in rows if row.id in names}


def _subject(row: Announcement, title: Reading) -> Subject:
    is_published = row.state is State.PUBLISHED
    hurry = Importance.URGENT if row.kind is Kind.ALERT else Importance.USUAL
    return Subject(
        title=title.words,
        title_locale=title.locale,
        audience=row.readers if is_published else SECRETARIAT,
        endpoint="announcements.one" if is_published else "announcements.office_one",
        values=(("announcement_id", str(row.id)),),
        importance=hurry,
        due_at=_wanted_by(row),
        is_open=row.state not in {State.DRAFT, State.WITHDRAWN},
    )


def _wanted_by(row: Announcement) -> datetime | None:
    return row.publish_at if row.state in WAITING else None
