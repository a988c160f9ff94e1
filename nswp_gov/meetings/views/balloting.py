"""Asking the voting organisations about a motion ahead of the meeting, and taking their answer."""

from __future__ import annotations

import uuid
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from nswp_gov.accounts.queries import holders
from nswp_gov.accounts.states import Role
from nswp_gov.elections.queries import notice_days
from nswp_gov.elections.states import Kind
from nswp_gov.meetings import operations
from nswp_gov.meetings.forms import AskForm
from nswp_gov.meetings.models import Meeting
from nswp_gov.meetings.operations import Ballot
from nswp_gov.meetings.states import DecisionAudience
from nswp_gov.meetings.views import bp
from nswp_gov.meetings.views.motions import found_motion, motion_in, to_motion
from nswp_gov.meetings.views.record import attempt, shown
from nswp_gov.meetings.views.sitting import perform
from nswp_gov.store.clock import civil_day
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.formats import wall
from nswp_gov.web.unit import now, session, settings

NOON = time(12)
CLAIMS, RULED, VOTING, COMPLAINTS = 3, 3, 14, 7  # days, one after the other


@bp.route("/<uuid:meeting_id>/motions/<uuid:motion_id>/ballot", methods=["GET", "POST"])
@door(Door.STAFF)
def ask_organisations(meeting_id: uuid.UUID, motion_id: uuid.UUID) -> ResponseReturnValue:
    """Set the sealed ballot on a motion up, with times filled in that keep every rule."""
    whole, item, found = found_motion(meeting_id, motion_id)
    form = AskForm(**_times())
    officers = holders(session(), [Role.RETURNING_OFFICER], now())
    form.officer.choices = [SelectChoice(str(one.id), one.name) for one in officers]
    status = attempt(meeting_id, form, lambda w, m: _ask(w, m, motion_id, form))
    if status is None:
        return to_motion(meeting_id, motion_id)
    whole, item, found = found_motion(meeting_id, motion_id)
    return shown("ask_organisations", status, whole, item=item, motion=found, form=form)


def _times() -> dict[str, datetime]:
    today = civil_day(now(), settings().zone)
    opens = max(CLAIMS + RULED, notice_days(session(), today) + 1)
    days = {
        "claims_until": CLAIMS,
        "opens_at": opens,
        "closes_at": opens + VOTING,
        "complaints_until": opens + VOTING + COMPLAINTS,
    }
    return {
        name: datetime.combine(today + timedelta(days=after), NOON) for name, after in days.items()
    }


def _ask(w: Work, meeting: Meeting, motion_id: uuid.UUID, form: AskForm) -> None:
    times: dict[str, Any] = {
        name: wall(form[name].data, settings().zone).astimezone(ZoneInfo("UTC"))
        for name in ("opens_at", "closes_at", "complaints_until", "claims_until")
    }
    plan = Ballot(
        **times,
        officer_id=uuid.UUID(form.officer.data),
        kind=Kind(form.kind.data),
        deviation_reason=form.deviation_reason.data,
    )
    operations.ask_organisations(w, meeting, motion_in(w, meeting, motion_id), plan)


@bp.post("/<uuid:meeting_id>/motions/<uuid:motion_id>/result")
@door(Door.SIGNED_IN)
def take_result(meeting_id: uuid.UUID, motion_id: uuid.UUID) -> ResponseReturnValue:
    """Take the published result of the ballot; a carried one makes the decision at once."""

    def act(w: Work, meeting: Meeting) -> None:
        taken = operations.take_result(w, meeting, motion_in(w, meeting, motion_id))
        if taken.is_carried:
            operations.decide(w, meeting, taken, audience=DecisionAudience.PUBLIC)

    return perform(meeting_id, act, f"motion-{motion_id}")
