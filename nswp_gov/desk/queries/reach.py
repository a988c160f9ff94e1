"""What one person may read and translate at the desk."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.desk import policy
from nswp_gov.desk.models import Assignment
from nswp_gov.rules.audience import Audience, Step, Viewer, may_see
from nswp_gov.rules.languages import Locale
from nswp_gov.rules.verdict import Verdict
from nswp_gov.store.actor import Actor
from nswp_gov.store.text_kinds import Subject

Given = frozenset[tuple[str, uuid.UUID, Locale]]


@dataclass(frozen=True)
class Reach:
    """A person at the desk, and what was given to them by name."""

    actor: Actor
    viewer: Viewer
    given: Given
    now: datetime
    locale: Locale  # in which titles are shown

    def is_given(self, kind: str, subject_id: uuid.UUID, subject: Subject, locale: Locale) -> bool:
        """Tell whether this was given to them, at the desk or by the room it belongs to."""
        who = self.actor.person_id
        by_room = who is not None and (who, locale) in subject.given
        return by_room or (kind, subject_id, locale) in self.given

    def reads(self, kind: str, subject_id: uuid.UUID, subject: Subject, name: str) -> bool:
        """Tell whether the source words are theirs to read here.

        What a person reads elsewhere as a member counts for nothing: a translator has the public
        texts and what was given to them, the secretariat its own.
        """
        audience = subject.readers(name)
        if audience.is_public or self.office_reads(audience):
            return True
        return any(self.is_given(kind, subject_id, subject, locale) for locale in Locale)

    def office_reads(self, audience: Audience) -> bool:
        """Tell whether they read it as somebody of the secretariat."""
        return policy.is_office(self.actor) and may_see(self.viewer, audience).allowed

    def may_translate(
        self, kind: str, subject_id: uuid.UUID, subject: Subject, name: str, locale: Locale
    ) -> Verdict:
        """Tell whether they translate this field into `locale`, and why."""
        audience = subject.readers(name)
        return policy.may_translate(
            self.actor,
            locale,
            is_readable=self.office_reads(audience),
            is_public=audience.is_public,
            is_given=self.is_given(kind, subject_id, subject, locale),
        )


def reach_of(session: Session, actor: Actor, now: datetime, locale: Locale = Locale.EN) -> Reach:
    """Return what `actor` may read and translate at the desk at an instant; one query at most."""
    given: Given = frozenset()
    if actor.person_id is not None:
        rows = session.execute(
            select(Assignment.subject_type, Assignment.subject_id, Assignment.locale).where(
                Assignment.person_id == actor.person_id,
                Assignment.from_at <= now,
                Assignment.until_at > now,
            )
        )
        given = frozenset((kind, subject_id, into) for kind, subject_id, into in rows)
    step = Step.SECRETARIAT if policy.is_office(actor) else Step.PUBLIC
    viewer = Viewer(step=step, bodies=actor.bodies)
    return Reach(actor, viewer, given, now, locale)
