"""Choosing: places are offered with a reason, or not; a free place goes to who waits for it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from nswp_gov.store.errors import Unfit, WrongState, following, need
from nswp_gov.store.work import Work
from nswp_gov.training import policy
from nswp_gov.training.models import Call, Event, PlaceApplication
from nswp_gov.training.operations.calls import close_call
from nswp_gov.training.operations.letters import tell
from nswp_gov.training.queries import found, places, waiting
from nswp_gov.training.states import PATH, CallState, EventState, State


def _ready(work: Work, row: PlaceApplication, verb: str) -> tuple[Call, Event]:
    need(policy.may_keep(work.actor))
    call = found(work.session, Call, row.call_id)
    if call.state is not CallState.CLOSED:
        raise WrongState(state=call.state.value, act=verb)
    following(PATH, row.state, verb)
    return call, found(work.session, Event, call.event_id)


def _reasoned(reason: str) -> str:
    if not reason.strip():
        raise Unfit("training_reason_missing", field="reason")
    return reason.strip()


def offer(work: Work, row: PlaceApplication, reason: str) -> None:
    """Offer the places that an organisation applied for; it has some days to take them.

    Raises:
        Denied: only the secretariat.
        WrongState: the call is still open, or the application was answered.
        Unfit: its region has not that many places left, or there is no reason.

    """
    call, event = _ready(work, row, "offer")
    said = _reasoned(reason)
    left = places(work.session, call)[row.region].free
    if row.people > left:
        raise Unfit("training_no_place_left", left=left)
    row.reason = said
    _offer(work, call, event, row, is_moved_up=False)


def _offer(
    work: Work, call: Call, event: Event, row: PlaceApplication, *, is_moved_up: bool
) -> None:
    row.state = PATH.after(row.state, "offer")
    row.waits, row.moved_up, row.offered_at = None, is_moved_up, work.now
    row.answer_by = min(work.now + timedelta(days=call.answer_days), event.starts_at)
    work.record("training.places_offered", row)
    tell(work, row, "offer")


def let_wait(work: Work, row: PlaceApplication, reason: str) -> None:
    """Put an application at the end of the waiting list of its region.

    Raises:
        Denied: only the secretariat.
        WrongState: the call is still open, or the application was answered.
        Unfit: there is no reason.

    """
    call, _event = _ready(work, row, "wait")
    row.reason = _reasoned(reason)
    last = work.session.scalar(
        select(func.max(PlaceApplication.waits)).where(
            PlaceApplication.call_id == call.id, PlaceApplication.region == row.region
        )
    )
    row.state, row.waits = PATH.after(row.state, "wait"), (last or 0) + 1
    work.record("training.application_waits", row)
    tell(work, row, "answer")


def refuse(work: Work, row: PlaceApplication, reason: str) -> None:
    """Say no, with the reason that the applicant reads.

    Raises:
        Denied: only the secretariat.
        WrongState: the call is still open, or the application was answered.
        Unfit: there is no reason.

    """
    _ready(work, row, "refuse")
    row.reason = _reasoned(reason)
    row.state, row.waits = PATH.after(row.state, "refuse"), None
    work.record("training.application_refused", row)
    tell(work, row, "answer")


def move_up(work: Work, call: Call, region: str) -> list[PlaceApplication]:
    """Offer free places of a region to those who wait, in their order; return who moved up.

    A team that is larger than what is free keeps its turn and is passed over: places that nobody
    ahead can use do not stay empty. Nobody moves up once the event has begun or is called off.
    """
    event = found(work.session, Event, call.event_id)
    if event.state is not EventState.ANNOUNCED or event.starts_at <= work.now:
        return []
    left = places(work.session, call)[region].free
    moved = []
    for row in waiting(work.session, call.id, region):
        if row.people <= left:
            left -= row.people
            _offer(work, call, event, row, is_moved_up=True)
            moved.append(row)
    return moved


def pass_time(work: Work) -> int:
    """Close calls whose time is over; let unanswered offers lapse, whose places move on.

    Returns how many acts that were. Done twice, it does nothing more.

    Raises:
        Denied: only the clock and the secretariat.

    """
    need(policy.may_pass_time(work.actor))
    calls = work.session.scalars(
        select(Call).where(Call.state == CallState.OPEN, Call.closes_at <= work.now)
    ).all()
    for call in calls:
        close_call(work, call)
    over = work.session.scalars(
        select(PlaceApplication)
        .where(PlaceApplication.state == State.OFFERED, PlaceApplication.answer_by <= work.now)
        .order_by(PlaceApplication.answer_by, PlaceApplication.id)
    ).all()
    for row in over:
        row.state, row.answer_by = PATH.after(row.state, "lapse"), None
        work.record("training.offer_lapsed", row)
        tell(work, row, "answer")
        move_up(work, found(work.session, Call, row.call_id), row.region)
    return len(calls) + len(over)
