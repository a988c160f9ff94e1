"""Seating people, and ending their terms."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import or_, select

from nswp_gov.bodies import policy
from nswp_gov.bodies.models import Seat, Term
from nswp_gov.bodies.queries import cooption_rule, regular_end, rules_of, term_rule
from nswp_gov.bodies.states import Ending, How, RuleName
from nswp_gov.store.dated import begin_fact, correct_fact, end_fact
from nswp_gov.store.errors import DomainError, Unfit, need
from nswp_gov.store.links import Relation, join
from nswp_gov.store.work import Work


class SeatTaken(DomainError):
    """Somebody else holds the seat on some of these days."""

    code = "seat_taken"


class AlreadySeated(DomainError):
    """The person holds another seat of this body on some of these days."""

    code = "already_seated"


class TermOver(DomainError):
    """The term has ended already, or has not begun on that day."""

    code = "term_over"


class TermTooLong(Unfit):
    """The term would run past the regular end of the seat's terms."""

    def __init__(self, regular: date) -> None:
        super().__init__("term_too_long", field="until_on", until_on=regular.isoformat())


class CooptionNotAllowed(DomainError):
    """The rules of the body do not let it co-opt."""

    code = "cooption_not_allowed"


def seat_person(
    work: Work,
    seat: Seat,
    person_id: uuid.UUID,
    from_on: date,
    until_on: date | None = None,
    *,
    how: How = How.ELECTED,
    result_of: tuple[str, uuid.UUID] | None = None,
    organisation_id: uuid.UUID | None = None,
) -> Term:
    """Have a person hold a seat from `from_on`; `until_on` None: until its regular end.

    A co-opted holder's term ends where an elected one's begins. `result_of`: the election or
    decision that this follows from, as (type, id).

    Raises:
        Denied: only the secretariat, or the officer of that election; nobody seats themself.
        SeatTaken: somebody holds the seat on some of these days.
        AlreadySeated: the person holds another seat of this body on some of these days.
        TermTooLong: the term would run past the seat's regular end.
        CooptionNotAllowed: the body's rules do not provide for it.

    """
    need(policy.may_seat(work.actor, person_id, result_of))
    until_on = _until(work, seat, from_on, until_on, how)
    _make_room(work, seat, from_on, until_on, how)
    _refuse_second_seat(work, seat, person_id, from_on, until_on)
    term = begin_fact(
        work,
        Term(
            seat_id=seat.id,
            person_id=person_id,
            organisation_id=organisation_id,
            how=how,
            from_on=from_on,
            until_on=until_on,
        ),
    )
    if result_of is not None:
        join(work.session, ("term", term.id), Relation.RESULT_OF, result_of, at=work.now)
    work.record("bodies.person_seated", term)
    return term


def co_opt(
    work: Work,
    seat: Seat,
    person_id: uuid.UUID,
    from_on: date,
    *,
    decision_id: uuid.UUID,
    until_on: date | None = None,
) -> Term:
    """Fill a vacant seat by a decision of the body, until the next election at the latest.

    Raises: as `seat_person`.
    """
    return seat_person(
        work,
        seat,
        person_id,
        from_on,
        until_on,
        how=How.COOPTED,
        result_of=("decision", decision_id),
    )


def end_term(work: Work, term: Term, ending: Ending, on: date) -> None:
    """End a term before its time; `on` is the first day on which the seat is empty.

    Raises:
        Denied: only the secretariat records it.
        TermOver: the term has ended by then, or has not begun.

    """
    need(policy.may_end_term(work.actor))
    _end(work, term, ending, on)


def resign(work: Work, term: Term, on: date) -> None:
    """End a term because its holder resigned; by the holder, or by staff on their word.

    Raises:
        Denied: somebody else's seat.
        TermOver: the term has ended by then, or has not begun.

    """
    need(policy.may_resign(work.actor, term.person_id))
    _end(work, term, Ending.RESIGNATION, on)


def vacate_seats_of(work: Work, person_id: uuid.UUID) -> int:
    """Empty the seats of a person who is forgotten from today on; return how many.

    A term that had not begun before today never was one: it stays readable as void.
    """
    rows = work.session.scalars(
        select(Term).where(
            Term.person_id == person_id,
            Term.void_at.is_(None),
            or_(Term.until_on.is_(None), Term.until_on > work.today),
        )
    ).all()
    for term in rows:
        if term.from_on < work.today:
            end_fact(work, term, work.today)
            term.ending = Ending.RESIGNATION
        else:
            term.void_at = work.now
        work.record("bodies.term_ended", term)
    return len(rows)


def correct_term(work: Work, wrong: Term, *, person_id: uuid.UUID, from_on: date) -> Term:
    """Replace a wrongly recorded term; the wrong one stays readable as void.

    Raises: as `seat_person`.
    """
    need(policy.may_seat(work.actor, person_id, None))
    right = Term(
        seat_id=wrong.seat_id,
        person_id=person_id,
        organisation_id=wrong.organisation_id if person_id == wrong.person_id else None,
        how=wrong.how,
        ending=wrong.ending,
        from_on=from_on,
        until_on=wrong.until_on,
    )
    if wrong.until_on is not None and from_on >= wrong.until_on:
        raise TermOver
    seat = work.session.get_one(Seat, wrong.seat_id)
    _refuse_second_seat(work, seat, person_id, from_on, wrong.until_on)
    right = correct_fact(work, wrong, right)
    work.record("bodies.term_corrected", right)
    return right


def _end(work: Work, term: Term, ending: Ending, on: date) -> None:
    if term.void_at is not None or on <= term.from_on:
        raise TermOver
    if term.until_on is not None and term.until_on <= on:
        raise TermOver
    end_fact(work, term, on)
    term.ending = ending
    work.record("bodies.term_ended", term)


def _until(work: Work, seat: Seat, from_on: date, until_on: date | None, how: How) -> date | None:
    """Return when a term that begins on `from_on` ends at the latest, by the body's rules."""
    rules = rules_of(work.session, seat.body_id, from_on)
    if how is How.COOPTED:
        allowed = rules.get(RuleName.COOPTION)
        if allowed is None or not cooption_rule(allowed.value):
            raise CooptionNotAllowed
    known = rules.get(RuleName.TERM)
    regular = regular_end(term_rule(known.value), seat.phase, from_on) if known else None
    if until_on is not None and until_on <= from_on:
        raise Unfit("until_before_from", field="until_on")
    if regular is not None and until_on is not None and until_on > regular:
        raise TermTooLong(regular)
    return until_on or regular


def _make_room(work: Work, seat: Seat, from_on: date, until_on: date | None, how: How) -> None:
    """End a co-option that an election replaces; refuse every other clash."""
    clashing = work.session.scalars(
        select(Term).where(
            Term.seat_id == seat.id,
            Term.void_at.is_(None),
            Term.from_on < (until_on or date.max),
            or_(Term.until_on.is_(None), Term.until_on > from_on),
        )
    ).all()
    for other in clashing:
        if not (how is How.ELECTED and other.how is How.COOPTED and other.from_on < from_on):
            raise SeatTaken
        end_fact(work, other, from_on)
        other.ending = Ending.EXPIRY


def _refuse_second_seat(
    work: Work, seat: Seat, person_id: uuid.UUID, from_on: date, until_on: date | None
) -> None:
    other = work.session.scalar(
        select(Term.id)
        .join(Seat, Seat.id == Term.seat_id)
        .where(
            Seat.body_id == seat.body_id,
            Seat.id != seat.id,
            Term.person_id == person_id,
            Term.void_at.is_(None),
            Term.from_on < (until_on or date.max),
            or_(Term.until_on.is_(None), Term.until_on > from_on),
        )
        .limit(1)
    )
    if other is not None:
        raise AlreadySeated
