"""Tables: documents, their permanent clauses, editions that never change, and drafts.

The words of a clause are texts (fields `heading` and `body`); an edition and a draft pin the number
of the source revision. An edition is a dated fact of its document: `from_on` is the day from which
it is in force, `until_on` the day from which the next one is.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import (
    DDL,
    CheckConstraint,
    ForeignKey,
    Index,
    Table,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from nswp_gov.manual.states import (
    Capacity,
    DocumentKind,
    DraftState,
    EditionState,
    FileForm,
    HandTask,
    Readership,
)
from nswp_gov.rules.audience import Audience
from nswp_gov.rules.languages import Locale
from nswp_gov.store.base import Base, Governed, Identified
from nswp_gov.store.crypto import Encrypted
from nswp_gov.store.dated import DatedFact, forbid_overlaps
from nswp_gov.store.journal import PublishedRecord
from nswp_gov.store.projection import Shown, shown
from nswp_gov.store.retention import delete_after, keep
from nswp_gov.store.types import enum_by_value

_STILL_OPEN = text("until_on IS NULL AND void_at IS NULL")
_UNDER_WAY = text("state IN ('open', 'submitted')")


class Document(Governed, Base):
    """One rule book; its title is a text. The manual has the slug `manual`."""

    __tablename__ = "document"
    __retention__ = keep("document")

    kind: Mapped[DocumentKind] = mapped_column(enum_by_value(DocumentKind))
    slug: Mapped[str] = mapped_column(unique=True)
    authoritative_locale: Mapped[Locale] = mapped_column(enum_by_value(Locale))
    audience: Mapped[Readership] = mapped_column(enum_by_value(Readership))


class Clause(Governed, Base):
    """A numbered unit with a permanent key; what it says lies in its texts."""

    __tablename__ = "clause"
    __retention__ = keep("document")

    document_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("document.id"))
    key: Mapped[str]
    review_on: Mapped[date | None]  # by when somebody is to ask whether it still fits

    __table_args__ = (UniqueConstraint("document_id", "key"),)


class Edition(DatedFact, Base):
    """A whole adopted version of a document."""

    __tablename__ = "edition"
    __retention__ = keep("document")
    __fact__ = ("document_id",)

    document_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("document.id"))
    number: Mapped[int]
    adopted_on: Mapped[date]
    audience: Mapped[Readership] = mapped_column(enum_by_value(Readership))
    is_substantive: Mapped[bool]  # whether members are asked again to say that they have read it
    sha256: Mapped[str]  # of the canonical JSON that was published

    __table_args__ = (
        CheckConstraint("until_on IS NULL OR until_on > from_on", name="interval"),
        UniqueConstraint("document_id", "number"),
        Index(
            "ix_edition_one_open",
            "document_id",
            unique=True,
            sqlite_where=_STILL_OPEN,
            postgresql_where=_STILL_OPEN,
        ),
    )

    @property
    def in_force_from(self) -> date:
        """Return the first day on which it holds."""
        return self.from_on

    @property
    def superseded_on(self) -> date | None:
        """Return the first day on which it no longer holds."""
        return self.until_on

    @property
    def readers(self) -> Audience:
        """Return who may read it."""
        return Audience.parse(self.audience)

    def state_on(self, day: date) -> EditionState:
        """Return where it is on `day`."""
        if day < self.from_on:
            return EditionState.ADOPTED
        is_over = self.until_on is not None and day >= self.until_on
        return EditionState.SUPERSEDED if is_over else EditionState.IN_FORCE

    __shown__: ClassVar[tuple[Shown, ...]] = tuple(
        shown(name, lambda row: row.readers)
        for name in ("number", "adopted_on", "in_force_from", "superseded_on", "sha256")
    )


forbid_overlaps(Edition)


class EditionClause(Governed, Base):
    """A clause as one edition has it: its place in the tree, its words by revision number.

    `origin_id` is the edition whose decision last changed the words.
    """

    __tablename__ = "edition_clause"
    __retention__ = keep("document")

    edition_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("edition.id"), index=True)
    clause_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("clause.id"), index=True)
    parent_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("clause.id"))
    position: Mapped[int]
    heading_revision: Mapped[int]
    body_revision: Mapped[int]
    is_substantive: Mapped[bool]  # of the change that made these words
    origin_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("edition.id"))

    __table_args__ = (
        UniqueConstraint("edition_id", "clause_id"),
        UniqueConstraint("edition_id", "parent_id", "position"),
    )


class Draft(Governed, Base):
    """A next edition in the making; one a document is under way at a time."""

    __tablename__ = "draft"
    __retention__ = keep("document")

    document_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("document.id"))
    based_on_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("edition.id"))
    state: Mapped[DraftState] = mapped_column(enum_by_value(DraftState))
    motion_id: Mapped[uuid.UUID | None]
    item_id: Mapped[uuid.UUID | None]  # the item of a meeting under which it is moved
    submitted_at: Mapped[datetime | None]

    __table_args__ = (
        Index(
            "ix_draft_one_under_way",
            "document_id",
            unique=True,
            sqlite_where=_UNDER_WAY,
            postgresql_where=_UNDER_WAY,
        ),
    )


class DraftClause(Governed, Base):
    """A clause as a draft has it; `is_substantive` is said of the change against the edition."""

    __tablename__ = "draft_clause"
    __retention__ = keep("document")

    draft_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("draft.id"))
    clause_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("clause.id"))
    parent_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("clause.id"))
    position: Mapped[int]
    heading_revision: Mapped[int]
    body_revision: Mapped[int]
    is_substantive: Mapped[bool]

    __table_args__ = (UniqueConstraint("draft_id", "clause_id"),)


class Acknowledgement(Governed, Base):
    """Somebody has read an edition, in an organisation's name or as an officer."""

    __tablename__ = "acknowledgement"
    __retention__ = keep("acknowledgement")

    edition_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("edition.id"))
    capacity: Mapped[Capacity] = mapped_column(enum_by_value(Capacity))
    reader_id: Mapped[uuid.UUID]  # the organisation, or the officer
    person_id: Mapped[uuid.UUID]  # who said so
    acknowledged_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("edition_id", "reader_id"),)


class Hand(Governed, Base):
    """Somebody asked by name to write a document's drafts, or to translate them into a language.

    Half-open `[from_at, until_at)`; a translator's time always ends.
    """

    __tablename__ = "document_hand"
    __retention__ = keep("document")
    __table_args__ = (
        CheckConstraint("until_at IS NULL OR until_at >= from_at", name="interval"),
        CheckConstraint(
            "(task = 'translator') = (locale IS NOT NULL)", name="translator_has_locale"
        ),
    )

    document_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("document.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    task: Mapped[HandTask] = mapped_column(enum_by_value(HandTask))
    locale: Mapped[Locale | None] = mapped_column(enum_by_value(Locale))
    from_at: Mapped[datetime]
    until_at: Mapped[datetime | None]


class ClauseComment(Governed, Base):
    """A remark on a clause of a draft; settled ones stay readable beside it."""

    __tablename__ = "clause_comment"
    __retention__ = keep("document")
    __personal__ = ("person_id", "words")

    draft_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("draft.id"), index=True)
    clause_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("clause.id"))
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str | None] = mapped_column(Encrypted("clause_comment.words"))
    written_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class Attachment(Governed, Base):
    """A file with a clause, from edition `from_number` until before `until_number`.

    One that a draft adds or drops names the next edition's number; nothing else ever changes.
    """

    __tablename__ = "clause_attachment"
    __retention__ = keep("document")

    clause_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("clause.id"), index=True)
    file_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stored_file.id"))
    title: Mapped[str]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]  # of the bytes that readers get
    from_number: Mapped[int]
    until_number: Mapped[int | None]


class EditorialCorrection(Governed, Base):
    """A slip of the pen mended in sight: the edition stays, the next draft begins with the mend."""

    __tablename__ = "editorial_correction"
    __retention__ = keep("document")

    edition_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("edition.id"), index=True)
    clause_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("clause.id"))
    heading_revision: Mapped[int]
    body_revision: Mapped[int]
    reason: Mapped[str]
    corrected_on: Mapped[date]


class EditionFile(Governed, Base):
    """An edition in one language as a file, as it was stored when the edition was published.

    `fingerprint`: of the words that it holds; where a translation was mended later, a newer file
    stands beside the older one.
    """

    __tablename__ = "edition_file"
    __retention__ = keep("document")
    __table_args__ = (UniqueConstraint("edition_id", "locale", "form", "fingerprint"),)

    edition_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("edition.id"))
    locale: Mapped[Locale] = mapped_column(enum_by_value(Locale))
    form: Mapped[FileForm] = mapped_column(enum_by_value(FileForm))
    file_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stored_file.id"))
    fingerprint: Mapped[str]
    sha256: Mapped[str]
    made_at: Mapped[datetime]


class Bookmark(Identified, Base):
    """Up to which edition a person has read a document, by their own word; shown to them alone."""

    __tablename__ = "document_bookmark"
    __retention__ = delete_after(1095, since="marked_at", kind="bookmark")
    __table_args__ = (UniqueConstraint("document_id", "person_id"),)

    document_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("document.id"))
    person_id: Mapped[uuid.UUID]
    edition_number: Mapped[int]
    marked_at: Mapped[datetime]


# Nobody alters what was published, not even by a statement of their own; an edition may end, once.
_FIXED = ("id", "document_id", "number", "adopted_on", "audience", "is_substantive", "sha256")
_EDITION_ALTERED = " OR ".join(
    (
        "old.until_on IS NOT NULL",
        "new.void_at IS NOT NULL",
        "old.from_on <> new.from_on",
        *(f"old.{name} <> new.{name}" for name in _FIXED),
    )
)
_GUARDS = (
    ("edition", "update", _EDITION_ALTERED),
    ("edition", "delete", "1 = 1"),
    ("edition_clause", "update", "1 = 1"),
    ("edition_clause", "delete", "1 = 1"),
    ("clause", "update", "old.key <> new.key OR old.document_id <> new.document_id"),
    ("published_record", "update", "old.kind = 'edition'"),
    ("published_record", "delete", "old.kind = 'edition'"),
)
_REFUSAL = """CREATE OR REPLACE FUNCTION refuse_alteration() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN RAISE EXCEPTION 'what was published is not altered'; END $$"""


def guard_sql(dialect: str) -> list[tuple[str, str]]:
    """Return the statements that guard published rows, each with its table; migrations use them."""
    if dialect == "postgresql":
        action = "FOR EACH ROW WHEN ({}) EXECUTE FUNCTION refuse_alteration()"
    else:
        action = "WHEN {} BEGIN SELECT RAISE(ABORT, 'what was published is not altered'); END"
    found = []
    for table, act, condition in _GUARDS:
        if dialect == "postgresql":
            found.append((table, _REFUSAL))
        name = f"CREATE TRIGGER keep_{table}_{act} BEFORE {act.upper()} ON {table} "
        found.append((table, name + action.format(condition)))
    return found


def _ddl(sql: str) -> DDL:
    return DDL(sql)  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped


def _guard(models: tuple[type[Base], ...]) -> None:
    tables = {model.__tablename__: model.__table__ for model in models}
    for dialect in ("sqlite", "postgresql"):
        for name, statement in guard_sql(dialect):
            table = tables[name]
            assert isinstance(table, Table)
            event.listen(table, "after_create", _ddl(statement).execute_if(dialect=dialect))


_guard((Clause, Edition, EditionClause, PublishedRecord))
