"""Say that an edition was read; keep what is in force findable."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import select

from nswp_gov.manual import policy
from nswp_gov.manual.models import Acknowledgement, Bookmark, Clause, Document, Edition
from nswp_gov.manual.operations.hands import need_writer
from nswp_gov.manual.queries.books import Entry, book_of_edition, books_of
from nswp_gov.manual.queries.readers import bookmark
from nswp_gov.manual.states import Capacity, EditionState
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.verdict import no, yes
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
    mark_read(work, edition)
    work.record("edition.acknowledged", made)
    return made


def mark_read(work: Work, edition: Edition) -> Bookmark:
    """Remember for the actor alone that they have read up to this edition; never backwards.

    Raises:
        Denied: nobody is signed in.

    """
    person_id = work.actor.person_id
    need(yes("own") if person_id else no("not_signed_in"))
    assert person_id is not None  # asked above
    known = bookmark(work.session, edition.document_id, person_id)
    if known is None:
        known = Bookmark(
            document_id=edition.document_id,
            person_id=person_id,
            edition_number=edition.number,
            marked_at=work.now,
        )
        work.session.add(known)
    known.edition_number = max(known.edition_number, edition.number)
    known.marked_at = work.now
    return known


def set_review(work: Work, clause: Clause, review_on: date | None) -> Clause:
    """Say by when somebody is to ask whether a clause still fits; None: no such day.

    Raises:
        Denied: the actor does not write this document.
        Unfit: the day is past.

    """
    need_writer(work, clause.document_id)
    if review_on is not None and review_on <= work.today:
        raise Unfit("review_in_the_past", field="review_on")
    clause.review_on = review_on
    work.record("clause.review_set", clause)
    return clause


def refresh_search(work: Work, document: Document) -> int:
    """Let search find the clauses in force today and no others; return how many there are.

    Adoption does this by itself where the edition is in force at once; the worker does it on the
    day from which an edition is in force.
    """
    edition = dated.as_at(work.session, Edition, work.today, document_id=document.id)
    books = books_of(work.session, edition) if edition else {}
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
