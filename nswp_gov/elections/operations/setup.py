"""Setting an election up, and the steps that only move it forward."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from nswp_gov.accounts.queries import roles_at
from nswp_gov.accounts.states import Role
from nswp_gov.bodies.models import Seat
from nswp_gov.bodies.queries import electorate_of
from nswp_gov.bodies.states import Electorate
from nswp_gov.elections import policy, queries
from nswp_gov.elections.models import Election, Post
from nswp_gov.elections.operations.succession import refuse_president, refuse_running
from nswp_gov.elections.states import LIFE, Kind, State
from nswp_gov.rules.languages import Locale
from nswp_gov.sealing import BallotKind, Level
from nswp_gov.store import ids, texts
from nswp_gov.store.clock import civil_day
from nswp_gov.store.errors import Denied, Unfit, following, need
from nswp_gov.store.work import Work

LEAST_VOTING = timedelta(days=1)
NOMINATIONS_DAYS = "nominations_days"  # the rule that a question does not meet


@dataclass(frozen=True)
class Timetable:
    """The days and instants of an election, in the order in which they come."""

    record_on: date
    nominations_close_at: datetime
    opens_at: datetime
    closes_at: datetime
    complaints_until: datetime
    claims_until: datetime | None = None  # None: as long as nominations

    @property
    def claims_end(self) -> datetime:
        """Until when an organisation can object to its entry on the roll."""
        return self.claims_until or self.nominations_close_at

    def check(self, now: datetime) -> None:
        """Refuse times that are not in order.

        Raises:
            Unfit: beside the field whose time comes too early.

        """
        order = (
            ("nominations_close_at", now, self.nominations_close_at),
            ("claims_until", now, self.claims_end),
            ("opens_at", max(self.nominations_close_at, self.claims_end), self.opens_at),
            ("closes_at", self.opens_at + LEAST_VOTING, self.closes_at),
            ("complaints_until", self.closes_at, self.complaints_until),
        )
        for field, before, after in order:
            if after < before:
                raise Unfit("time_too_early", field=field)
        if self.record_on > self.nominations_close_at.date():
            raise Unfit("record_day_too_late", field="record_on")


@dataclass(frozen=True)
class PostPlan:
    """A seat to fill: its title per language, and the term that the winner will hold.

    `term_until` None: until the seat's regular end by the body's rules. `seat` None: a question,
    which is the title, answered with yes or no by all who vote; nobody is nominated.
    """

    seat: Seat | None
    title: Mapping[Locale, str]
    term_from: date
    term_until: date | None = None
    ballot: BallotKind = BallotKind.RANKED


def step(election: Election, verb: str) -> None:
    """Move an election forward.

    Raises:
        WrongState: the verb does not belong to its state.

    """
    election.state = following(LIFE, election.state, verb)


def write_title(work: Work, kind: str, subject_id: uuid.UUID, words: Mapping[Locale, str]) -> None:
    """Keep a title in the languages in which it is given; English or the first is the source."""
    source = Locale.EN if Locale.EN in words else next(iter(words))
    made = texts.new_text(
        work,
        subject_type=kind,
        subject_id=subject_id,
        field=queries.TITLE,
        locale=source,
        words=words[source],
    )
    for locale, text in words.items():
        if locale is not source:
            texts.translate(work, made, locale=locale, words=text, made_from=1)


def set_up(
    work: Work,
    *,
    title: Mapping[Locale, str],
    kind: Kind,
    timetable: Timetable,
    plans: Sequence[PostPlan],
    officer_id: uuid.UUID,
    needed_trustees: int = 2,
    seconds_needed: int = 0,
    level: Level = Level.SERVER,
    deviation_reason: str | None = None,
) -> Election:
    """Make a draft with its posts; the electorate of each follows from its seat.

    The rules that its timetable does not keep are noted, and published with the reason.

    Raises:
        Denied: only the secretariat sets an election up; staff are never returning officer.
        Unfit: no seat was chosen, a term begins before complaints are over, the times are not in
            order, or a real election departs from a rule without saying why.

    """
    need(policy.may_set_up(work.actor))
    _may_be_officer(work, officer_id)
    refuse_running(work, [plan.seat.id for plan in plans if plan.seat], kind)
    _check_plans(work, timetable, plans)
    deviations = _deviations(work, timetable, plans)
    reason = (deviation_reason or "").strip() or None
    if deviations and kind is Kind.REAL and reason is None:
        raise Unfit("deviation_needs_reason", field="deviation_reason")
    election = Election(
        slug=ids.slug(),
        kind=kind,
        state=State.DRAFT if _nominates(plans) else State.RULING,
        zone=work.zone,
        record_on=timetable.record_on,
        nominations_close_at=timetable.nominations_close_at,
        opens_at=timetable.opens_at.replace(microsecond=0),
        closes_at=timetable.closes_at.replace(microsecond=0),
        complaints_until=timetable.complaints_until,
        claims_until=timetable.claims_end,
        seconds_needed=seconds_needed,
        level=level,
        deviations=deviations,
        deviation_reason=reason if deviations else None,
        officer_id=officer_id,
        needed_trustees=needed_trustees,
    )
    work.session.add(election)
    write_title(work, "election", election.id, title)
    for number, plan in enumerate(plans, start=1):
        _add_post(work, election, plan, paper=f"p{number:02}")
    work.record("elections.set_up", election)
    return election


def _may_be_officer(work: Work, officer_id: uuid.UUID) -> None:
    is_staff = Role.SECRETARIAT in roles_at(work.session, officer_id, work.now)
    if officer_id == work.actor.person_id or is_staff:
        raise Denied("staff_not_officer")
    refuse_president(work, officer_id)


def _check_plans(work: Work, timetable: Timetable, plans: Sequence[PostPlan]) -> None:
    if not plans:
        raise Unfit("no_seat_chosen", field="seats")
    timetable.check(work.now)
    last_complaints = civil_day(timetable.complaints_until, work.zone)
    if any(plan.term_from < last_complaints for plan in plans):
        raise Unfit("term_before_complaints_end", field="complaints_until")


def _nominates(plans: Sequence[PostPlan]) -> bool:
    return any(plan.seat is not None for plan in plans)


def _add_post(work: Work, election: Election, plan: PostPlan, *, paper: str) -> None:
    post = Post(
        election_id=election.id,
        seat_id=plan.seat.id if plan.seat else None,
        paper=paper,
        region=_region(work, plan.seat, election.record_on) if plan.seat else None,
        seats=1,
        ballot=plan.ballot,
        term_from=plan.term_from,
        term_until=plan.term_until,
    )
    work.session.add(post)
    write_title(work, "election_post", post.id, plan.title)


def _region(work: Work, seat: Seat, day: date) -> str | None:
    """Return the region whose organisations fill a seat; None: all do."""
    return seat.region if electorate_of(work.session, seat, day) is Electorate.REGION else None


def _deviations(work: Work, timetable: Timetable, plans: Sequence[PostPlan]) -> list[str]:
    times = queries.times_of(
        now=work.now,
        nominations_close_at=timetable.nominations_close_at,
        claims_until=timetable.claims_end,
        opens_at=timetable.opens_at,
        closes_at=timetable.closes_at,
        complaints_until=timetable.complaints_until,
        zone=work.zone,
    )
    broken = [one.code for one in queries.checks(work.session, times) if not one.holds]
    return broken if _nominates(plans) else [one for one in broken if one != NOMINATIONS_DAYS]


def open_nominations(work: Work, election: Election) -> None:
    """Let organisations nominate from now on.

    Raises:
        Denied: only the secretariat.
        WrongState: it is no draft any more.

    """
    need(policy.may_set_up(work.actor))
    step(election, "open_nominations")
    work.record("elections.nominations_opened", election)


def close_nominations(work: Work, election: Election) -> None:
    """End nominations; the returning officer rules from now on.

    Raises:
        Denied: only the returning officer, or the clock.
        WrongState: nominations are not open.
        Unfit: their time is not over yet.

    """
    need(policy.may_run(work.actor, election))
    if work.now < election.nominations_close_at:
        raise Unfit("nominations_still_open")
    step(election, "close_nominations")
    work.record("elections.nominations_closed", election)
