"""Who stands where in an election: what actors run, own entries on the roll, what is due."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import and_, exists, func, literal, or_, select
from sqlalchemy.orm import Session

from nswp_gov.bodies.queries import seats_falling_vacant
from nswp_gov.bodies.states import Electorate
from nswp_gov.elections.models import (
    Election,
    ElectionTrustee,
    Nomination,
    Participation,
    Post,
    RollClaim,
    RollDelegate,
    RollEntry,
)
from nswp_gov.elections.queries.agents import watched_by
from nswp_gov.elections.queries.rows import envelope_at, file, running_by_seat
from nswp_gov.elections.record import BALLOTS
from nswp_gov.elections.states import ClaimState, DelegateState, NominationState, State
from nswp_gov.sealing import slot_of
from nswp_gov.store.actor import Actor
from nswp_gov.store.clock import civil_day
from nswp_gov.store.slot_keys import KeyFolder
from nswp_gov.store.work import ZONE

AHEAD = 120  # days before a term ends in which an election for its seat is due
TAKES = 65  # days from setting an election up to the end of complaints


@dataclass(frozen=True)
class OwnEntry:
    """An organisation's own entry on a roll. `was_cast` None: before the close nobody is told."""

    post: Post
    organisation_id: uuid.UUID
    reason: str
    was_cast: bool | None


@dataclass(frozen=True)
class Due:
    """One row for the desk: what (`label` names the words), until when, where to do it."""

    label: str
    deadline: datetime
    endpoint: str
    values: Mapping[str, str]
    election_id: uuid.UUID | None  # None: of no election yet
    seats: int = 0  # how many wait for one

    @property
    def due_at(self) -> datetime:
        """Until when."""
        return self.deadline


def sources_of(
    session: Session, person_id: uuid.UUID, now: datetime
) -> dict[str, frozenset[uuid.UUID]]:
    """Return what elections add to an actor: those a person runs, those they hold a key of."""
    runs = session.scalars(
        select(Election.id).where(
            Election.officer_id == person_id,
            Election.state.not_in((State.PUBLISHED, State.VOID)),
        )
    )
    keeps = session.scalars(
        select(ElectionTrustee.election_id).where(ElectionTrustee.person_id == person_id)
    )
    return {
        "officer_of": frozenset(runs),
        "trustee_of": frozenset(keeps),
        "agent_of": watched_by(session, person_id, now),
    }


def own_entries(
    session: Session, election_id: uuid.UUID, organisations: Iterable[uuid.UUID]
) -> list[OwnEntry]:
    """Return the entries of one's own organisations on the rolls of an election.

    Who belongs to none asks nothing: a visitor's page touches neither roll nor participation.
    """
    own = list(organisations)
    if not own:
        return []
    rows = session.execute(
        select(Post, RollEntry.organisation_id, RollEntry.reason, Participation.was_cast)
        .join(RollEntry, RollEntry.post_id == Post.id)
        .outerjoin(
            Participation,
            (Participation.post_id == Post.id)
            & (Participation.organisation_id == RollEntry.organisation_id),
        )
        .where(
            Post.election_id == election_id,
            RollEntry.organisation_id.in_(own),
        )
        .order_by(Post.paper, RollEntry.organisation_id)
    )
    return [OwnEntry(*row) for row in rows]


def is_in_box(
    session: Session, found: Election, post: Post, organisation_id: uuid.UUID, keys: KeyFolder
) -> bool:
    """Tell whether a vote of the organisation lies in its slot; nothing is noted by asking.

    Raises:
        KeyMissing: the slot key is not on this machine.

    """
    slot = slot_of(keys.read(found.id).slot_key, organisation_id, post.paper)
    return envelope_at(session, found.id, slot) is not None


def due(session: Session, actor: Actor, now: datetime) -> list[Due]:
    """Return what waits for a person in elections: to vote, to nominate, to run, to open.

    A vote stays on the list until the close, cast or not: who has voted is nobody's business.
    """
    rows = [
        *_to_vote(session, actor, now),
        *_to_nominate(session, actor, now),
        *_to_set_up(session, actor, now),
        *_to_answer(session, actor, now),
        *_to_watch(session, actor),
    ]
    running = session.scalars(
        select(Election).where(
            or_(
                Election.id.in_(actor.officer_of),
                Election.id.in_(actor.trustee_of),
                and_(Election.state == State.DRAFT, literal(actor.has("secretariat"))),
            )
        )
    ).all()
    rows += [row for one in running for row in _to_run(session, actor, one, now)]
    return sorted(rows, key=lambda row: row.deadline)


def _to_vote(session: Session, actor: Actor, now: datetime) -> list[Due]:
    rows = session.execute(
        select(Election, Post.id)
        .join(Post, Post.election_id == Election.id)
        .where(
            Election.state == State.OPEN,
            Election.opens_at <= now,
            Election.closes_at > now,
            exists().where(
                RollEntry.post_id == Post.id, RollEntry.organisation_id.in_(actor.delegate_of)
            ),
        )
    ).all()
    return [
        Due(
            "due.vote",
            one.closes_at,
            "elections.ballot",
            {"slug": one.slug, "post_id": str(post_id)},
            one.id,
        )
        for one, post_id in rows
    ]


def _to_nominate(session: Session, actor: Actor, now: datetime) -> list[Due]:
    if not actor.editor_of | actor.delegate_of:
        return []
    rows = session.scalars(
        select(Election).where(
            Election.state == State.NOMINATIONS, Election.nominations_close_at > now
        )
    )
    return [
        _row("due.nominate", one.nominations_close_at, "elections.election", one) for one in rows
    ]


def _to_set_up(session: Session, actor: Actor, now: datetime) -> list[Due]:
    """Return one row while seats are or soon fall vacant and no election is on its way for them.

    It is due so long before the first of them that an election fits in between.
    """
    if not actor.has("secretariat"):
        return []
    today = civil_day(now, ZONE)
    vacant = [
        row
        for row in seats_falling_vacant(session, today, AHEAD)
        if row.electorate is not Electorate.BOARD
    ]
    on_their_way = running_by_seat(session, [row.seat_id for row in vacant])
    waiting = [row.vacant_on for row in vacant if row.seat_id not in on_their_way]
    if not waiting:
        return []
    last_day = max(today, min(waiting) - timedelta(days=TAKES))
    deadline = datetime.combine(last_day, time(), ZoneInfo(ZONE))
    return [Due("due.set_up", deadline, "elections.new", {}, None, len(waiting))]


def _to_answer(session: Session, actor: Actor, now: datetime) -> list[Due]:
    """Return what waits for the returning officer besides the steps: objections, late delegates."""
    objected = session.scalars(
        select(Election).where(
            Election.id.in_(actor.officer_of),
            Election.state.in_((State.NOMINATIONS, State.RULING)),
            exists().where(
                Post.election_id == Election.id,
                RollClaim.post_id == Post.id,
                RollClaim.state == ClaimState.MADE,
            ),
        )
    ).all()
    asking = session.scalars(
        select(Election).where(
            Election.id.in_(actor.officer_of),
            Election.closes_at > now,
            exists().where(
                RollDelegate.election_id == Election.id, RollDelegate.state == DelegateState.ASKED
            ),
        )
    ).all()
    return [
        *(_row("due.rule_claim", one.opens_at, "elections.requests", one) for one in objected),
        *(_row("due.rule_delegate", one.closes_at, "elections.requests", one) for one in asking),
    ]


def _to_watch(session: Session, actor: Actor) -> list[Due]:
    """Return what waits for a candidate's agent: the lot to sign, the count to look at."""
    watched = session.scalars(select(Election).where(Election.id.in_(actor.agent_of)))
    made = []
    for one in watched:
        if one.state is State.CLOSED and one.lot:
            made.append(_row("due.sign_lot", one.complaints_until, "elections.agent", one))
        elif one.state in (State.COUNTED, State.DECLARED):
            made.append(_row("due.watch", one.complaints_until, "elections.agent", one))
    return made


def _to_run(session: Session, actor: Actor, one: Election, now: datetime) -> list[Due]:
    label, deadline = _next_step(session, one, now)
    if label is None:
        return []
    mine = one.id in actor.officer_of or label == "due.open_nominations"
    keeper = one.id in actor.trustee_of and label == "due.open_box"
    return [_row(label, deadline, "elections.desk", one)] if mine or keeper else []


def _next_step(session: Session, one: Election, now: datetime) -> tuple[str | None, datetime]:
    """Return which act waits for somebody, and until when; None where the clock acts."""
    late = one.complaints_until
    if one.state is State.RULING:
        return ("due.rule" if _unruled(session, one.id) else "due.freeze"), one.opens_at
    if one.state is State.OPENING and file(session, one.id, BALLOTS) is not None:
        return "due.count", late
    waits = {
        State.DRAFT: ("due.open_nominations", one.nominations_close_at),
        State.CLOSED: ("due.open_box", late),
        State.OPENING: ("due.open_box", late),
        State.COUNTED: ("due.declare", late),
        State.DECLARED: ("due.publish" if late <= now else None, late),
    }
    return waits.get(one.state, (None, now))


def _unruled(session: Session, election_id: uuid.UUID) -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(Nomination)
            .join(Post, Post.id == Nomination.post_id)
            .where(Post.election_id == election_id, Nomination.state == NominationState.ACCEPTED)
        )
        or 0
    )


def _row(label: str, deadline: datetime, endpoint: str, one: Election) -> Due:
    return Due(label, deadline, endpoint, {"slug": one.slug}, one.id)
