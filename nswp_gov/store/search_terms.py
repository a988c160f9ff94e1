"""The terms of search entries: how they are kept, digested and asked for on each database.

SQLite keeps them in an FTS5 table, PostgreSQL in a `tsvector`; both are given terms that are
already analysed, so neither database's own idea of a word matters.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from nswp_gov.rules.audience import Audience
from nswp_gov.rules.languages import Locale
from nswp_gov.store import analyser
from nswp_gov.store.analyser import Wanted
from nswp_gov.store.crypto import vault

_DIGEST = 20  # hexadecimal digits: 80 bits
_BEGINNING = "begins "  # no term holds a space, so a beginning is never taken for a term
_FTS5 = """
CREATE VIRTUAL TABLE search_terms
USING fts5(title, body, tokenize='unicode61 remove_diacritics 0')
""".strip()
_VECTORS = """
CREATE TABLE search_terms (
  entry_id INTEGER NOT NULL
    CONSTRAINT pk_search_terms PRIMARY KEY
    CONSTRAINT fk_search_terms_entry_id_search_entry
      REFERENCES search_entry (id) ON DELETE CASCADE,
  vector TSVECTOR NOT NULL
)
""".strip()
_VECTOR_INDEX = "CREATE INDEX ix_search_terms_vector ON search_terms USING gin (vector)"
_DROP = "DROP TABLE search_terms"


def create_statements(dialect: str) -> tuple[str, ...]:
    """Return the DDL of the table of terms, for a migration: `sqlite` or `postgresql`."""
    return (_FTS5,) if dialect == "sqlite" else (_VECTORS, _VECTOR_INDEX)


def drop_statements() -> tuple[str, ...]:
    """Return the DDL that takes the table of terms away, on both databases."""
    return (_DROP,)


@dataclass(frozen=True, slots=True)
class Choice:
    """What one thing that is wanted looks like in the index: whole terms, and a beginning."""

    exact: tuple[str, ...]
    prefix: str | None


@dataclass(frozen=True, slots=True)
class Expressions:
    """A query in a database's own syntax: all of it in the title, or anywhere.

    `whole`: no beginnings of words. `title_some`: all anywhere, and at least one thing in the
    title.
    """

    title_whole: str
    title_all: str
    title_some: str
    whole: str
    anywhere: str


@dataclass(frozen=True, slots=True)
class Tier:
    """A step of the ranking: which part of a query has to hold, and what it is worth.

    `begins`: beginnings of words count, too.
    """

    expression: Callable[[Expressions], str]
    worth: int
    begins: bool = True


SOME = Tier(lambda said: said.title_some, 2)
TIERS = (
    Tier(lambda said: said.title_whole, 4, begins=False),
    Tier(lambda said: said.title_all, 3),
    SOME,
    Tier(lambda said: said.whole, 1, begins=False),
    Tier(lambda said: said.anywhere, 0),
)


def is_sqlite(session: Session) -> bool:
    """Tell which of the two databases this is."""
    return session.get_bind().dialect.name == "sqlite"


def choices(audience: Audience, wanted: Iterable[Wanted]) -> list[Choice]:
    """Return what `wanted` looks like among the terms kept for `audience`."""
    if audience.is_public:
        return [Choice(tuple(sorted(one.exact)), one.prefix) for one in wanted]
    digest = _digester(audience)
    return [
        Choice(
            tuple(digest(term) for term in sorted(one.exact)),
            digest(_BEGINNING + one.prefix) if one.prefix else None,  # no other digest begins so
        )
        for one in wanted
    ]


def terms_for(
    audience: Audience, locale: Locale, title: str, body: str
) -> tuple[Sequence[str], Sequence[str]]:
    """Return the terms of title and body as they are kept for `audience`."""
    in_title, in_body = analyser.terms(title, locale), analyser.terms(body, locale)
    if audience.is_public:
        return in_title, in_body
    digest = _digester(audience)
    in_title += [_BEGINNING + piece for piece in analyser.prefixes(title)]
    return sorted({digest(one) for one in in_title}), sorted({digest(one) for one in in_body})


def _digester(audience: Audience) -> Callable[[str], str]:
    key = vault.ring.blind("terms", f"search.{audience.code}").encode()

    def digest(term: str) -> str:
        return "x" + hmac.new(key, term.encode(), hashlib.sha256).hexdigest()[:_DIGEST]

    return digest


def remove_terms(session: Session, ids: Sequence[int]) -> None:
    """Take away the terms of these entries."""
    by_rowid = "DELETE FROM search_terms WHERE rowid = :id"
    by_entry = "DELETE FROM search_terms WHERE entry_id = :id"
    statement = text(by_rowid if is_sqlite(session) else by_entry)
    session.execute(statement, [{"id": one} for one in ids])


def add_terms(
    session: Session, entry_id: int, in_title: Sequence[str], in_body: Sequence[str]
) -> None:
    """Keep the terms of one entry, which has none yet."""
    if is_sqlite(session):
        session.execute(
            text("INSERT INTO search_terms(rowid, title, body) VALUES (:id, :title, :body)"),
            {"id": entry_id, "title": " ".join(in_title), "body": " ".join(in_body)},
        )
        return
    first, second = set(in_title), set(in_body)
    vector = " ".join(
        f"'{term}':" + ",".join(["1A"] * (term in first) + ["2B"] * (term in second))
        for term in sorted(first | second)
    )
    session.execute(
        text("INSERT INTO search_terms(entry_id, vector) VALUES (:id, CAST(:vector AS tsvector))"),
        {"id": entry_id, "vector": vector},
    )


def sqlite_expressions(wanted: Sequence[Choice]) -> Expressions:
    """Return `wanted` for FTS5; every term is quoted, so no text is taken for syntax."""
    whole, each = [], []
    for one in wanted:
        terms = [f'"{term}"' for term in one.exact]
        beginning = [f'"{one.prefix}"*'] if one.prefix else []
        whole.append(f"({' OR '.join(terms)})")
        each.append(f"({' OR '.join([*terms, *beginning])})")
    words, every, some = " AND ".join(whole), " AND ".join(each), " OR ".join(each)
    return Expressions(
        title_whole=f"title : ({words})",
        title_all=f"title : ({every})",
        title_some=f"({every}) AND (title : ({some}))",
        whole=words,
        anywhere=every,
    )


def postgresql_expressions(wanted: Sequence[Choice]) -> Expressions:
    """Return `wanted` for `tsquery`; every term is quoted, so no text is taken for syntax."""
    anywhere, in_title = _lexemes(wanted, ""), _lexemes(wanted, "A")
    every, some = " & ".join(anywhere), " | ".join(in_title)
    whole = [Choice(one.exact, None) for one in wanted]
    return Expressions(
        title_whole=" & ".join(_lexemes(whole, "A")),
        title_all=" & ".join(in_title),
        title_some=f"{every} & ({some})",
        whole=" & ".join(_lexemes(whole, "")),
        anywhere=every,
    )


def _lexemes(wanted: Sequence[Choice], weight: str) -> list[str]:
    mark = f":{weight}" if weight else ""
    each = []
    for one in wanted:
        beginning = [f"'{one.prefix}':*{weight}"] if one.prefix else []
        each.append(
            "(" + " | ".join([*(f"'{term}'{mark}" for term in one.exact), *beginning]) + ")"
        )
    return each
