"""The files that an edition is kept as."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.manual.models import Edition, EditionFile
from nswp_gov.manual.queries.books import Book, books_of
from nswp_gov.manual.states import FileForm
from nswp_gov.rules.languages import Locale
from nswp_gov.store.journal import canonical_json

FORMS = {FileForm.PDF: "application/pdf", FileForm.HTML: "text/html; charset=utf-8"}


def unkept(session: Session, edition: Edition) -> Iterator[tuple[Book, FileForm, str]]:
    """Yield book, form and fingerprint of every file that is not kept as the words are now."""
    have = {(row.locale, row.form, row.fingerprint) for row in kept_files(session, edition.id)}
    for locale, book in books_of(session, edition).items():
        fingerprint = fingerprint_of(book)
        for form in FORMS:
            if (locale, form, fingerprint) not in have:
                yield book, form, fingerprint


def fingerprint_of(book: Book) -> str:
    """Return a value that is another as soon as a reader of this language gets other words."""
    words = [
        (one.key, one.number, one.heading.words, one.heading.locale, one.body.words, one.freshness)
        for one in book.entries
    ]
    return hashlib.sha256(canonical_json(words)).hexdigest()


def kept_files(session: Session, edition_id: uuid.UUID) -> Sequence[EditionFile]:
    """Return every file of an edition, the newest first."""
    return session.scalars(
        select(EditionFile)
        .where(EditionFile.edition_id == edition_id)
        .order_by(EditionFile.made_at.desc(), EditionFile.id)
    ).all()


def kept_file(
    session: Session, edition_id: uuid.UUID, locale: Locale, form: FileForm
) -> EditionFile | None:
    """Return the newest file of an edition in one language and form, or None before it is made."""
    rows = kept_files(session, edition_id)
    return next((one for one in rows if (one.locale, one.form) == (locale, form)), None)
