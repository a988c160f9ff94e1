"""Ties between organisations: proposed by one, real once the other has accepted."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import select

from nswp_gov.directory.models import Affiliation, Organisation
from nswp_gov.directory.operations.publication import republish
from nswp_gov.directory.policy import may_tie
from nswp_gov.directory.queries import organisation as the_organisation
from nswp_gov.directory.states import Tie, TieState
from nswp_gov.store.errors import Unfit, WrongState, need
from nswp_gov.store.work import Work


def propose_affiliation(
    work: Work,
    organisation: Organisation,
    other: Organisation,
    tie: Tie,
    *,
    from_on: date,
    by: Organisation | None = None,
) -> Affiliation:
    """Propose that `organisation` is tied to `other`; `by` (the first) is the side that asks.

    Raises:
        Denied: the actor is not an editor of the side that asks.
        Unfit: both are the same, or the tie is there already.

    """
    asking = by or organisation
    need(may_tie(work.actor, asking.id))
    if organisation.id == other.id:
        raise Unfit("tie_with_itself", field="other")
    open_states = (TieState.PROPOSED, TieState.ACCEPTED)
    known = work.session.scalar(
        select(Affiliation.id).where(
            Affiliation.organisation_id == organisation.id,
            Affiliation.other_id == other.id,
            Affiliation.tie == tie,
            Affiliation.state.in_(open_states),
        )
    )
    if known is not None:
        raise Unfit("tie_known", field="other")
    row = Affiliation(
        organisation_id=organisation.id,
        other_id=other.id,
        proposed_by_id=asking.id,
        tie=tie,
        state=TieState.PROPOSED,
        from_on=from_on,
        proposed_at=work.now,
    )
    work.session.add(row)
    work.record("affiliation.proposed", row)
    return row


def _answering(row: Affiliation) -> uuid.UUID:
    return row.other_id if row.proposed_by_id == row.organisation_id else row.organisation_id


def accept_affiliation(work: Work, row: Affiliation) -> None:
    """Accept for the side that was asked; it is shown where both sides show their ties.

    Raises:
        Denied: the actor is not an editor of the side that was asked.
        WrongState: it is not proposed any more.

    """
    _answer(work, row, TieState.ACCEPTED, "accept")
    republish(work, the_organisation(work.session, row.organisation_id))
    work.record("affiliation.accepted", row)


def decline_affiliation(work: Work, row: Affiliation) -> None:
    """Decline for the side that was asked; the row stays in the history alone.

    Raises:
        Denied: the actor is not an editor of the side that was asked.
        WrongState: it is not proposed any more.

    """
    _answer(work, row, TieState.DECLINED, "decline")
    work.record("affiliation.declined", row)


def _answer(work: Work, row: Affiliation, to: TieState, act: str) -> None:
    need(may_tie(work.actor, _answering(row)))
    if row.state is not TieState.PROPOSED:
        raise WrongState(state=row.state.value, act=act)
    row.state, row.answered_at = to, work.now
    work.session.flush()


def end_affiliation(work: Work, row: Affiliation) -> None:
    """End a tie from today; either side may.

    Raises:
        Denied: the actor is an editor of neither side.
        WrongState: it does not run.

    """
    verdict = may_tie(work.actor, row.organisation_id)
    need(verdict or may_tie(work.actor, row.other_id))
    if row.state not in {TieState.PROPOSED, TieState.ACCEPTED}:
        raise WrongState(state=row.state.value, act="end")
    row.state, row.until_on = TieState.ENDED, work.today
    republish(work, the_organisation(work.session, row.organisation_id))
    work.record("affiliation.ended", row)
