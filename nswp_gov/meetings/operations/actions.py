"""Action items: given, and done."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy.exc import IntegrityError

from nswp_gov.meetings import policy
from nswp_gov.meetings.models import Action, AgendaItem, Meeting
from nswp_gov.meetings.operations.agenda import expect, next_ordinal, place_text, said
from nswp_gov.meetings.states import ActionState, MeetingState
from nswp_gov.store.errors import Conflict, Unfit, WrongState, need
from nswp_gov.store.work import Work


def give_action(
    work: Work,
    meeting: Meeting,
    item: AgendaItem,
    *,
    words: str,
    due_on: date,
    owner_id: uuid.UUID | None = None,
    organisation_id: uuid.UUID | None = None,
) -> Action:
    """Give a person or an organisation something to do until a day.

    It returns on each agenda until it is done. On a closed item it has a number as `2026-X1`.

    Raises:
        Denied: only the note-takers and the chair.
        WrongState: the meeting has not begun.
        Unfit: nothing was said, nobody or both were named, or the day is past.

    """
    need(policy.may_take_minutes(work.actor, meeting))
    expect(meeting, "give_action", MeetingState.UNDER_WAY, MeetingState.CLOSED)
    if (owner_id is None) == (organisation_id is None):
        raise Unfit("one_owner", field="owner")
    kept = said(words, "words")
    if due_on < work.today:
        raise Unfit("due_in_past", field="due_on")
    year = work.today.year
    action = Action(
        meeting_id=meeting.id,
        item_id=item.id,
        body_id=meeting.body_id,
        year=year,
        ordinal=next_ordinal(work, Action.ordinal, Action.year == year, is_inner=item.is_closed),
        owner_id=owner_id,
        organisation_id=organisation_id,
        due_on=due_on,
        state=ActionState.OPEN,
    )
    work.session.add(action)
    try:
        work.session.flush()
    except IntegrityError as taken:
        raise Conflict from taken
    place_text(work, ("action", action.id), "text", meeting.locale, kept)
    work.record("meetings.action_given", action)
    return action


def finish_action(work: Work, action: Action) -> None:
    """Mark an action as done.

    Raises:
        Denied: only its owner, the secretariat, and the note-takers of its meeting.
        WrongState: it is done.

    """
    meeting = work.session.get_one(Meeting, action.meeting_id)
    need(policy.may_finish(work.actor, action, meeting))
    if action.state is not ActionState.OPEN:
        raise WrongState(state=action.state.value, act="finish")
    action.state = ActionState.DONE
    action.done_at = work.now
    work.record("meetings.action_done", action)
