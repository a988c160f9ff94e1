"""Texts: the one primitive for all multilingual content.

A text has a source language and numbered revisions per language. A revision of a translation names
the source revision that it was made from; a source revision is substantive or editorial. Freshness
is computed from these and never stored. A text that could reveal a hidden organisation is sealed:
its words are encrypted at rest.

Readers get a revision only while it `is_shown`: neither a draft nor words that a machine helped
with and no person has read. Every room asks here; see docs/decisions/0011-unreviewed-words.md.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from nswp_gov.rules.languages import (
    Freshness,
    Locale,
    SourceRevision,
    TranslationRevision,
    fallback_order,
    freshness_of,
)
from nswp_gov.store.base import Base, Governed
from nswp_gov.store.crypto import Encrypted
from nswp_gov.store.errors import Conflict
from nswp_gov.store.retention import keep
from nswp_gov.store.types import enum_by_value
from nswp_gov.store.work import Work


class Text(Governed, Base):
    """A piece of multilingual content; `subject` and `field` say whose and which."""

    __tablename__ = "text"
    __retention__ = keep("text")

    subject_type: Mapped[str]
    subject_id: Mapped[uuid.UUID]
    field: Mapped[str]
    source_locale: Mapped[Locale] = mapped_column(enum_by_value(Locale))
    is_sealed: Mapped[bool] = mapped_column(default=False)

    __table_args__ = (
        UniqueConstraint("subject_type", "subject_id", "field"),
        Index("ix_text_subject", "subject_id"),
    )


class TextRevision(Governed, Base):
    """One dated state of a text in one language."""

    __tablename__ = "text_revision"
    __retention__ = keep("text")
    __personal__ = ("words_sealed",)

    text_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("text.id"))
    locale: Mapped[Locale] = mapped_column(enum_by_value(Locale))
    number: Mapped[int]
    words_open: Mapped[str | None]
    words_sealed: Mapped[str | None] = mapped_column(Encrypted("text_revision.words"))
    made_from: Mapped[int | None]  # the source revision a translation was made from
    is_substantive: Mapped[bool] = mapped_column(default=True)
    is_draft: Mapped[bool] = mapped_column(default=False)
    is_machine_assisted: Mapped[bool] = mapped_column(default=False)
    written_at: Mapped[datetime]
    writer_id: Mapped[uuid.UUID | None]

    __table_args__ = (UniqueConstraint("text_id", "locale", "number"),)

    @property
    def words(self) -> str:
        """Return what it says."""
        return self.words_open or self.words_sealed or ""

    @property
    def is_waiting(self) -> bool:
        """Tell whether a machine helped somebody with it and nobody has read it over yet.

        What ships with the program has no writer: it is shown, marked, until it was read over.
        """
        return self.is_machine_assisted and self.writer_id is not None

    @property
    def is_shown(self) -> bool:
        """Tell whether readers may get it: no draft, and nothing that waits for a person."""
        return not (self.is_draft or self.is_waiting)


@dataclass(frozen=True)
class Reading:
    """A text as one reader gets it: the words, whose language they are, how fresh they are.

    `is_waiting`: there are newer words in the language they wanted that nobody has read over yet.
    """

    text_id: uuid.UUID
    words: str
    locale: Locale
    wanted: Locale
    freshness: Freshness
    number: int
    is_waiting: bool = False

    @property
    def is_fallback(self) -> bool:
        """Tell whether the reader gets another language than they asked for."""
        return self.locale is not self.wanted


def new_text(
    work: Work,
    *,
    subject_type: str,
    subject_id: uuid.UUID,
    field: str,
    locale: Locale,
    words: str,
    is_sealed: bool = False,
) -> Text:
    """Add a text with its first source revision; the caller records it with its act."""
    made = Text(
        subject_type=subject_type,
        subject_id=subject_id,
        field=field,
        source_locale=locale,
        is_sealed=is_sealed,
    )
    work.session.add(made)
    work.session.flush()
    _add(
        work, made, locale=locale, number=1, words=words, made_from=None,
        writer_id=work.actor.person_id,
    )  # fmt: skip
    return made


def new_text_in(
    work: Work,
    *,
    subject_type: str,
    subject_id: uuid.UUID,
    field: str,
    words: Mapping[Locale, str],
    is_sealed: bool = False,
    is_shipped: bool = False,
) -> Text:
    """Add a text in several languages at once, the source first; the caller records it.

    Nothing is asked of the database: for many texts that are known not to be there.
    `is_shipped` is said of the translations, as in `translate`.
    """
    source = next(iter(words))
    made = Text(
        subject_type=subject_type,
        subject_id=subject_id,
        field=field,
        source_locale=source,
        is_sealed=is_sealed,
    )
    work.session.add(made)
    work.session.add_all(
        TextRevision(
            text_id=made.id,
            locale=locale,
            number=1,
            words_open=None if is_sealed else said,
            words_sealed=said if is_sealed else None,
            made_from=None if locale is source else 1,
            is_substantive=True,
            is_draft=False,
            is_machine_assisted=is_shipped and locale is not source,
            written_at=work.now,
            writer_id=None if is_shipped and locale is not source else work.actor.person_id,
        )
        for locale, said in words.items()
    )
    return made


def revise(
    work: Work,
    text: Text,
    *,
    words: str,
    seen: int,
    is_substantive: bool = True,
) -> TextRevision:
    """Add a source revision; `seen` is the number that the writer had before them.

    Raises:
        Conflict: somebody wrote a newer revision in the meantime.

    """
    last = _last(work.session, text.id, text.source_locale)
    if last is not None and last.number != seen:
        raise Conflict
    return _add(
        work,
        text,
        locale=text.source_locale,
        number=seen + 1,
        words=words,
        made_from=None,
        is_substantive=is_substantive,
        writer_id=work.actor.person_id,
    )


def translate(
    work: Work,
    text: Text,
    *,
    locale: Locale,
    words: str,
    made_from: int,
    seen: int = 0,
    is_draft: bool = False,
    is_machine_assisted: bool = False,
    is_shipped: bool = False,
) -> TextRevision:
    """Add a revision of a translation made from source revision `made_from`.

    `is_machine_assisted`: no reader gets it before a person has read it over, which is a revision
    without this mark. `is_shipped`: the words come with the program; they are machine-assisted,
    nobody of the network wrote them, and they are shown with that mark.

    Raises:
        Conflict: somebody wrote a newer revision of this translation in the meantime.
        ValueError: a machine helped, and it is not said whom.

    """
    if is_machine_assisted and work.actor.person_id is None:
        raise ValueError("machine-assisted words are brought by a person")
    last = _last(work.session, text.id, locale)
    if (last.number if last else 0) != seen:
        raise Conflict
    return _add(
        work,
        text,
        locale=locale,
        number=seen + 1,
        words=words,
        made_from=made_from,
        is_draft=is_draft,
        is_machine_assisted=is_machine_assisted or is_shipped,
        writer_id=None if is_shipped else work.actor.person_id,
    )


def _last(session: Session, text_id: uuid.UUID, locale: Locale) -> TextRevision | None:
    return session.scalar(
        select(TextRevision)
        .where(TextRevision.text_id == text_id, TextRevision.locale == locale)
        .order_by(TextRevision.number.desc())
        .limit(1)
    )


def _add(
    work: Work,
    text: Text,
    *,
    locale: Locale,
    number: int,
    words: str,
    made_from: int | None,
    writer_id: uuid.UUID | None,
    is_substantive: bool = True,
    is_draft: bool = False,
    is_machine_assisted: bool = False,
) -> TextRevision:
    made = TextRevision(
        text_id=text.id,
        locale=locale,
        number=number,
        words_open=None if text.is_sealed else words,
        words_sealed=words if text.is_sealed else None,
        made_from=made_from,
        is_substantive=is_substantive,
        is_draft=is_draft,
        is_machine_assisted=is_machine_assisted,
        written_at=work.now,
        writer_id=writer_id,
    )
    work.session.add(made)
    work.session.flush()
    return made


def revisions_of(
    session: Session, text_ids: Iterable[uuid.UUID]
) -> dict[uuid.UUID, list[TextRevision]]:
    """Return all revisions of the texts, each list in order of language and number; one query."""
    found: dict[uuid.UUID, list[TextRevision]] = {text_id: [] for text_id in text_ids}
    rows = session.scalars(
        select(TextRevision)
        .where(TextRevision.text_id.in_(list(found)))
        .order_by(TextRevision.locale, TextRevision.number)
    )
    for row in rows:
        found[row.text_id].append(row)
    return found


def source_history(text: Text, revisions: Iterable[TextRevision]) -> tuple[SourceRevision, ...]:
    """Return what freshness needs of the source."""
    return tuple(
        SourceRevision(number=row.number, is_substantive=row.is_substantive)
        for row in revisions
        if row.locale is text.source_locale
    )


def freshness(text: Text, revisions: Iterable[TextRevision], locale: Locale) -> Freshness:
    """Return how far the text in `locale` is behind its source."""
    rows = list(revisions)
    last = max((row for row in rows if row.locale is locale), key=lambda r: r.number, default=None)
    if locale is text.source_locale:
        return Freshness.CURRENT if last else Freshness.MISSING
    if last is None:
        return freshness_of(source_history(text, rows), None)
    made = TranslationRevision(
        made_from=last.made_from or 0,
        is_draft=last.is_draft,
        is_machine_assisted=last.is_machine_assisted,
    )
    return freshness_of(source_history(text, rows), made)


def read(session: Session, texts: Iterable[Text], locale: Locale) -> dict[uuid.UUID, Reading]:
    """Return each text in `locale`, or in the honest fallback; two queries however many."""
    wanted = {text.id: text for text in texts}
    revisions = revisions_of(session, wanted)
    return {
        text_id: reading
        for text_id, text in wanted.items()
        if (reading := reading_of(text, revisions[text_id], locale)) is not None
    }


def reading_of(text: Text, revisions: Iterable[TextRevision], locale: Locale) -> Reading | None:
    """Return the text as a reader of `locale` gets it: only what `is_shown`."""
    rows = list(revisions)
    shown = shown_in(rows)
    newest = {row.locale: row for row in rows}
    is_waiting = locale in newest and newest[locale].is_waiting and not newest[locale].is_draft
    for candidate in fallback_order(locale, text.source_locale):
        if found := shown.get(candidate):
            return Reading(
                text_id=text.id,
                words=found.words,
                locale=candidate,
                wanted=locale,
                freshness=freshness(text, up_to(rows, found), candidate),
                number=found.number,
                is_waiting=is_waiting,
            )
    return None


def shown_in(revisions: Iterable[TextRevision]) -> dict[Locale, TextRevision]:
    """Return, by language, the newest revision that readers may get.

    `revisions` come in order of number, as `revisions_of` gives them.
    """
    return {row.locale: row for row in revisions if row.is_shown}


def up_to(revisions: Iterable[TextRevision], shown: TextRevision) -> list[TextRevision]:
    """Return the revisions without later ones of the same language, which readers don't get."""
    return [
        row for row in revisions if row.locale is not shown.locale or row.number <= shown.number
    ]


def pinned(session: Session, pins: Mapping[uuid.UUID, int]) -> dict[uuid.UUID, TextRevision]:
    """Return the source revisions that an edition pinned: text id → revision number."""
    rows = session.scalars(
        select(TextRevision)
        .join(Text, Text.id == TextRevision.text_id)
        .where(TextRevision.text_id.in_(list(pins)), TextRevision.locale == Text.source_locale)
    )
    return {row.text_id: row for row in rows if row.number == pins[row.text_id]}


def texts_of(session: Session, subject_type: str, subject_id: uuid.UUID) -> dict[str, Text]:
    """Return the texts of one record by field."""
    rows = session.scalars(
        select(Text).where(Text.subject_type == subject_type, Text.subject_id == subject_id)
    )
    return {row.field: row for row in rows}
