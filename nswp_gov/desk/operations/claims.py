"""Claim a text so that two people don't translate the same; a claim ends by itself."""

from __future__ import annotations

import uuid
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from nswp_gov.accounts.models import Person
from nswp_gov.desk.models import Claim
from nswp_gov.desk.queries.matrix import Row, row_of
from nswp_gov.desk.queries.reach import reach_of
from nswp_gov.desk.states import CLAIM_LASTS
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.verdict import no, yes
from nswp_gov.store.errors import Conflict, DomainError, NotFound, Unfit, need
from nswp_gov.store.work import Work


class Held(DomainError):
    """Somebody else translates this now; until when."""

    code = "translation_held"


def readable(work: Work, text_id: uuid.UUID) -> Row:
    """Return a text as the actor finds it.

    Raises:
        NotFound: there is none, or it is not theirs to read.

    """
    row = row_of(work.session, reach_of(work.session, work.actor, work.now), text_id)
    if row is None:
        raise NotFound
    return row


def translatable(work: Work, text_id: uuid.UUID, locale: Locale) -> Row:
    """Return a text that the actor may translate into `locale` now.

    Raises:
        NotFound: there is none, or it is not theirs to read.
        Unfit: it was written in this language, or its record is closed.
        Denied: they don't translate this.

    """
    row = readable(work, text_id)
    if locale is row.source:
        raise Unfit("translation_of_source")
    reach = reach_of(work.session, work.actor, work.now)
    need(reach.may_translate(row.kind, row.subject_id, row.subject, row.field, locale))
    if not row.subject.is_open:
        raise Unfit("translation_closed")
    return row


def claim(work: Work, text_id: uuid.UUID, locale: Locale) -> Claim:
    """Keep others from translating this for a week; saying it again begins a new week.

    Raises:
        Denied: they don't translate this, or nobody is signed in.
        NotFound: there is no such text for them.
        Unfit: it was written in this language, or is closed.
        Held: somebody else holds it.

    """
    row = translatable(work, text_id, locale)
    who = work.actor.person_id
    need(yes("own") if who else no("not_signed_in"))
    assert who is not None  # asked above
    return hold(work, row, locale, who)


def hold(
    work: Work, row: Row, locale: Locale, who: uuid.UUID, *, fresh_for: timedelta = CLAIM_LASTS
) -> Claim:
    """Put a claim in place, or begin a new week of one's own that ends within `fresh_for`.

    Raises:
        Held: somebody else holds it.

    """
    open_one = _open(work, row.text_id, locale)
    if open_one is not None:
        if open_one.holds_at(work.now) and open_one.person_id != who:
            raise Held(until=open_one.until_at.date().isoformat())
        if open_one.person_id == who and open_one.until_at > work.now + fresh_for:
            return open_one
        if open_one.person_id == who:
            open_one.until_at = work.now + CLAIM_LASTS
            work.record("desk.text_claimed", open_one)
            return open_one
        open_one.ended_at = open_one.until_at  # it had run out
        work.session.flush()
    made = Claim(
        text_id=row.text_id,
        locale=locale,
        person_id=who,
        claimed_at=work.now,
        until_at=work.now + CLAIM_LASTS,
    )
    work.session.add(made)
    try:
        work.session.flush()
    except IntegrityError as other:
        raise Conflict from other
    work.record("desk.text_claimed", made)
    return made


def _open(work: Work, text_id: uuid.UUID, locale: Locale) -> Claim | None:
    return work.session.scalar(
        select(Claim).where(
            Claim.text_id == text_id, Claim.locale == locale, Claim.ended_at.is_(None)
        )
    )


def give_back(work: Work, text_id: uuid.UUID, locale: Locale) -> Claim:
    """Let others translate this again; the secretariat can do it for somebody who is away.

    Raises:
        NotFound: nobody holds it, or the text is not theirs to read.
        Denied: it is somebody else's claim.

    """
    readable(work, text_id)
    held = _open(work, text_id, locale)
    if held is None:
        raise NotFound
    is_own = held.person_id == work.actor.person_id
    need(yes("own") if is_own or work.actor.has("secretariat") else no("not_your_claim"))
    held.ended_at = work.now
    work.record("desk.text_given_back", held)
    return held


def end_claim(work: Work, text_id: uuid.UUID, locale: Locale) -> None:
    """End the claim on a text, if there is one; the caller records it."""
    held = _open(work, text_id, locale)
    if held is not None:
        held.ended_at = work.now


def known_person(work: Work, person_id: uuid.UUID) -> Person:
    """Return a person who has an account.

    Raises:
        NotFound: there is none.

    """
    person = work.session.get(Person, person_id)
    if person is None or person.is_closed:
        raise NotFound
    return person
