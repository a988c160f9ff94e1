"""Setting an election up: the seats, then times and officer, then the draft on its desk."""

from __future__ import annotations

import uuid
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nswp_gov.accounts.queries import holders
from nswp_gov.accounts.states import Role
from nswp_gov.bodies import queries as bodies
from nswp_gov.bodies.models import Seat
from nswp_gov.bodies.queries import Vacancy
from nswp_gov.bodies.states import Electorate
from nswp_gov.elections import operations
from nswp_gov.elections.forms import PlanForm
from nswp_gov.elections.operations import PostPlan, Timetable
from nswp_gov.elections.states import Kind
from nswp_gov.elections.views import bp
from nswp_gov.elections.views.found import attempt, today
from nswp_gov.elections.views.words import BOARD_ELECTION
from nswp_gov.rules.languages import Locale
from nswp_gov.web.access import Door, door
from nswp_gov.web.formats import wall
from nswp_gov.web.locale import locale
from nswp_gov.web.unit import now, session, settings, work

WITHIN = 365  # days ahead in which a term that ends proposes an election
NOON, EVENING = time(12), time(21)
DEFAULTS = (  # days from today; voting lasts fourteen
    ("nominations_close_at", 28, EVENING),
    ("opens_at", 35, NOON),
    ("closes_at", 49, NOON),
    ("complaints_until", 56, NOON),
)


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
    return render_template("elections/new.html", rows=rows, labels=labels, today=today())


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
        "elections/plan.html", form=form, rows=rows, labels=labels, zone=settings().zone
    ), status


def _form(rows: list[Vacancy]) -> PlanForm:
    begins = max((row.vacant_on for row in rows), default=today())
    titles = {f"title_{one.code}": BOARD_ELECTION[one].format(year=begins.year) for one in Locale}
    days = {
        field: datetime.combine(today() + timedelta(days=after), at)
        for field, after, at in DEFAULTS
    }
    form = PlanForm(record_on=today(), **days, **titles)
    officers = holders(session(), [Role.RETURNING_OFFICER], now())
    form.officer.choices = [(str(one.id), one.name) for one in officers]
    return form


def _instant(given: datetime) -> datetime:
    return wall(given, settings().zone).astimezone(ZoneInfo("UTC"))


def _set_up(form: PlanForm, rows: list[Vacancy]) -> str:
    times = {name: _instant(form[name].data) for name, _after, _at in DEFAULTS}
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
                PostPlan(seat_of(row), _labels(row), max(row.vacant_on, complaints_over))
                for row in rows
            ],
            officer_id=uuid.UUID(form.officer.data),
        )
        return election.slug


def _labels(row: Vacancy) -> dict[Locale, str]:
    """Return a seat's label in each language in which it is written: the post's title."""
    found = {one: bodies.labels(session(), [seat_of(row)], one)[row.seat_id] for one in Locale}
    return {one: reading.words for one, reading in found.items() if reading.locale is one}
