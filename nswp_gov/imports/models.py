"""Tables of imports: the list, its lines while they are needed, and the keys that stay."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from nswp_gov.imports.states import KEPT_FOR, Fate, Outcome, Stage
from nswp_gov.rules.languages import Locale
from nswp_gov.store.base import Base, Governed, Identified
from nswp_gov.store.crypto import Encrypted, EncryptedJson
from nswp_gov.store.retention import delete_after, erase_after, keep
from nswp_gov.store.types import enum_by_value

KEY_LABEL = "import_key.key"


class ImportBatch(Governed, Base):
    """One list from outside. `mapping`: position of a column → what it says (a Target)."""

    __tablename__ = "import_batch"
    __retention__ = erase_after(KEPT_FOR, since="made_at", kind="import")
    __personal__ = ("file_name", "heads", "answers", "reason")

    made_at: Mapped[datetime]
    made_by: Mapped[uuid.UUID | None]
    stage: Mapped[Stage] = mapped_column(enum_by_value(Stage))
    ordered_by: Mapped[uuid.UUID | None]  # who had it applied or undone
    locale: Mapped[Locale] = mapped_column(enum_by_value(Locale))  # of its texts
    total: Mapped[int]
    file_name: Mapped[str | None] = mapped_column(Encrypted("import_batch.file_name"))
    heads: Mapped[list[str] | None] = mapped_column(EncryptedJson("import_batch.heads"))
    mapping: Mapped[dict[str, Any]]
    answers: Mapped[Any] = mapped_column(EncryptedJson("import_batch.answers"), nullable=True)
    reason: Mapped[str | None] = mapped_column(Encrypted("import_batch.reason"))


class ImportLine(Identified, Base):
    """One line of a list: its cells, what the trial found, what became of it.

    `found`: the trial's answer, and after it was applied what is needed to undo it.
    """

    __tablename__ = "import_line"
    __retention__ = delete_after(KEPT_FOR, since="made_at", kind="lines of an import")
    __personal__ = ("cells", "found")

    batch_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("import_batch.id"))
    made_at: Mapped[datetime]
    number: Mapped[int]
    cells: Mapped[Any] = mapped_column(EncryptedJson("import_line.cells"))
    key_index: Mapped[str | None]
    organisation_id: Mapped[uuid.UUID | None]
    outcome: Mapped[Outcome | None] = mapped_column(enum_by_value(Outcome))
    fate: Mapped[Fate] = mapped_column(enum_by_value(Fate))
    takes_file: Mapped[bool] = mapped_column(default=False)  # in a conflict the file wins
    found: Mapped[Any] = mapped_column(EncryptedJson("import_line.found"), nullable=True)

    __table_args__ = (
        Index("ix_import_line_next", "batch_id", "fate", "number"),
        Index("ix_import_line_key", "batch_id", "key_index"),
    )


class ImportKey(Governed, Base):
    """By which key outside an organisation is known, and the marks of what was last imported.

    An organisation may be known by several: lists come from several places, and records are merged.
    """

    __tablename__ = "import_key"
    __retention__ = keep("organisation")
    __personal__ = ("key", "key_index", "said")

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    key: Mapped[str | None] = mapped_column(Encrypted(KEY_LABEL))
    key_index: Mapped[str | None] = mapped_column(unique=True)
    said: Mapped[Any] = mapped_column(
        EncryptedJson("import_key.said"), nullable=True, info={"journal": False}
    )
