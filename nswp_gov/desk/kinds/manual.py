"""Documents: their titles, their clauses as they are in force, the conditions of an edition."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp
from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.manual.models import Clause, Document, Edition, EditionClause
from nswp_gov.manual.operations.reading import index_clause
from nswp_gov.manual.queries import title_of
from nswp_gov.rules.audience import Audience
from nswp_gov.rules.languages import Locale
from nswp_gov.store import text_kinds
from nswp_gov.store.text_kinds import Importance, Subject, TextKind
from nswp_gov.store.texts import Text, read
from nswp_gov.store.work import Work

FIELDS = ("heading", "body")


def register() -> None:
    """Name documents, clauses and editions."""
    text_kinds.register(
        "clause",
        TextKind(
            name=_l("Clause"),
            fields={"heading": _l("Heading"), "body": _lp("column", "Text")},
            subjects=_clauses,
            after=_index,
        ),
    )
    text_kinds.register(
        "document",
        TextKind(name=_l("Document"), fields={"title": _l("Title")}, subjects=_documents),
    )
    text_kinds.register(
        "edition",
        TextKind(name=_l("Edition"), fields={"conditions": _l("Conditions")}, subjects=_editions),
    )


def _clauses(
    session: Session, ids: Collection[uuid.UUID], locale: Locale
) -> Mapping[uuid.UUID, Subject]:
    """Return the clauses of the last edition; one that is in a draft alone is translated there."""
    wanted = set(ids)
    rows = session.execute(
        select(EditionClause.clause_id, Clause.key, Document.slug, Edition)
        .join(Edition, Edition.id == EditionClause.edition_id)
        .join(Clause, Clause.id == EditionClause.clause_id)
        .join(Document, Document.id == Edition.document_id)
        .where(Edition.until_on.is_(None), Edition.void_at.is_(None))
    ).all()
    here = {row[0] for row in rows} & wanted
    named = _headings(session, here, locale)
    chains = _chains(session)
    return {
        clause_id: Subject(
            title=named[clause_id][0],
            title_locale=named[clause_id][1],
            audience=Audience.parse(edition.audience),
            endpoint="manual.clause",
            values=(("slug", slug), ("number", str(edition.number)), ("key", key)),
            importance=Importance.HIGH,
            chains=chains[clause_id],
        )
        for clause_id, key, slug, edition in rows
        if clause_id in named
    }


def _headings(
    session: Session, ids: Collection[uuid.UUID], locale: Locale
) -> dict[uuid.UUID, tuple[str, Locale]]:
    rows = session.scalars(
        select(Text).where(Text.subject_type == "clause", Text.field == FIELDS[0])
    )
    mine = {row.id: row for row in rows if row.subject_id in ids}
    found = read(session, mine.values(), locale)
    return {mine[one].subject_id: (reading.words, reading.locale) for one, reading in found.items()}


def _chains(session: Session) -> dict[uuid.UUID, dict[str, tuple[int, ...]]]:
    """Return, per clause, which revisions of each field an edition has published."""
    numbers: dict[uuid.UUID, dict[str, set[int]]] = defaultdict(
        lambda: {name: set() for name in FIELDS}
    )
    pins = session.execute(
        select(
            EditionClause.clause_id, EditionClause.heading_revision, EditionClause.body_revision
        ).distinct()
    )
    for clause_id, *pinned in pins:
        for name, number in zip(FIELDS, pinned, strict=True):
            numbers[clause_id][name].add(number)
    return {
        clause_id: {name: tuple(sorted(known)) for name, known in fields.items()}
        for clause_id, fields in numbers.items()
    }


def _index(work: Work, text: Text, locale: Locale) -> None:
    index_clause(work, work.session.get_one(Clause, text.subject_id), locale)


def _documents(
    session: Session, ids: Collection[uuid.UUID], locale: Locale
) -> Mapping[uuid.UUID, Subject]:
    rows = session.scalars(select(Document).where(Document.id.in_(ids))).all()
    titles = title_of(session, rows, locale)
    return {
        row.id: Subject(
            title=titles[row.id].words,
            title_locale=titles[row.id].locale,
            audience=Audience.parse(row.audience),
            endpoint="manual.index",
            values=(("slug", row.slug),),
            importance=Importance.HIGH,
        )
        for row in rows
    }


def _editions(
    session: Session, ids: Collection[uuid.UUID], locale: Locale
) -> Mapping[uuid.UUID, Subject]:
    rows = session.scalars(select(Edition).where(Edition.id.in_(ids))).all()
    documents = {
        row.id: row
        for row in session.scalars(
            select(Document).where(Document.id.in_({one.document_id for one in rows}))
        )
    }
    titles = title_of(session, list(documents.values()), locale)
    return {
        row.id: Subject(
            title=_l(
                "%(title)s, edition %(number)s",
                title=titles[row.document_id].words,
                number=row.number,
            ),
            title_locale=titles[row.document_id].locale,
            audience=row.readers,
            endpoint="manual.edition",
            values=(("slug", documents[row.document_id].slug), ("number", str(row.number))),
        )
        for row in rows
    }
