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
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    TextualSelect,
    UniqueConstraint,
    bindparam,
    column,
    delete,
    event,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from nswp_gov.rules.audience import Audience
from nswp_gov.rules.languages import Locale
from nswp_gov.store import analyser
from nswp_gov.store.base import Base
from nswp_gov.store.crypto import vault
from nswp_gov.store.retention import keep
from nswp_gov.store.search_terms import (
    SOME,
    TIERS,
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


# Of one audience, how many entries a tier of the ranking looks at: the newest ones.
CONSIDERED = 300
CONSIDERED_EACH = 3  # or so many for each record that is wanted, where that is more


@dataclass(frozen=True, slots=True)
class _Form:
    """How one database is asked."""

    number: str
    matches: str  # with the name of the query's parameter to be put in
    expressions: Callable[[Sequence[Choice]], Expressions]


_FTS5_FORM = _Form("search_terms.rowid", "search_terms MATCH :{}", sqlite_expressions)
_TSVECTOR_FORM = _Form(
    "search_terms.entry_id",
    "search_terms.vector @@ CAST(:{} AS tsquery)",
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

    Whole words in the title come before beginnings of words in it, all of them before some, and
    that before the rest; a tier is asked only when those above it did not fill the page. Of a word
    that a very large number of entries hold, a tier ranks the newest of an audience (`CONSIDERED`):
    the work does not grow with their number. What the beginning of a word costs does grow, so it
    is looked up after whole words; of several words only where none of them were found whole.
    """
    rows = _rows(session, audiences, locale, query, kinds=kinds, limit=limit, after=after)
    return tuple(_found(row) for row in rows)


def find_ids(
    session: Session,
    audiences: Collection[Audience],
    locale: Locale,
    query: str,
    *,
    kind: str,
    limit: int,
) -> tuple[uuid.UUID, ...]:
    """Return the records of one kind that `find` returns, by their identifiers alone."""
    rows = _rows(
        session, audiences, locale, query, kinds=(kind,), limit=limit, after=None, is_brief=True
    )
    return tuple(row.subject_id for row in rows)


def _rows(
    session: Session,
    audiences: Collection[Audience],
    locale: Locale,
    query: str,
    *,
    kinds: Collection[str],
    limit: int,
    after: Place | None,
    is_brief: bool = False,
) -> list[Any]:
    wanted = analyser.wanted(query)
    asked = [one for one in sorted(audiences, key=str) if one.is_public or vault.is_open]
    if not wanted or not asked or limit < 1:
        return []
    session.flush()
    form = _FTS5_FORM if is_sqlite(session) else _TSVECTOR_FORM
    said = [(one.code, form.expressions(choices(one, wanted))) for one in asked]
    tiers = [one for one in TIERS if one is not SOME or len(wanted) > 1]  # of one, some is all
    given = {
        "locale": locale,
        "most": max(CONSIDERED, CONSIDERED_EACH * limit),
        **{f"kind_{at}": kind for at, kind in enumerate(sorted(kinds))},
        **(_after(after) if after else {}),
    }
    found: dict[Any, Any] = {}
    is_whole = False  # several words are wanted, and found without the beginnings of any
    for step in [[one] for one in tiers] if after is None else [tiers]:
        if is_whole and all(tier.begins for tier in step):
            continue  # several words that are there whole are meant as they are
        asks = [(code, tier.expression(each), tier) for code, each in said for tier in step]
        worths = tuple(ask[2].worth for ask in asks)
        shape = _Shape(form, worths, len(kinds), is_after=after is not None, is_brief=is_brief)
        for at, (code, expression, _tier) in enumerate(asks):
            given |= {f"audience_{at}": code, f"query_{at}": expression}
        before = len(found)
        given["limit"] = limit + before
        for row in session.connection().execute(_statement(shape), given):
            found.setdefault(row[-1] if is_brief else (row.subject_type, row.subject_id), row)
        if len(found) >= limit:
            break
        if len(wanted) > 1 and len(found) > before and not any(tier.begins for tier in step):
            is_whole = True
    return list(found.values())[:limit]


def _after(place: Place) -> dict[str, Any]:
    return {"score": place.score, "dated_on": place.dated_on, "subject_id": place.subject_id}


def _found(row: Any) -> Found:
    return Found(
        subject_type=row.subject_type,
        subject_id=row.subject_id,
        audience=Audience.parse(row.audience),
        locale=row.locale,
        dated_on=None if row.dated_on == _UNDATED else row.dated_on,
        place=Place(row.score, row.dated_on, row.subject_id),
    )


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a statement looks like: how often each tier is asked, whether kinds are, a place is.

    `is_brief`: one kind is asked for, and nothing but the identifiers of its records.
    """

    form: _Form
    worths: tuple[int, ...]
    kinds: int
    is_after: bool
    is_brief: bool


@lru_cache(maxsize=512)
def _statement(shape: _Shape) -> TextualSelect:
    """Return the page of a search: of every record the best entry, the best records first.

    Written out, because building it anew took longer than the answer; every value is bound.
    """
    hits = " UNION ALL ".join(_hits(shape, at) for at in range(len(shape.worths)))
    if shape.is_brief:
        return (
            text(f"{_BRIEF} FROM ({hits}) AS hits {_BRIEFLY}")
            .bindparams(bindparam("locale", type_=SearchEntry.__table__.c.locale.type))
            .columns(column("subject_id", SearchEntry.__table__.c.subject_id.type))
        )
    where = f"WHERE place = 1 {_AFTER if shape.is_after else ''}"
    words = (
        f"SELECT subject_type, subject_id, audience, locale, dated_on, score FROM "  # noqa: S608
        f"(SELECT hits.*, {_PLACE} AS place FROM ({hits}) AS hits) AS best "
        f"{where} ORDER BY score DESC, dated_on DESC, subject_id LIMIT :limit"
    )
    columns = SearchEntry.__table__.c
    typed = [bindparam("locale", type_=columns.locale.type)]
    if shape.is_after:
        typed += [bindparam(name, type_=columns[name].type) for name in ("dated_on", "subject_id")]
    return (
        text(words)
        .bindparams(*typed)
        .columns(
            *(column(name, columns[name].type) for name in _COLUMNS), column("score", Integer())
        )
    )


_COLUMNS = ("subject_type", "subject_id", "audience", "locale", "dated_on")
_BRIEF = "SELECT subject_id"
_BRIEFLY = (
    "GROUP BY subject_id ORDER BY max(score) DESC, max(dated_on) DESC, subject_id LIMIT :limit"
)
_PLACE = (
    "row_number() OVER (PARTITION BY subject_type, subject_id "
    "ORDER BY score DESC, audience, locale)"
)
_AFTER = (
    "AND (score < :score OR (score = :score AND dated_on < :dated_on) "
    "OR (score = :score AND dated_on = :dated_on AND subject_id > :subject_id))"
)


def _hits(shape: _Shape, at: int) -> str:
    """Return the newest entries of one audience in a tier, with their score."""
    number, matches = shape.form.number, shape.form.matches.format(f"query_{at}")
    kinds = ", ".join(f":kind_{one}" for one in range(shape.kinds))
    of_kinds = f"AND search_entry.subject_type IN ({kinds})" if kinds else ""
    shown = ", ".join(f"search_entry.{name}" for name in _COLUMNS)
    score = f"{2 * shape.worths[at]} + CASE WHEN search_entry.locale = :locale THEN 1 ELSE 0 END"
    return (
        f"SELECT * FROM (SELECT {shown}, {score} AS score FROM search_terms "  # noqa: S608
        f"JOIN search_entry ON search_entry.id = {number} "
        f"WHERE {matches} AND search_entry.audience = :audience_{at} {of_kinds} "
        f"ORDER BY {number} DESC LIMIT :most) AS hits_{at}"
    )
