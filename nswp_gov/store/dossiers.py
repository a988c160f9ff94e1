"""A case that somebody brought: one row, and the parts and files that belong to it and go with it.

The parts are held, read, kept and wiped with the whole; the files are for nobody by another right.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Engine, select
from sqlalchemy.orm import Session

from nswp_gov.rules.audience import Audience, CircleKind
from nswp_gov.store import files
from nswp_gov.store.actor import SYSTEM
from nswp_gov.store.engine import writing
from nswp_gov.store.erasure import erase_row
from nswp_gov.store.errors import NotFound, Unfit
from nswp_gov.store.files import FileStore, StoredFile
from nswp_gov.store.ids import token_hash
from nswp_gov.store.legal_holds import is_held, standing
from nswp_gov.store.texts import TextRevision, texts_of
from nswp_gov.store.ticking import Ticked, one_by_one
from nswp_gov.store.uploads.keeping import keep_copy
from nswp_gov.store.work import Work, begin

W = TypeVar("W")
P = TypeVar("P")
File = tuple[bytes, str]  # content, name


@dataclass(frozen=True)
class Dossier(Generic[W]):
    """The tables of one kind of case.

    `whole`: the table of the case, opened by a private link; `parts`: the tables of what belongs to
    it, each naming the case in the column `key`; `documents`: the one of them that names its files;
    `name`: what events, holds and the audience of the files call the case; `lasts`: how long it
    stays after its `forget_from`.
    """

    whole: type[Any]
    parts: tuple[type[Any], ...]
    documents: type[Any]
    key: str
    name: str
    lasts: timedelta

    def one(self, session: Session, case_id: uuid.UUID) -> W:
        """Return a case.

        Raises:
            NotFound: there is none.

        """
        row: W | None = session.get(self.whole, case_id)
        if row is None:
            raise NotFound
        return row

    def by_token(self, session: Session, token: str) -> W | None:
        """Return the case behind a private link, or None."""
        row: W | None = session.scalar(
            select(self.whole).where(self.whole.token_hash == token_hash(token))
        )
        return row

    def rows(self, session: Session, part: type[P], case_id: uuid.UUID, *order: Any) -> list[P]:
        """Return the rows of one kind that belong to a case."""
        wanted = select(part).where(getattr(part, self.key) == case_id).order_by(*order)
        return list(session.scalars(wanted))

    def parts_of(self, session: Session, case_id: uuid.UUID) -> list[Any]:
        """Return every row that belongs to a case."""
        return [row for part in self.parts for row in self.rows(session, part, case_id)]

    def files_of(self, session: Session, case_id: uuid.UUID) -> list[tuple[Any, StoredFile]]:
        """Return the files of a case with the rows that name them, in the order they came."""
        found = session.execute(
            select(self.documents, StoredFile)
            .join(StoredFile, StoredFile.id == self.documents.file_id)
            .where(getattr(self.documents, self.key) == case_id)
            .order_by(StoredFile.stored_at, StoredFile.id)
        )
        return [(row[0], row[1]) for row in found]

    def file(self, session: Session, case_id: uuid.UUID, document_id: uuid.UUID) -> StoredFile:
        """Return one file of a case.

        Raises:
            NotFound: it has no such file.

        """
        return self._named(session, case_id, document_id)[1]

    def _named(
        self, session: Session, case_id: uuid.UUID, document_id: uuid.UUID
    ) -> tuple[Any, StoredFile]:
        for document, file in self.files_of(session, case_id):
            if document.id == document_id:
                return document, file
        raise NotFound

    def audience(self, case_id: uuid.UUID) -> Audience:
        """Return the audience of what belongs to a case: nobody is in it by another right."""
        return Audience.of(CircleKind.CASE, f"{self.name}-{case_id}")

    def add_file(self, work: Work, row: Any, store: FileStore, brought: File, most: int) -> Any:
        """Keep a rewritten copy of a file, encrypted; the caller records it. Return its row.

        Raises:
            UploadRefused: the file is not taken. Unfit: there are `most` already.

        """
        if len(self.files_of(work.session, row.id)) >= most:
            raise Unfit("documents_many", field="file", most=most)
        kept, _cleaned = keep_copy(work, store, *brought, self.audience(row.id))
        made = self.documents(**{self.key: row.id}, file_id=kept.id, forget_from=row.forget_from)
        work.session.add(made)
        return made

    def remove_file(self, work: Work, row: Any, store: FileStore, document_id: uuid.UUID) -> None:
        """Delete a file, its bytes included.

        Raises:
            NotFound: there is no such file here.

        """
        document, file = self._named(work.session, row.id, document_id)
        work.session.delete(document)
        work.record(f"{self.name}.document_removed", row)
        files.remove(work.session, store, file)

    def hold(self, session: Session, row: Any) -> None:
        """Hold a case until the commit: acts on it follow each other, and two at once both count.

        Not the strongest lock: a row that was just added and names the case shares its key, and
        two of those would wait for each other.
        """
        held = select(self.whole.id).where(self.whole.id == row.id)
        session.execute(held.with_for_update(key_share=True))

    def forget_from(self, session: Session, row: Any, instant: datetime | None) -> None:
        """Count the time after which everything of a case goes from here; None: it stays."""
        row.forget_from = instant
        for part in self.parts_of(session, row.id):
            part.forget_from = instant

    def wipe(self, work: Work, row: Any, store: FileStore) -> None:
        """Delete a case with everything that belongs to it: texts, and the bytes of its files."""
        session = work.session
        kept = [file for _document, file in self.files_of(session, row.id)]
        said = list(texts_of(session, self.whole.__tablename__, row.id).values())
        of_said = TextRevision.text_id.in_([one.id for one in said])
        written = session.scalars(select(TextRevision).where(of_said)).all()
        for gone in (*written, *self.parts_of(session, row.id), row):
            erase_row(work, gone)  # also what its history says
            session.delete(gone)
            work.record(f"{self.name}.wiped", gone)
        for text in said:
            session.delete(text)
            work.record(f"{self.name}.wiped", text)
        for file in kept:
            files.remove(session, store, file)

    def wipe_unless_held(self, work: Work, row: Any, store: FileStore) -> str:
        """Wipe a case that is over, unless a dispute needs it; return what was done, or ''."""
        if is_held(standing(work.session, work.today), self.name, row.id):
            return ""
        self.wipe(work, row, store)
        return "wiped"

    def tick(
        self,
        engine: Engine,
        store: FileStore,
        *,
        is_running: ColumnElement[bool],
        pass_time: Callable[[Work, W], str],
        now: datetime,
        zone: str,
    ) -> list[Ticked]:
        """Wipe what is over and not held, and let time pass for what runs; return what was done."""
        is_over = self.whole.forget_from <= now - self.lasts
        with Session(engine) as session:
            over = session.scalars(select(self.whole.id).where(is_over)).all()
            rest = session.scalars(
                select(self.whole.id).where(is_running, self.whole.id.not_in(over))
            ).all()

        def forget(work: Work, case_id: uuid.UUID) -> str:
            return self.wipe_unless_held(work, self.one(work.session, case_id), store)

        def go_on(work: Work, case_id: uuid.UUID) -> str:
            return pass_time(work, self.one(work.session, case_id))

        done = one_by_one(engine, over, forget, now=now, zone=zone)
        done += one_by_one(engine, rest, go_on, now=now, zone=zone)
        with writing(), Session(engine) as session, begin(session, SYSTEM, now, zone):
            self.sweep(session, store)
        return done

    def sweep(self, session: Session, store: FileStore) -> int:
        """Delete the files of cases that have gone by another way; return how many."""
        lost = session.scalars(
            select(StoredFile).where(
                StoredFile.audience.like(f"{CircleKind.CASE}:{self.name}-%"),
                StoredFile.id.not_in(select(self.documents.file_id)),
            )
        ).all()
        for row in lost:
            files.remove(session, store, row)
        return len(lost)
