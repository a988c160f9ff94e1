"""Opening: who is asked is read from the register, once; a guard against too many at a time."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from nswp_gov.consultations import policy, queries
from nswp_gov.consultations.models import Consultation, Invitee
from nswp_gov.consultations.operations.finding import let_find
from nswp_gov.consultations.operations.letters import tell
from nswp_gov.consultations.states import AT_ONCE, LEAST_INVITED, PATH, State
from nswp_gov.consultations.vessel import make_keys
from nswp_gov.membership.queries import RegisterLine, register_as_at
from nswp_gov.membership.states import Standing
from nswp_gov.store import settings as stored
from nswp_gov.store.errors import Unfit, WrongState, following, need
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.work import Work

SETTING = "consultations_at_once"
PRESENT = frozenset({Standing.ACTIVE, Standing.GRACE})


def most_at_once(session: Session) -> int:
    """Return how many consultations an organisation may have open before a reason is needed."""
    return int(stored.get(session, SETTING) or AT_ONCE)


def set_most_at_once(work: Work, most: int) -> None:
    """Set how many consultations an organisation may have open at once.

    Raises:
        Denied: not of the secretariat. Unfit: it is less than one.

    """
    need(policy.may_arrange(work.actor))
    if most < 1:
        raise Unfit("answer_no_number", field="most")
    stored.put(work.session, SETTING, str(most))


def audience(work: Work, row: Consultation) -> list[RegisterLine]:
    """Return the organisations that would be asked if it opened now.

    Raises:
        Denied: not of the secretariat.

    """
    need(policy.may_arrange(work.actor))
    return [
        line
        for line in register_as_at(work.session, work.today, locale=row.locale)
        if line.standing in PRESENT
        and (not row.categories or line.category in row.categories)
        and (not row.regions or line.region in row.regions)
    ]


def tired(work: Work, row: Consultation) -> list[uuid.UUID]:
    """Return who would have more consultations open at once than the setting allows."""
    asked = [line.organisation_id for line in audience(work, row)]
    most = most_at_once(work.session)
    known = queries.busy(work.session, asked, work.now)
    return [one for one in asked if known.get(one, 0) + 1 > most]


def open_now(work: Work, row: Consultation, keys: KeyFolder, *, reason: str = "") -> int:
    """Open it: fix who is asked, make its key, queue the letters; return how many are asked.

    `reason`: why it opens although some organisations have too many open already.

    Raises:
        Denied: not of the secretariat. WrongState: it is no draft.
        Unfit: no question, an end that is past, too few organisations, or too many at once.

    """
    need(policy.may_arrange(work.actor))
    following(PATH, row.state, "open")
    if not queries.questions(work.session, row.id):
        raise Unfit("no_questions")
    if row.closes_at <= work.now:
        raise Unfit("end_is_past", field="closes_at")
    lines = audience(work, row)
    if len(lines) < LEAST_INVITED:
        raise Unfit("too_few_invited", least=LEAST_INVITED)
    busy = tired(work, row)
    if busy and not reason.strip():
        raise Unfit("too_many_open", field="reason", number=len(busy))
    row.guard_reason = reason.strip() if busy else None
    row.state, row.opens_at = State.OPEN, work.now
    work.session.add_all(
        Invitee(consultation_id=row.id, organisation_id=one.organisation_id, region=one.region)
        for one in sorted(lines, key=lambda line: line.organisation_id)
    )
    make_keys(keys, row.id)
    work.record("consultations.opened", row)
    let_find(work, row)
    tell(work, row, "invitation")
    return len(lines)


def extend(work: Work, row: Consultation, closes_at: datetime) -> None:
    """Let it run longer.

    Raises:
        Denied: not of the secretariat. WrongState: it is not open.
        Unfit: that is no later than its end now.

    """
    need(policy.may_arrange(work.actor))
    if row.state is not State.OPEN:
        raise WrongState(state=row.state.value, act="extend")
    if closes_at <= row.closes_at:
        raise Unfit("end_is_past", field="closes_at")
    row.closes_at = closes_at
    work.record("consultations.extended", row)
