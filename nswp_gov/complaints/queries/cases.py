"""What policies ask of complaints, who receives them by the rule, what waits for whom."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.accounts import queries as accounts
from nswp_gov.accounts.models import Person
from nswp_gov.accounts.states import Role
from nswp_gov.bodies import queries as bodies
from nswp_gov.bodies.models import Term
from nswp_gov.bodies.queries import ComplaintsRule, Due, Holder
from nswp_gov.bodies.states import RuleName
from nswp_gov.complaints import policy
from nswp_gov.complaints.models import Complaint, Measure, Reader
from nswp_gov.complaints.policy import Case
from nswp_gov.complaints.queries.rows import measures, readers
from nswp_gov.complaints.states import RUNNING, Left, State
from nswp_gov.directory.models import Organisation, Representative
from nswp_gov.directory.operations.organisations import name_index
from nswp_gov.directory.queries import people_named
from nswp_gov.directory.queries.inside import acts_at
from nswp_gov.store.actor import Actor
from nswp_gov.store.clock import civil_day
from nswp_gov.store.dated import holds
from nswp_gov.store.work import ZONE

# What holds where the board has entered no rule: the same as its draft default.
BY_DEFAULT = ComplaintsRule(
    receivers="", readers=2, acknowledge_days=7, outcome_days=60, appeal_days=30
)


def rule_on(session: Session, day: date) -> ComplaintsRule:
    """Return the board's rule on complaints of a day."""
    board = bodies.board(session)
    known = bodies.rule(session, board.id, RuleName.COMPLAINTS, day) if board else None
    return bodies.complaints_rule(known.value) if known else BY_DEFAULT


def _seated(session: Session, day: date) -> list[Holder]:
    """Return who receives complaints on a day, each once, at their first seat.

    The rule's body comes first; the board follows, so that there is somebody also where everybody
    of the body is concerned.
    """
    rule, board = rule_on(session, day), bodies.board(session)
    named = bodies.body_by_slug(session, rule.receivers) if rule.receivers else None
    found: dict[uuid.UUID, Holder] = {}
    for body in (named, board):
        for one in bodies.holders(session, body.id, day) if body is not None else ():
            found.setdefault(one.person_id, one)
    return list(found.values())


def receivers(session: Session, day: date) -> list[uuid.UUID]:
    """Return who receives complaints on a day, in order."""
    return [one.person_id for one in _seated(session, day)]


def office_holders(session: Session, now: datetime) -> list[tuple[uuid.UUID, str]]:
    """Return whom a circle can add: everybody who holds a seat or works in the secretariat."""
    day = civil_day(now, ZONE)
    seated = session.scalars(select(Term.person_id).where(holds(Term, day))).all()
    office = [one.id for one in accounts.holders(session, [Role.SECRETARIAT], now)]
    named = people_named(session, [*seated, *office])
    return sorted(named.items(), key=lambda pair: (pair[1].casefold(), pair[0]))


def receivers_offered(
    session: Session, now: datetime
) -> list[tuple[uuid.UUID, uuid.UUID, str | None]]:
    """Return who may come to read a complaint: seat, person, public name where consented to."""
    seated = _seated(session, civil_day(now, ZONE))
    wanted = [one.person_id for one in seated]
    rows = session.execute(select(Person.id, Person.public_name).where(Person.id.in_(wanted)))
    names = {row.id: row.public_name for row in rows}
    return [(one.seat_id, one.person_id, names.get(one.person_id)) for one in seated]


def public_names(session: Session, ids: Iterable[uuid.UUID]) -> list[str | None]:
    """Return the names that may be said of some people; None where one consented to none."""
    wanted = select(Person.public_name).where(Person.id.in_(list(ids))).order_by(Person.id)
    return list(session.scalars(wanted))


def case_of(session: Session, row: Complaint, now: datetime) -> Case:
    """Return what policies ask of one complaint now."""
    said, barred = row.said or {}, row.barred or {}
    named = frozenset(uuid.UUID(one) for one in (*said.get("people", ()), *barred))
    known = readers(session, row.id)
    return Case(
        state=row.state,
        readers=frozenset(one.person_id for one in known if one.until_at is None),
        named=named,
        belong=_belonging(session, row, named, now),
        aside=frozenset(one.person_id for one in known if one.left is Left.STEPPED_ASIDE),
        decided=frozenset(one.person_id for one in known if one.left is Left.DECIDED),
    )


def _belonging(
    session: Session, row: Complaint, named: Iterable[uuid.UUID], now: datetime
) -> frozenset[uuid.UUID]:
    """Return the people of the organisations that it names, or that those named belong to.

    Who belongs: whoever acts for an organisation, or holds a seat as somebody of it.
    """
    said, people = row.said or {}, list(named)
    indexes = {name_index(said[key]) for key in ("organisation", "own") if said.get(key)}
    concerned: set[uuid.UUID] = set()
    if indexes:
        by_name = select(Organisation.id).where(Organisation.name_index.in_(indexes))
        concerned.update(session.scalars(by_name))
    acts = (acts_at(now), Representative.organisation_id, Representative.person_id)
    sits = (holds(Term, civil_day(now, ZONE)), Term.organisation_id, Term.person_id)
    if people:
        for runs, organisation, person in (acts, sits):
            found = session.scalars(select(organisation).where(runs, person.in_(people)))
            concerned.update(one for one in found if one is not None)
    belong: set[uuid.UUID] = set()
    if concerned:
        for runs, organisation, person in (acts, sits):
            found = session.scalars(select(person).where(runs, organisation.in_(concerned)))
            belong.update(one for one in found if one is not None)
    return frozenset(belong)


def visible(session: Session, actor: Actor, now: datetime) -> list[Complaint]:
    """Return the complaints that this person reads, the longest waiting first."""
    if actor.person_id is None:
        return []
    admitted = select(Reader.complaint_id).where(
        Reader.person_id == actor.person_id, Reader.until_at.is_(None)
    )
    rows = session.scalars(
        select(Complaint)
        .where(Complaint.id.in_(admitted))
        .order_by(Complaint.handed_in_at, Complaint.id)
    ).all()
    return [row for row in rows if policy.may_read(actor, case_of(session, row, now)).allowed]


_LABELS = {
    State.RECEIVED: "due.case_received",
    State.ACKNOWLEDGED: "due.case_open",
    State.EXAMINED: "due.case_open",
    State.DECIDED: "due.case_decided",
    State.APPEALED: "due.case_appealed",
}


def due(session: Session, actor: Actor, now: datetime) -> list[Due]:
    """Return what waits for this person in complaints, as rows for their desk."""
    found: list[Due] = []
    for row in visible(session, actor, now):
        values = {"complaint_id": str(row.id)}
        if row.state in RUNNING and row.due_at is not None:
            found.append(Due(_LABELS[row.state], row.due_at, "complaints.one", values))
        found += [
            Due("due.case_measure", _midnight(one), "complaints.one", values)
            for one in measures(session, row.id)
            if one.done_at is None
        ]
    return found


def _midnight(row: Measure) -> datetime:
    return datetime.combine(row.due_on, time(), ZoneInfo(ZONE))
