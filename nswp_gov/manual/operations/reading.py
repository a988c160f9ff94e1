"""Say that an edition was read; keep what is in force findable."""

from __future__ import annotations

import uuid

from sqlalchemy import select

from nswp_gov.manual import policy
from nswp_gov.manual.models import Acknowledgement, Clause, Document, Edition
from nswp_gov.manual.queries.books import Book, Entry, book_of_edition
from nswp_gov.manual.states import Capacity, EditionState
from nswp_gov.rules.languages import Locale
from nswp_gov.store import dated, search
from nswp_gov.store.errors import Unfit, need
from nswp_gov.store.markdown import plain_words
from nswp_gov.store.work import Work


def acknowledge(
    work: Work, edition: Edition, organisation_id: uuid.UUID | None = None
) -> Acknowledgement:
    """Record that an organisation (None: the officer who acts) has read the edition.

    Saying it again changes nothing.

    Raises:
        Denied: the actor does not speak for the organisation, or is no officer.
        Unfit: the edition is no longer in force.

    """
    need(policy.may_acknowledge(work.actor, organisation_id))
    if edition.state_on(work.today) is EditionState.SUPERSEDED:
        raise Unfit("edition_superseded", number=edition.number)
    person_id = work.actor.person_id
    assert person_id is not None  # the policy asked
    reader_id = organisation_id or person_id
    known = work.session.scalar(
        select(Acknowledgement).where(
            Acknowledgement.edition_id == edition.id, Acknowledgement.reader_id == reader_id
        )
    )
    if known:
        return known
    made = Acknowledgement(
        edition_id=edition.id,
        capacity=Capacity.ORGANISATION if organisation_id else Capacity.OFFICER,
        reader_id=reader_id,
        person_id=person_id,
        acknowledged_at=work.now,
    )
    work.session.add(made)
    work.record("edition.acknowledged", made)
    return made


def refresh_search(work: Work, document: Document) -> int:
    """Let search find the clauses in force today and no others; return how many there are.

    Adoption does this by itself where the edition is in force at once; the worker does it on the
    day from which an edition is in force.
    """
    edition = dated.as_at(work.session, Edition, work.today, document_id=document.id)
    books = _books(work, edition) if edition else {}
    present = {entry.clause_id for book in books.values() for entry in book.entries}
    every = work.session.scalars(select(Clause.id).where(Clause.document_id == document.id))
    for gone in set(every) - present:
        search.unindex(work.session, "clause", gone)
    if edition:
        for locale, book in books.items():
            for entry in book.entries:
                _index(work, edition, entry, locale)
    return len(present)


def index_clause(work: Work, clause: Clause, locale: Locale) -> None:
    """Let search find one clause by its words of now in one language, if it is in force."""
    edition = dated.as_at(work.session, Edition, work.today, document_id=clause.document_id)
    if edition is None:
        return
    if entry := book_of_edition(work.session, edition, locale).entry(clause.key):
        _index(work, edition, entry, locale)


def _books(work: Work, edition: Edition) -> dict[Locale, Book]:
    return {locale: book_of_edition(work.session, edition, locale) for locale in Locale}


def _index(work: Work, edition: Edition, entry: Entry, locale: Locale) -> None:
    if entry.heading.locale is not locale:
        return  # not translated: it is found by its original
    search.index(
        work.session,
        "clause",
        entry.clause_id,
        edition.readers,
        locale,
        title=entry.heading.words,
        body=plain_words(entry.body.words) if entry.body.locale is locale else "",
        dated_on=edition.in_force_from,
    )
