"""Tables of the desk: who translates what, drafts, releases, files from outside, the glossary.

Released translations are text revisions like all others; a draft is kept here until then, under
encryption, because it may render a text that not everybody reads.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from nswp_gov.desk.states import KEPT_DRAFT, KEPT_FILE, DraftState, FileForm
from nswp_gov.rules.languages import Locale
from nswp_gov.store.base import Base, Governed, Identified
from nswp_gov.store.crypto import Encrypted, EncryptedJson
from nswp_gov.store.retention import delete_after, keep
from nswp_gov.store.types import enum_by_value

_OPEN = text("ended_at IS NULL")


class Claim(Governed, Base):
    """One person translates one text into one language; it ends by itself."""

    __tablename__ = "translation_claim"
    __retention__ = delete_after(365, since="until_at", kind="translation")

    text_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("text.id"), index=True)
    locale: Mapped[Locale] = mapped_column(enum_by_value(Locale))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    claimed_at: Mapped[datetime]
    until_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]  # given back, released, or found expired

    __table_args__ = (
        Index(
            "ix_translation_claim_one",
            "text_id",
            "locale",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    def holds_at(self, instant: datetime) -> bool:
        """Tell whether it keeps others away at an instant."""
        return self.ended_at is None and instant < self.until_at


class Assignment(Governed, Base):
    """The secretariat gave a person all texts of one record for translation; it expires."""

    __tablename__ = "translation_assignment"
    __retention__ = delete_after(365, since="until_at", kind="translation")

    subject_type: Mapped[str]
    subject_id: Mapped[uuid.UUID]
    locale: Mapped[Locale] = mapped_column(enum_by_value(Locale))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    given_by: Mapped[uuid.UUID | None]
    from_at: Mapped[datetime]
    until_at: Mapped[datetime]

    __table_args__ = (Index("ix_translation_assignment_subject", "subject_id", "locale"),)


class TranslationDraft(Identified, Base):
    """The words of a translation before they are released; one a text and language.

    `number` rises with every save: a writer names the one they had before them. `seen` is the
    newest released revision in the language when the draft was begun, `made_from` the revision of
    the source that is rendered.
    """

    __tablename__ = "translation_draft"
    __retention__ = delete_after(KEPT_DRAFT, since="saved_at", kind="translation")
    __personal__ = ("words",)

    text_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("text.id"))
    locale: Mapped[Locale] = mapped_column(enum_by_value(Locale))
    words: Mapped[str] = mapped_column(Encrypted("translation_draft.words"))
    number: Mapped[int]
    made_from: Mapped[int]
    seen: Mapped[int]
    state: Mapped[DraftState] = mapped_column(enum_by_value(DraftState))
    is_machine_assisted: Mapped[bool] = mapped_column(default=False)
    writer_id: Mapped[uuid.UUID | None]
    saved_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("text_id", "locale"),)


class Release(Governed, Base):
    """A translation went out: who wrote it, and who else read it before, if anybody did."""

    __tablename__ = "translation_release"
    __retention__ = keep("text")

    text_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("text.id"), index=True)
    locale: Mapped[Locale] = mapped_column(enum_by_value(Locale))
    number: Mapped[int]
    writer_id: Mapped[uuid.UUID | None]
    reviewer_id: Mapped[uuid.UUID | None]
    was_machine_assisted: Mapped[bool]
    released_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("text_id", "locale", "number"),)


class IncomingFile(Identified, Base):
    """A file from a translator outside, and what taking it would do; nothing is taken yet.

    `rows`: one a text, as `operations.exchange` judged it.
    """

    __tablename__ = "translation_file"
    __retention__ = delete_after(KEPT_FILE, since="received_at", kind="translation")
    __personal__ = ("name", "rows")

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    locale: Mapped[Locale] = mapped_column(enum_by_value(Locale))
    form: Mapped[FileForm] = mapped_column(enum_by_value(FileForm))
    name: Mapped[str] = mapped_column(Encrypted("translation_file.name"))
    is_machine_assisted: Mapped[bool]
    rows: Mapped[Any] = mapped_column(EncryptedJson("translation_file.rows"))
    received_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]


class GlossaryTerm(Governed, Base):
    """A term of the network; what it is called and what it means are its texts.

    `avoid`: per language the words that are wrong for it; a word that begins with `!` is wrong
    anywhere in our own text. `note`: for translators, in English.
    """

    __tablename__ = "glossary_term"
    __retention__ = keep("glossary")

    key: Mapped[str] = mapped_column(unique=True)
    note: Mapped[str]
    avoid: Mapped[dict[str, Any]]
    is_retired: Mapped[bool] = mapped_column(default=False)
