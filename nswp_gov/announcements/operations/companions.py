"""What an announcement goes with: a resource, a consultation, an election, a meeting."""

from __future__ import annotations

import uuid

from nswp_gov.announcements import policy
from nswp_gov.announcements.models import Announcement
from nswp_gov.announcements.operations.texts import SUBJECT
from nswp_gov.announcements.states import Companion
from nswp_gov.store.errors import need
from nswp_gov.store.links import Link, Relation, join, links_from
from nswp_gov.store.work import Work


def accompany(work: Work, row: Announcement, companion: Companion, record_id: uuid.UUID) -> Link:
    """Link an announcement to what it goes with; saying it again changes nothing.

    Raises:
        Denied: the actor is not of the secretariat.

    """
    need(policy.may_edit(work.actor))
    for link in links_from(work.session, SUBJECT, row.id):
        if (link.to_type, link.to_id) == (companion.value, record_id):
            return link
    made = join(
        work.session,
        (SUBJECT, row.id),
        Relation.COMPANION_OF,
        (companion.value, record_id),
        at=work.now,
    )
    work.record("announcement.companion_added", row)
    return made


def part(work: Work, row: Announcement, record_id: uuid.UUID) -> bool:
    """End the link to a companion; tell whether there was one.

    Raises:
        Denied: the actor is not of the secretariat.

    """
    need(policy.may_edit(work.actor))
    gone = [
        link
        for link in links_from(work.session, SUBJECT, row.id)
        if link.relation is Relation.COMPANION_OF and link.to_id == record_id
    ]
    for link in gone:
        work.session.delete(link)
    if gone:
        work.record("announcement.companion_removed", row)
    return bool(gone)
