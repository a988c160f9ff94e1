"""Who votes for a post and why, or why not: from the register, later from the frozen roll."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nswp_gov.directory.models import Representative
from nswp_gov.directory.queries import region_of
from nswp_gov.directory.queries.inside import acts_at
from nswp_gov.directory.states import Capacity
from nswp_gov.elections.models import Election, Participation, Post, RollClaim, RollDelegate
from nswp_gov.elections.models import RollEntry as Entry
from nswp_gov.elections.queries.rows import known
from nswp_gov.elections.queries.rows import posts as posts_of
from nswp_gov.elections.states import ClaimState, DelegateState
from nswp_gov.membership.queries import line_of, voting_organisations
from nswp_gov.membership.states import VOTING_CATEGORIES, VOTING_STANDINGS

BY_CLAIM = "claim"
OTHER_REGION = "other_region"
CASTING = (DelegateState.FIXED, DelegateState.ADMITTED)
SPEAKING = (Capacity.DELEGATE, Capacity.ALTERNATE)


@dataclass(frozen=True)
class RollLine:
    """An organisation and a post: on the roll or not, and why.

    `was_cast` None: before the close nobody is told. `claim`: its own objection, if it made one.
    """

    post: Post
    organisation_id: uuid.UUID
    is_on: bool
    reason: str
    was_cast: bool | None
    claim: RollClaim | None


def electorate(session: Session, found: Election, post: Post) -> dict[uuid.UUID, str]:
    """Return who votes for a post and why: the register as at the record day, and the rulings."""
    voting = voting_organisations(session, found.record_on, region=post.region)
    lines = {one.organisation_id: " ".join(one.why) for one in voting}
    for claim in claims(session, [post.id]):
        if claim.state is ClaimState.UPHELD:
            lines.pop(claim.organisation_id, None)
            if claim.wants_vote:
                lines[claim.organisation_id] = BY_CLAIM
    return lines


def claims(session: Session, post_ids: Iterable[uuid.UUID]) -> list[RollClaim]:
    """Return the objections to the rolls of these posts, the oldest first."""
    return list(
        session.scalars(
            select(RollClaim)
            .where(RollClaim.post_id.in_(list(post_ids)))
            .order_by(RollClaim.made_at, RollClaim.id)
        )
    )


def claim(session: Session, claim_id: uuid.UUID) -> RollClaim:
    """Return an objection.

    Raises:
        NotFound: there is none with this id.

    """
    return known(session, RollClaim, claim_id)


def own_lines(
    session: Session, found: Election, organisations: Iterable[uuid.UUID]
) -> list[RollLine]:
    """Return where one's own organisations stand on the rolls of an election, each with its reason.

    Posts of other regions are left out where the organisation has a region of its own. Who belongs
    to none asks nothing: a visitor's page touches neither roll nor participation.
    """
    own = sorted(organisations)
    if not own:
        return []
    rows = posts_of(session, found.id)
    ids = [row.id for row in rows]
    made = {(one.post_id, one.organisation_id): one for one in claims(session, ids)}
    frozen = _frozen(session, ids, own) if found.manifest else None
    took_part = _took_part(session, ids, own)
    lines = []
    for key in ((post, organisation_id) for organisation_id in own for post in rows):
        post, organisation_id = key
        place = (post.id, organisation_id)
        if frozen is not None and place in frozen:
            is_on, reason = True, frozen[place]
        else:
            is_on, reason = _by_register(session, found, key, made.get(place))
        if is_on or reason != OTHER_REGION:
            cast = took_part.get(place)
            lines.append(RollLine(post, organisation_id, is_on, reason, cast, made.get(place)))
    return lines


def _frozen(
    session: Session, post_ids: Sequence[uuid.UUID], own: Sequence[uuid.UUID]
) -> dict[tuple[uuid.UUID, uuid.UUID], str]:
    rows = session.scalars(
        select(Entry).where(Entry.post_id.in_(post_ids), Entry.organisation_id.in_(own))
    )
    return {(row.post_id, row.organisation_id): row.reason for row in rows}


def _took_part(
    session: Session, post_ids: Sequence[uuid.UUID], own: Sequence[uuid.UUID]
) -> dict[tuple[uuid.UUID, uuid.UUID], bool]:
    rows = session.scalars(
        select(Participation).where(
            Participation.post_id.in_(post_ids), Participation.organisation_id.in_(own)
        )
    )
    return {(row.post_id, row.organisation_id): row.was_cast for row in rows}


def _by_register(
    session: Session, found: Election, key: tuple[Post, uuid.UUID], made: RollClaim | None
) -> tuple[bool, str]:
    """Return whether an organisation is on the roll by the register and the rulings, and why."""
    post, organisation_id = key
    if made is not None and made.state is ClaimState.UPHELD:
        return made.wants_vote, BY_CLAIM
    refusal = why_not(session, found, post, organisation_id)
    line = line_of(session, organisation_id, found.record_on)
    if refusal is not None or line is None:
        return False, refusal or "not_a_member"
    if found.manifest is not None:
        return False, "after_the_freeze"  # corrected in the register when the roll was fixed
    return True, f"{line.category} {line.standing}"


def why_not(
    session: Session, found: Election, post: Post, organisation_id: uuid.UUID
) -> str | None:
    """Return what the register of the record day has against a vote for this post, or None."""
    line = line_of(session, organisation_id, found.record_on)
    if line is None:
        return "not_a_member"
    if line.category not in VOTING_CATEGORIES:
        return "category_without_vote"
    if line.standing not in VOTING_STANDINGS:
        return "standing_without_vote"
    if post.region is None:
        return None
    region = region_of(session, organisation_id, found.record_on)
    if region is None:
        return "region_undecided"
    return None if region == post.region else OTHER_REGION


def acting_delegates(
    session: Session, organisations: Iterable[uuid.UUID], at: datetime
) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """Return the delegates and alternates of these organisations at an instant, as pairs."""
    rows = session.execute(
        select(Representative.organisation_id, Representative.person_id)
        .where(
            Representative.organisation_id.in_(list(organisations)),
            Representative.capacity.in_(SPEAKING),
            acts_at(at),
        )
        .distinct()
        .order_by(Representative.organisation_id, Representative.person_id)
    )
    return [(row.organisation_id, row.person_id) for row in rows]


def delegate(
    session: Session, election_id: uuid.UUID, organisation_id: uuid.UUID, person_id: uuid.UUID
) -> RollDelegate | None:
    """Return how a person stands as the voice of an organisation in an election, or None."""
    return session.scalar(
        select(RollDelegate).where(
            RollDelegate.election_id == election_id,
            RollDelegate.organisation_id == organisation_id,
            RollDelegate.person_id == person_id,
        )
    )


def delegates(
    session: Session, election_id: uuid.UUID, *states: DelegateState
) -> list[RollDelegate]:
    """Return who may cast or asked to, in an order that says nothing."""
    return list(
        session.scalars(
            select(RollDelegate)
            .where(RollDelegate.election_id == election_id, RollDelegate.state.in_(states))
            .order_by(RollDelegate.id)
        )
    )


def roll_delegate(session: Session, row_id: uuid.UUID) -> RollDelegate:
    """Return one line of who may cast.

    Raises:
        NotFound: there is none with this id.

    """
    return known(session, RollDelegate, row_id)


def delegates_changed(session: Session, election_id: uuid.UUID) -> int:
    """Return how many delegates were admitted after the roll was fixed."""
    return (
        session.scalar(
            select(func.count())
            .select_from(RollDelegate)
            .where(
                RollDelegate.election_id == election_id,
                RollDelegate.state == DelegateState.ADMITTED,
            )
        )
        or 0
    )
