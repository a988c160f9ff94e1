"""Amendments in a vote: before the motion they change, and what a carried one does to it."""

from __future__ import annotations

import uuid

from nswp_gov.meetings.models import Amendment, Motion
from nswp_gov.meetings.queries import motions
from nswp_gov.meetings.states import MotionState
from nswp_gov.store import texts
from nswp_gov.store.errors import DomainError
from nswp_gov.store.work import Work


class AmendmentsFirst(DomainError):
    """A motion is voted on after its amendments."""

    code = "amendments_first"


class AmendmentOutdated(DomainError):
    """The motion was changed since the amendment was written; it has to be worded anew."""

    code = "amendment_outdated"


def check(work: Work, motion: Motion) -> Amendment | None:
    """Return what a motion amends, if it is its turn to be voted on.

    Raises:
        AmendmentsFirst: amendments to it are open.
        AmendmentOutdated: it was written against another text.

    """
    waiting = [row for row, _one in motions.amendments(work.session, motion.id) if _is_open(row)]
    if waiting:
        raise AmendmentsFirst(num=len(waiting))
    found = motions.amendment(work.session, motion.id)
    if found is not None and found.against != current(work, found.amends_id):
        raise AmendmentOutdated
    return found


def _is_open(row: Motion) -> bool:
    return row.state in motions.OPEN


def current(work: Work, motion_id: uuid.UUID) -> int:
    """Return the number of the revision of a motion's text that stands."""
    text = texts.texts_of(work.session, "motion", motion_id)["text"]
    return texts.read(work.session, [text], text.source_locale)[text.id].number


def apply(work: Work, motion: Motion, amendment: Amendment) -> None:
    """Let the amended motion read as a carried amendment says; the caller records it."""
    if motion.state is not MotionState.CARRIED:
        return
    own = texts.texts_of(work.session, "motion", motion.id)["text"]
    words = texts.read(work.session, [own], own.source_locale)[own.id].words
    other = texts.texts_of(work.session, "motion", amendment.amends_id)["text"]
    texts.revise(work, other, words=words, seen=amendment.against)
