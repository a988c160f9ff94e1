"""Calls: what is asked for, how many places each region has, from when until when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from nswp_gov.rules.audience import Step
from nswp_gov.rules.regions import Region
from nswp_gov.store.errors import Unfit, WrongState, following, need
from nswp_gov.store.work import Work
from nswp_gov.training import policy
from nswp_gov.training.models import Call, Criterion, Event
from nswp_gov.training.operations.events import check_runs
from nswp_gov.training.operations.wording import Words, place
from nswp_gov.training.queries import calls_of, regions_of
from nswp_gov.training.states import (
    ANSWER_DAYS,
    CALL_PATH,
    MOST_PEOPLE,
    CallState,
    EventState,
)


def add_call(
    work: Work,
    event: Event,
    *,
    summary: Words,
    criteria: Sequence[Words],
    places: Mapping[Region, int],
    team: int,
    closes_at: datetime,
    answer_days: int = ANSWER_DAYS,
) -> Call:
    """Add a call to an event, in draft; an event has one.

    `places`: how many people of each region can come; `team`: how many of one country at most.

    Raises:
        Denied: only the secretariat.
        WrongState: the event is over or called off.
        Unfit: there is a call; no place, or for a region that the event is not for; it closes
            after the event began.

    """
    need(policy.may_keep(work.actor))
    check_runs(event)
    given = {region.value: number for region, number in places.items() if number > 0}
    if calls_of(work.session, [event.id]):
        raise Unfit("training_call_there")
    if not given:
        raise Unfit("training_no_places")
    if not given.keys() <= set(regions_of(event)):
        raise Unfit("training_other_region")
    if not 1 <= team <= MOST_PEOPLE:
        raise Unfit("training_team_size", field="team", most=MOST_PEOPLE)
    if closes_at >= event.starts_at:
        raise Unfit("training_closes_late", field="closes_at")
    made = Call(
        event_id=event.id,
        state=CallState.DRAFT,
        closes_at=closes_at,
        places=given,
        team=team,
        answer_days=answer_days,
    )
    work.session.add(made)
    work.session.flush()
    sealed = event.audience is not Step.PUBLIC
    place(work, "training_call", made.id, "summary", summary, is_sealed=sealed)
    for number, words in enumerate(criteria, 1):
        row = Criterion(call_id=made.id, position=number)
        work.session.add(row)
        work.session.flush()
        place(work, "training_criterion", row.id, "words", words, is_sealed=sealed)
    work.record("training.call_added", made)
    return made


def open_call(work: Work, call: Call, event: Event) -> None:
    """Let organisations apply.

    Raises:
        Denied: only the secretariat.
        WrongState: it was opened already, or its event is not announced.
        Unfit: its last day is over.

    """
    need(policy.may_keep(work.actor))
    if event.state is not EventState.ANNOUNCED:
        raise WrongState(state=event.state.value, act="open")
    if call.closes_at <= work.now:
        raise Unfit("training_closes_late", field="closes_at")
    _move(work, call, "open")


def close_call(work: Work, call: Call) -> None:
    """Take no more applications; from now on places are given out.

    Raises:
        Denied: only the secretariat and the clock.
        WrongState: it is not open.

    """
    need(policy.may_pass_time(work.actor))
    _move(work, call, "close")
    call.closes_at = min(call.closes_at, work.now)
    work.record("training.call_closed", call)


def _move(work: Work, call: Call, verb: str) -> None:
    call.state = following(CALL_PATH, call.state, verb)
    if verb == "open":
        work.record("training.call_opened", call)
