"""Translate a clause or a title; a translation names the source revision it was made from."""

from __future__ import annotations

import uuid

from sqlalchemy import func, select

from nswp_gov.manual import policy
from nswp_gov.manual.models import Clause, Document, Edition, EditionClause
from nswp_gov.manual.operations.reading import index_clause
from nswp_gov.manual.operations.writing import Seen
from nswp_gov.manual.queries.hands import translates
from nswp_gov.manual.states import Readership
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import Conflict, Unfit, need
from nswp_gov.store.texts import Text, TextRevision, texts_of, translate
from nswp_gov.store.work import Work


def translate_clause(
    work: Work,
    clause: Clause,
    locale: Locale,
    *,
    heading: str,
    body: str,
    made_from: Seen,
    seen: Seen,
    is_machine_assisted: bool = False,
) -> Clause:
    """Give the words of a clause in `locale`, made from the source revisions `made_from`.

    Translating again without a change of words says that a person has read it over, or that it
    fits the newer source too. `seen`: the newest revisions in `locale` that the writer saw.

    Raises:
        Denied: the actor does not translate this, or not into this language.
        Conflict: somebody else translated it in the meantime.
        Unfit: no words, no such source revision, or `locale` is the source itself.

    """
    session = work.session
    is_public = _is_public(work, clause, made_from)
    given = translates(session, work.actor, clause.document_id, work.now)
    need(policy.may_translate(work.actor, locale, is_public=is_public, is_assigned=locale in given))
    texts = texts_of(session, "clause", clause.id)
    _fit(work, texts, locale, made_from)
    if not heading.strip():
        raise Unfit("clause_without_heading", field="heading")
    for field, words, source, last in (
        ("heading", heading, made_from.heading, seen.heading),
        ("body", body, made_from.body, seen.body),
    ):
        if not words.strip() and not _number(work, texts[field], locale):
            continue  # the source has no words here either
        translate(
            work,
            texts[field],
            locale=locale,
            words=words.strip(),
            made_from=source,
            seen=last,
            is_machine_assisted=is_machine_assisted,
        )
    work.record("clause.translated", clause)
    index_clause(work, clause, locale)
    return clause


def translate_title(work: Work, document: Document, locale: Locale, words: str) -> Document:
    """Give the title of a document in another language.

    Raises:
        Denied: the actor does not translate this.
        Unfit: no words, or `locale` is the source itself.

    """
    is_public = document.audience is Readership.PUBLIC
    need(policy.may_translate(work.actor, locale, is_public=is_public))
    text = texts_of(work.session, "document", document.id)["title"]
    if not words.strip() or locale is text.source_locale:
        raise Unfit("translation_of_source", field="title")
    source = _number(work, text, text.source_locale)
    last = _number(work, text, locale)
    translate(work, text, locale=locale, words=words.strip(), made_from=source, seen=last)
    work.record("document.title_translated", document)
    return document


def _fit(work: Work, texts: dict[str, Text], locale: Locale, made_from: Seen) -> None:
    if locale is texts["heading"].source_locale:
        raise Unfit("translation_of_source")
    newest = Seen(*(_number(work, texts[f], texts[f].source_locale) for f in ("heading", "body")))
    exists = 1 <= made_from.heading <= newest.heading and 1 <= made_from.body <= newest.body
    if not exists:
        raise Conflict


def _number(work: Work, text: Text, locale: Locale) -> int:
    found = work.session.scalar(
        select(func.max(TextRevision.number)).where(
            TextRevision.text_id == text.id, TextRevision.locale == locale
        )
    )
    return found or 0


def _is_public(work: Work, clause: Clause, made_from: Seen) -> bool:
    """Tell whether everybody can read these very words in some edition."""
    found: uuid.UUID | None = work.session.scalar(
        select(EditionClause.id)
        .join(Edition, Edition.id == EditionClause.edition_id)
        .where(
            EditionClause.clause_id == clause.id,
            EditionClause.heading_revision == made_from.heading,
            EditionClause.body_revision == made_from.body,
            Edition.audience == Readership.PUBLIC,
        )
        .limit(1)
    )
    return found is not None
