"""Mend a slip of the pen in the edition in force, in sight of everybody.

The adopted words stay, and so does their hash. The correction stands beside them with its reason
and day, and the next draft begins with it; no decision is needed because no meaning changes, and
what could change a meaning is refused.
"""

from __future__ import annotations

import re

from sqlalchemy import select

from nswp_gov.manual import policy
from nswp_gov.manual.models import (
    Document,
    DraftClause,
    Edition,
    EditionClause,
    EditorialCorrection,
)
from nswp_gov.manual.operations.writing import Seen, last_number, words_at
from nswp_gov.manual.queries.books import book_of_edition
from nswp_gov.manual.queries.corrections import corrected_pins
from nswp_gov.manual.queries.drafts import clause_by_key, draft_under_way, references
from nswp_gov.manual.states import DraftState, EditionState
from nswp_gov.rules.diff import compare, summary
from nswp_gov.store.errors import Conflict, NotFound, Unfit, need
from nswp_gov.store.texts import revise, texts_of
from nswp_gov.store.work import Work

MOST_WORDS = 12  # put in and taken out together
_DIGITS = re.compile(r"\d+")


def correct(
    work: Work, edition: Edition, key: str, *, heading: str, body: str, reason: str, seen: Seen
) -> EditorialCorrection:
    """Correct the wording of a clause in force; `seen`: the corrected revisions the writer saw.

    Raises:
        Denied: the actor is not of the secretariat.
        NotFound: the edition has no such clause.
        Conflict: somebody corrected it in the meantime.
        Unfit: the edition is not in force, nothing changes, no reason is given, or the change
            could touch the meaning (a number, a reference, more than twelve words).

    """
    need(policy.may_adopt(work.actor))
    if edition.state_on(work.today) is not EditionState.IN_FORCE:
        raise Unfit("correction_not_in_force", number=edition.number)
    if not reason.strip():
        raise Unfit("correction_without_reason", field="reason")
    clause = clause_by_key(work.session, edition.document_id, key)
    place = _place(work, edition, clause.id)
    pins = corrected_pins(work.session, edition.id).get(
        clause.id, (place.heading_revision, place.body_revision)
    )
    if (seen.heading, seen.body) != pins:
        raise Conflict
    texts = texts_of(work.session, "clause", clause.id)
    wanted = {"heading": heading.strip(), "body": body.strip()}
    now = dict(zip(("heading", "body"), pins, strict=True))
    changed = [one for one in wanted if words_at(work, texts[one], now[one]) != wanted[one]]
    if not changed:
        raise Unfit("correction_changes_nothing", field="body")
    _need_editorial(work, edition, key, wanted)
    numbers = dict(now)
    for field in changed:
        last = last_number(work, texts[field])
        revise(work, texts[field], words=wanted[field], seen=last, is_substantive=False)
        numbers[field] = last + 1
    made = EditorialCorrection(
        edition_id=edition.id,
        clause_id=clause.id,
        heading_revision=numbers["heading"],
        body_revision=numbers["body"],
        reason=reason.strip(),
        corrected_on=work.today,
    )
    work.session.add(made)
    _carry(work, edition, made, pins)
    work.record("edition.corrected", made)
    return made


def _need_editorial(work: Work, edition: Edition, key: str, wanted: dict[str, str]) -> None:
    """Refuse what could change the meaning of the words that were adopted."""
    locale = work.session.get_one(Document, edition.document_id).authoritative_locale
    source = book_of_edition(work.session, edition, locale).by_key()[key]
    for field, adopted in (("heading", source.heading.original), ("body", source.body.original)):
        told = summary(compare(adopted, wanted[field]))
        if (
            _DIGITS.findall(adopted) != _DIGITS.findall(wanted[field])
            or references(adopted) != references(wanted[field])
            or told.words_inserted + told.words_deleted > MOST_WORDS
            or not wanted["heading"]
        ):
            raise Unfit("correction_touches_meaning", field=field, most=MOST_WORDS)


def _carry(work: Work, edition: Edition, made: EditorialCorrection, pins: tuple[int, int]) -> None:
    """Let a draft under way that has not touched the clause begin from the mend too."""
    draft = draft_under_way(work.session, edition.document_id)
    if draft is None or draft.state is not DraftState.OPEN or draft.based_on_id != edition.id:
        return
    place = work.session.scalar(
        select(DraftClause).where(
            DraftClause.draft_id == draft.id, DraftClause.clause_id == made.clause_id
        )
    )
    if place and (place.heading_revision, place.body_revision) == pins:
        place.heading_revision, place.body_revision = made.heading_revision, made.body_revision


def _place(work: Work, edition: Edition, clause_id: object) -> EditionClause:
    found = work.session.scalar(
        select(EditionClause).where(
            EditionClause.edition_id == edition.id, EditionClause.clause_id == clause_id
        )
    )
    if found is None:
        raise NotFound
    return found
