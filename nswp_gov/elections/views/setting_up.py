"""Setting an election up: the seats, then times and officer, then the draft on its desk."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nswp_gov.accounts.queries import holders
from nswp_gov.accounts.states import Role
from nswp_gov.bodies import queries as bodies
from nswp_gov.bodies.models import Seat
from nswp_gov.bodies.queries import Vacancy
from nswp_gov.bodies.states import Electorate
from nswp_gov.elections import operations, queries
from nswp_gov.elections.forms import PlanForm
from nswp_gov.elections.operations import PostPlan, Timetable
from nswp_gov.elections.states import Kind
from nswp_gov.elections.views import bp
from nswp_gov.elections.views.found import attempt, today
from nswp_gov.elections.views.words import BOARD_ELECTION, BY_ELECTION
from nswp_gov.rules.languages import Locale
from nswp_gov.sealing import BallotKind, Level
from nswp_gov.web.access import Door, door
from nswp_gov.web.formats import wall
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import now, session, settings, work

WITHIN = 365  # days ahead in which a term that ends proposes an election
NOON, EVENING = time(12), time(21)
OPENS_AFTER, VOTING_LASTS, COMPLAINTS_LAST = 35, 14, 7  # days
TIMES = ("nominations_close_at", "claims_until", "opens_at", "closes_at", "complaints_until")


def template(day: date) -> dict[str, datetime]:
    """Return the times of an election set up on `day`, by the clock of the network's zone.

    Voting opens as late as the rule on notice asks for.
    """
    opens = max(OPENS_AFTER, queries.notice_days(session(), day) + 1)
    closes = opens + VOTING_LASTS
    plan = (
        (28, EVENING),
        (31, EVENING),
        (opens, NOON),
        (closes, NOON),
        (closes + COMPLAINTS_LAST, NOON),
    )
    return {
        name: datetime.combine(day + timedelta(days=after), at)
        for name, (after, at) in zip(TIMES, plan, strict=True)
    }


def vacancies() -> list[Vacancy]:
    """Return the seats that an election can fill and that are or fall vacant within a year."""
    rows = bodies.seats_falling_vacant(session(), today(), WITHIN)
    return [row for row in rows if row.electorate is not Electorate.BOARD]


def seat_of(vacancy: Vacancy) -> Seat:
    """Return the seat of a vacancy."""
    return session().get_one(Seat, vacancy.seat_id)


@bp.get("/new")
@door(Door.STAFF)
def new() -> ResponseReturnValue:
    """Choose the seats: those that are or fall vacant are ticked."""
    rows = vacancies()
    labels = bodies.labels(session(), [seat_of(row) for row in rows], locale())
    return render_template(
        "elections/new.html",
        rows=rows,
        labels=labels,
        today=today(),
        running=queries.running_by_seat(session(), [row.seat_id for row in rows]),
    )


def chosen() -> list[Vacancy]:
    """Return the vacancies whose seats the address or the form names."""
    wanted = set(request.values.getlist("seat"))
    return [row for row in vacancies() if str(row.seat_id) in wanted]


@bp.route("/new/plan", methods=["GET", "POST"])
@door(Door.STAFF)
def plan() -> ResponseReturnValue:
    """Take the timetable, with defaults filled in, and the returning officer; make the draft."""
    rows = chosen()
    form = _form(rows)
    made: list[str] = []
    status = attempt(form, lambda: made.append(_set_up(form, rows)))
    if made:
        return redirect(url_for("elections.desk", slug=made[0]))
    rows = chosen()
    labels = bodies.labels(session(), [seat_of(row) for row in rows], locale())
    return render_template(
        "elections/plan.html",
        form=form,
        rows=rows,
        labels=labels,
        zone=settings().zone,
        checks=_checks(form),
        terms=_terms(form, rows),
    ), status


def _checks(form: PlanForm) -> list[queries.Check]:
    """Return the rules against the times that stand in the form; none while one is missing."""
    if any(form[name].data is None for name in TIMES):
        return []
    times = {name: _instant(form[name].data) for name in TIMES}
    return queries.checks(session(), queries.times_of(now=now(), zone=settings().zone, **times))


def _terms(form: PlanForm, rows: list[Vacancy]) -> dict[uuid.UUID, queries.TermCheck]:
    over = form.complaints_until.data
    if over is None:
        return {}
    found = queries.term_checks(
        session(), [(seat_of(row), row.vacant_on) for row in rows], over.date() + timedelta(days=1)
    )
    return {one.seat_id: one for one in found}


def _form(rows: list[Vacancy]) -> PlanForm:
    begins = max((row.vacant_on for row in rows), default=today())
    by_election = bool(rows) and not any(row.term_id for row in rows)
    wording = BY_ELECTION if by_election else BOARD_ELECTION
    titles = {f"title_{one.code}": wording[one].format(year=begins.year) for one in Locale}
    form = PlanForm(record_on=today(), **template(today()), **titles)
    officers = holders(session(), [Role.RETURNING_OFFICER], now())
    form.officer.choices = [(str(one.id), one.name) for one in officers]
    return form


def _instant(given: datetime) -> datetime:
    return wall(given, settings().zone).astimezone(ZoneInfo("UTC"))


def _set_up(form: PlanForm, rows: list[Vacancy]) -> str:
    times = {name: _instant(form[name].data) for name in TIMES}
    timetable = Timetable(record_on=form.record_on.data, **times)
    complaints_over = form.complaints_until.data.date() + timedelta(days=1)
    titles = {one: form[f"title_{one.code}"].data for one in Locale}
    with work() as w:
        election = operations.set_up(
            w,
            title={one: words for one, words in titles.items() if words},
            kind=Kind(form.kind.data),
            timetable=timetable,
            plans=[
                PostPlan(
                    seat_of(row),
                    _labels(row),
                    max(row.vacant_on, complaints_over),
                    ballot=BallotKind(form.ballot.data),
                )
                for row in rows
            ],
            officer_id=uuid.UUID(form.officer.data),
            seconds_needed=form.seconds_needed.data,
            level=Level.BROWSER if form.seals_on_device.data else Level.SERVER,
            deviation_reason=form.deviation_reason.data,
        )
        return election.slug


def _labels(row: Vacancy) -> dict[Locale, str]:
    """Return a seat's label in each language in which it is written: the post's title."""
    found = {one: bodies.labels(session(), [seat_of(row)], one)[row.seat_id] for one in Locale}
    return {one: reading.words for one, reading in found.items() if reading.locale is one}
