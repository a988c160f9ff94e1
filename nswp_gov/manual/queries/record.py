"""An edition as it is published: every clause in every language, as plain values."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.manual.models import Attachment, Document, Edition, EditionClause
from nswp_gov.manual.queries.attachments import attachments_of
from nswp_gov.manual.queries.books import (
    BODY,
    HEADING,
    Place,
    Source,
    clause_keys,
    in_order,
    sources,
)
from nswp_gov.rules.languages import Locale
from nswp_gov.store.journal import PublishedRecord
from nswp_gov.store.texts import Text, read

FORMAT = "nswp-gov edition 1"


@dataclass(frozen=True, slots=True)
class Adopting:
    """What an edition is called by before it exists."""

    number: int
    adopted_on: date
    in_force_from: date
    audience: str
    decision: str
    previous_sha256: str | None
    conditions: str = ""


def record_of(
    session: Session, document: Document, places: Sequence[Place], adopting: Adopting
) -> dict[str, Any]:
    """Return the whole edition; its canonical JSON is what is hashed and published."""
    titles = session.scalars(
        select(Text).where(Text.subject_type == "document", Text.subject_id == document.id)
    ).all()
    title = {
        locale.tag: reading.words
        for locale in Locale
        for reading in read(session, titles, locale).values()
        if reading.locale is locale
    }
    body = {
        "format": FORMAT,
        "document": {"kind": document.kind, "name": document.slug, "title": title},
        "authoritative": document.authoritative_locale.tag,
        "number": adopting.number,
        "adopted_on": adopting.adopted_on,
        "in_force_from": adopting.in_force_from,
        "audience": adopting.audience,
        "adopted_by": adopting.decision,
        "previous_sha256": adopting.previous_sha256,
        "clauses": clauses_of(session, document, places, adopting.number),
    }
    return body | ({"conditions": adopting.conditions} if adopting.conditions else {})


def clauses_of(
    session: Session, document: Document, places: Sequence[Place], edition_number: int
) -> list[dict[str, Any]]:
    """Return the clauses in order, each with its number, its words in every language, its files."""
    keys = clause_keys(session, document.id)
    found = sources(session, document.id, places, None)
    files = attachments_of(session, document.id, edition_number)
    return [
        {
            "key": keys[place.clause_id],
            "number": number,
            "parent": keys[place.parent_id] if place.parent_id else None,
            "is_substantive": place.is_substantive,
            "words": _words(found[place.clause_id, HEADING], found[place.clause_id, BODY], place),
            **_files(files.get(place.clause_id, ())),
        }
        for place, number, _level in in_order(places, keys)
    ]


def _files(rows: Sequence[Attachment]) -> dict[str, Any]:
    if not rows:
        return {}
    told = [{"title": row.title, "name": row.name, "sha256": row.sha256} for row in rows]
    return {"attachments": told}


def _words(heading: Source, body: Source, place: Place) -> Mapping[str, Any]:
    own = heading.text.source_locale
    words: dict[str, Any] = {
        own.tag: {
            "heading": heading.words_of(own, place.heading_revision),
            "body": body.words_of(own, place.body_revision),
            "revisions": [place.heading_revision, place.body_revision],
        }
    }
    for locale in Locale:
        one, other = heading.translation(locale), body.translation(locale)
        if locale is not own and (one or other):
            words[locale.tag] = {
                "heading": one[0].words if one else "",
                "body": other[0].words if other else "",
                "made_from": [one[1] if one else None, other[1] if other else None],
                "is_machine_assisted": any(
                    found[0].is_machine_assisted for found in (one, other) if found
                ),
            }
    return words


def agrees(session: Session, edition: Edition, record: PublishedRecord) -> bool:
    """Tell whether the rows that pages are made from still say what was published.

    The authoritative words, keys, numbers, order and files are compared; a translation may have
    been mended since.
    """
    document = session.get_one(Document, edition.document_id)
    places = session.scalars(
        select(EditionClause).where(EditionClause.edition_id == edition.id)
    ).all()
    own = document.authoritative_locale.tag
    rows = clauses_of(session, document, places, edition.number)
    now = [_authoritative(one, own) for one in rows]
    then = [_authoritative(one, own) for one in json.loads(record.body)["clauses"]]
    return now == then


def _authoritative(clause: Mapping[str, Any], own: str) -> tuple[Any, ...]:
    named = (clause["key"], clause["number"], clause["parent"], clause["words"].get(own))
    return *named, clause.get("attachments", [])
