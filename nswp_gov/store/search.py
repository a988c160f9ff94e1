"""Search: one entry for each record, audience and language; only what the viewer may see is asked.

A public entry holds its terms as they are. Any other entry holds each term as a keyed digest, a key
an audience, without order or repetition, so that a disk without the key names nobody; the
beginnings of title words are digested too, so that a name is found while it is typed. Nothing else
of a record is kept here: a result names the record, and whoever shows it reads it afresh.

Results are ranked by the title, then the reader's language, then the day; never by statistics over
all entries, which would let hidden ones shift what is shown.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Subquery,
    UniqueConstraint,
    and_,
    bindparam,
    case,
    delete,
    event,
    func,
    or_,
    select,
    text,
    union_all,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from nswp_gov.rules.audience import Audience
from nswp_gov.rules.languages import Locale
from nswp_gov.store import analyser
from nswp_gov.store.analyser import Wanted
from nswp_gov.store.base import Base
from nswp_gov.store.crypto import vault
from nswp_gov.store.retention import keep
from nswp_gov.store.search_terms import (
    Choice,
    Expressions,
    add_terms,
    choices,
    create_statements,
    is_sqlite,
    postgresql_expressions,
    remove_terms,
    sqlite_expressions,
    terms_for,
)
from nswp_gov.store.types import enum_by_value

_UNDATED = date(1, 1, 1)
_LONGEST_TITLE = 500
_LONGEST_BODY = 200_000


@dataclass(frozen=True, slots=True)
class _Form:
    """How one database is asked."""

    statement: str
    expressions: Callable[[Sequence[Choice]], Expressions]


_FTS5_FORM = _Form("SELECT rowid FROM search_terms WHERE search_terms MATCH :q", sqlite_expressions)
_TSVECTOR_FORM = _Form(
    "SELECT entry_id FROM search_terms WHERE vector @@ CAST(:q AS tsquery)",
    postgresql_expressions,
)


class SearchEntry(Base):
    """That one record is found by one audience in one language; its terms stand beside it."""

    __tablename__ = "search_entry"
    __retention__ = keep("search")  # goes with its record
    __table_args__ = (UniqueConstraint("subject_type", "subject_id", "audience", "locale"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_type: Mapped[str]
    subject_id: Mapped[uuid.UUID]
    audience: Mapped[str] = mapped_column(index=True)
    locale: Mapped[Locale] = mapped_column(enum_by_value(Locale))
    dated_on: Mapped[date]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of results ended; the next begins after it."""

    score: int
    dated_on: date
    subject_id: uuid.UUID

    def __str__(self) -> str:
        return f"{self.score}.{self.dated_on.isoformat()}.{self.subject_id}"

    @classmethod
    def parse(cls, code: str) -> Place:
        """Return the place that `code` names.

        Raises:
            ValueError: it names none.

        """
        score, day, subject_id = code.split(".")
        return cls(int(score), date.fromisoformat(day), uuid.UUID(subject_id))


@dataclass(frozen=True, slots=True)
class Found:
    """One record, through the entry that matched best."""

    subject_type: str
    subject_id: uuid.UUID
    audience: Audience
    locale: Locale
    dated_on: date | None
    place: Place


def _follow_table() -> None:
    """Let the table of terms come and go with the table of entries, in `create_all` too."""
    table = SearchEntry.__table__

    def create(_table: Any, connection: Connection, **_options: Any) -> None:
        for statement in create_statements(connection.dialect.name):
            connection.execute(text(statement))

    def drop(_table: Any, connection: Connection, **_options: Any) -> None:
        connection.execute(text("DROP TABLE IF EXISTS search_terms"))

    event.listen(table, "after_create", create)
    event.listen(table, "before_drop", drop)


_follow_table()


def index(
    session: Session,
    subject_type: str,
    subject_id: uuid.UUID,
    audience: Audience,
    locale: Locale,
    *,
    title: str,
    body: str = "",
    dated_on: date | None = None,
) -> None:
    """Let `audience` find the record by these words; what it was found by before is gone.

    Words that are encrypted in their own table are not to be given for a wider audience than
    theirs; nothing is found in an audience that nothing was given for.

    Raises:
        Locked: the audience is not the public and the key has not been supplied.

    """
    key = (
        SearchEntry.subject_type == subject_type,
        SearchEntry.subject_id == subject_id,
        SearchEntry.audience == audience.code,
        SearchEntry.locale == locale,
    )
    entry = session.scalar(select(SearchEntry).where(*key))
    if entry is None:
        entry = SearchEntry(
            subject_type=subject_type,
            subject_id=subject_id,
            audience=audience.code,
            locale=locale,
            dated_on=dated_on or _UNDATED,
        )
        session.add(entry)
    entry.dated_on = dated_on or _UNDATED
    session.flush()
    remove_terms(session, [entry.id])
    in_title, in_body = terms_for(audience, locale, title[:_LONGEST_TITLE], body[:_LONGEST_BODY])
    add_terms(session, entry.id, in_title, in_body)


def unindex(
    session: Session, subject_type: str, subject_id: uuid.UUID, audience: Audience | None = None
) -> None:
    """Let nobody, or not this audience, find the record; its terms leave the file as well."""
    chosen = select(SearchEntry.id).where(
        SearchEntry.subject_type == subject_type, SearchEntry.subject_id == subject_id
    )
    if audience is not None:
        chosen = chosen.where(SearchEntry.audience == audience.code)
    session.flush()
    ids = list(session.scalars(chosen))
    if not ids:
        return
    remove_terms(session, ids)
    session.execute(delete(SearchEntry).where(SearchEntry.id.in_(ids)))
    scrub(session)


def scrub(session: Session) -> None:
    """Drop what deleted entries left inside the index's pages; PostgreSQL does so by VACUUM."""
    if is_sqlite(session):
        session.execute(text("INSERT INTO search_terms(search_terms) VALUES ('optimize')"))


def find(
    session: Session,
    audiences: Collection[Audience],
    locale: Locale,
    query: str,
    *,
    kinds: Collection[str] = (),
    limit: int = 20,
    after: Place | None = None,
) -> tuple[Found, ...]:
    """Return the records that `query` finds among what `audiences` may see, best first.

    `kinds` None or empty: every kind. Each record comes once. While the key is not supplied only
    the public's entries are asked. There is a next page if `limit` records came.
    """
    wanted = analyser.wanted(query)
    asked = [one for one in sorted(audiences, key=str) if one.is_public or vault.is_open]
    if not wanted or not asked or limit < 1:
        return ()
    session.flush()
    form = _FTS5_FORM if is_sqlite(session) else _TSVECTOR_FORM
    hits = union_all(*(_hits(wanted, one, locale, kinds, form) for one in asked))
    rows = session.execute(_page(hits.subquery("hits"), limit, after))
    return tuple(_found(row) for row in rows)


def _found(row: Any) -> Found:
    return Found(
        subject_type=row.subject_type,
        subject_id=row.subject_id,
        audience=Audience.parse(row.audience),
        locale=row.locale,
        dated_on=None if row.dated_on == _UNDATED else row.dated_on,
        place=Place(row.score, row.dated_on, row.subject_id),
    )


def _page(hits: Subquery, limit: int, after: Place | None) -> Select[Any]:
    of_one_record = func.row_number().over(
        partition_by=(hits.c.subject_type, hits.c.subject_id),
        order_by=(hits.c.score.desc(), hits.c.audience, hits.c.locale),
    )
    best = select(hits, of_one_record.label("rank")).subquery("best")
    page = select(best).where(best.c.rank == 1)
    if after is not None:
        page = page.where(
            or_(
                best.c.score < after.score,
                and_(best.c.score == after.score, best.c.dated_on < after.dated_on),
                and_(
                    best.c.score == after.score,
                    best.c.dated_on == after.dated_on,
                    best.c.subject_id > after.subject_id,
                ),
            )
        )
    order = (best.c.score.desc(), best.c.dated_on.desc(), best.c.subject_id)
    return page.order_by(*order).limit(limit)


def _hits(
    wanted: Sequence[Wanted],
    audience: Audience,
    locale: Locale,
    kinds: Collection[str],
    form: _Form,
) -> Select[Any]:
    """Return the entries of one audience that hold all that is wanted, with their score."""
    asked = form.expressions(choices(audience, wanted))
    tier = case((_holds(form, asked.title_all), 2), (_holds(form, asked.title_any), 1), else_=0)
    own_language = case((SearchEntry.locale == locale, 1), else_=0)
    hits = select(
        SearchEntry.subject_type,
        SearchEntry.subject_id,
        SearchEntry.audience,
        SearchEntry.locale,
        SearchEntry.dated_on,
        (tier * 2 + own_language).label("score"),
    ).where(SearchEntry.audience == audience.code, _holds(form, asked.anywhere))
    return hits.where(SearchEntry.subject_type.in_(sorted(kinds))) if kinds else hits


def _holds(form: _Form, expression: str) -> ColumnElement[bool]:
    asked = text(form.statement).bindparams(bindparam("q", expression, unique=True))
    return SearchEntry.id.in_(asked.columns(SearchEntry.id).scalar_subquery())
