"""What is known for and against a nomination, for whoever rules on it. Nothing is decided here."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from nswp_gov.accounts.queries import roles_at
from nswp_gov.accounts.states import Role
from nswp_gov.bodies.models import BodyRule, Seat, Term
from nswp_gov.bodies.queries import cap_rule, regular_end, rule, term_rule
from nswp_gov.bodies.states import RuleName
from nswp_gov.directory.models import Organisation
from nswp_gov.elections.models import (
    Election,
    ElectionTrustee,
    Nomination,
    NominationSecond,
    Post,
)
from nswp_gov.elections.queries.rolls import electorate
from nswp_gov.elections.states import NominationState
from nswp_gov.rules.dates import Span
from nswp_gov.rules.terms import TermRule, may_stand
from nswp_gov.store.dated import holds

LIMITS = ("most_in_a_row", "most_in_all")  # where the rule of terms has them
WAITING = (NominationState.PROPOSED, NominationState.ACCEPTED, NominationState.STANDS)


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `is_fine` None: it cannot be known. `values` fill its words."""

    code: str
    is_fine: bool | None
    values: Mapping[str, str | int] = field(default_factory=dict)


def seconds_of(session: Session, nomination_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Return how many other organisations support each nomination."""
    rows = session.execute(
        select(NominationSecond.nomination_id, func.count())
        .where(NominationSecond.nomination_id.in_(list(nomination_ids)))
        .group_by(NominationSecond.nomination_id)
    )
    return {row[0]: row[1] for row in rows}


def supports(session: Session, organisations: Iterable[uuid.UUID]) -> set[tuple[uuid.UUID, ...]]:
    """Return what these organisations support already, as pairs of nomination and organisation."""
    rows = session.execute(
        select(NominationSecond.nomination_id, NominationSecond.organisation_id).where(
            NominationSecond.organisation_id.in_(list(organisations))
        )
    )
    return {(row.nomination_id, row.organisation_id) for row in rows}


def findings(session: Session, one: Nomination, now: datetime) -> list[Finding]:
    """Return what is known about a nomination at an instant, each with its verdict."""
    post = session.get_one(Post, one.post_id)
    found = session.get_one(Election, post.election_id)
    made = [_proposer(session, found, post, one), _seconds(session, found, one)]
    if one.person_id is None:
        return [*made, *_cap(session, post, one), Finding("no_account", None)]
    person = one.person_id
    return [
        *made,
        *_cap(session, post, one),
        _offices(session, found, person),
        _staff(session, person, now),
        _other_posts(session, one, found, person),
        *_terms(session, post, person),
    ]


def _proposer(session: Session, found: Election, post: Post, one: Nomination) -> Finding:
    votes = one.organisation_id in electorate(session, found, post)
    return Finding("proposer_votes" if votes else "proposer_votes_not", votes)


def _seconds(session: Session, found: Election, one: Nomination) -> Finding:
    has = seconds_of(session, [one.id]).get(one.id, 0)
    enough = has >= found.seconds_needed
    return Finding("seconds", enough, {"has": has, "needs": found.seconds_needed})


def _offices(session: Session, found: Election, person: uuid.UUID) -> Finding:
    keepers = session.scalars(
        select(ElectionTrustee.person_id).where(ElectionTrustee.election_id == found.id)
    )
    runs = person == found.officer_id or person in set(keepers)
    return Finding("runs_it" if runs else "runs_it_not", not runs)


def _staff(session: Session, person: uuid.UUID, now: datetime) -> Finding:
    works = Role.SECRETARIAT in roles_at(session, person, now)
    return Finding("staff" if works else "staff_not", not works)


def _other_posts(session: Session, one: Nomination, found: Election, person: uuid.UUID) -> Finding:
    others = session.scalar(
        select(func.count())
        .select_from(Nomination)
        .join(Post, Post.id == Nomination.post_id)
        .where(
            Post.election_id == found.id,
            Nomination.id != one.id,
            Nomination.person_id == person,
            Nomination.state.in_(WAITING),
        )
    )
    return Finding("two_posts" if others else "two_posts_not", not others)


def _cap(session: Session, post: Post, one: Nomination) -> list[Finding]:
    """Return how many other seats people from the nominating country hold then, under a cap."""
    seat = session.get_one(Seat, post.seat_id)
    known = rule(session, seat.body_id, RuleName.CAP, post.term_from)
    if known is None:
        return []
    country = session.get_one(Organisation, one.organisation_id).country
    if country is None:
        return [Finding("cap_unknown", None)]
    most = cap_rule(known.value)
    held = session.scalar(
        select(func.count())
        .select_from(Term)
        .join(Seat, Seat.id == Term.seat_id)
        .join(Organisation, Organisation.id == Term.organisation_id)
        .where(
            Seat.body_id == seat.body_id,
            Seat.id != seat.id,
            holds(Term, post.term_from),
            Organisation.country == country,
        )
    )
    values = {"held": held or 0, "most": most}
    return [
        Finding("cap_full" if values["held"] >= most else "cap_kept", values["held"] < most, values)
    ]


def _terms(session: Session, post: Post, person: uuid.UUID) -> list[Finding]:
    """Return whether another seat of the body is held then, and what the rule of terms says."""
    seat = session.get_one(Seat, post.seat_id)
    known = rule(session, seat.body_id, RuleName.TERM, post.term_from)
    until = post.term_until
    if until is None and known is not None:
        until = regular_end(term_rule(known.value), seat.phase, post.term_from)
    served = session.execute(
        select(Term.seat_id, Term.from_on, Term.until_on)
        .join(Seat, Seat.id == Term.seat_id)
        .where(Seat.body_id == seat.body_id, Term.person_id == person, Term.void_at.is_(None))
    ).all()
    term = Span(post.term_from, until)
    spans = [Span(row.from_on, row.until_on) for row in served]
    sits = any(
        row.seat_id != seat.id and span.overlaps(term)
        for row, span in zip(served, spans, strict=True)
    )
    other = Finding("other_seat" if sits else "other_seat_not", not sits)
    return [other, _limit(known, spans, term)]


def _limit(known: BodyRule | None, spans: list[Span[date]], term: Span[date]) -> Finding:
    limits = {name: known.value.get(name) for name in LIMITS} if known else {}
    if known is None or not any(limits.values()):
        return Finding("no_limit", True, {"served": len(spans)})
    limited = TermRule(
        years=term_rule(known.value).years,
        most_in_a_row=limits["most_in_a_row"],
        most_in_all=limits["most_in_all"],
    )
    verdict = may_stand(spans, term, limited)
    return Finding(verdict.reason, verdict.allowed, {"served": len(spans)})
