"""What organisations do: apply, take the places, name who comes, step back."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from nswp_gov.directory.queries import organisation, region_of
from nswp_gov.store.erasure import erase_row
from nswp_gov.store.errors import Unfit, WrongState, following, need
from nswp_gov.store.work import Work
from nswp_gov.training import policy
from nswp_gov.training.models import Call, Event, Participant, PlaceApplication
from nswp_gov.training.operations.choosing import move_up
from nswp_gov.training.operations.events import check_runs, forget_on
from nswp_gov.training.queries import application_of, criteria, found, is_open, sent_by
from nswp_gov.training.states import HOLDING, LONGEST_NAME, PATH, State

AGAIN = frozenset({State.RECEIVED, State.WITHDRAWN})


def apply(
    work: Work,
    call: Call,
    organisation_id: uuid.UUID,
    *,
    people: int,
    answers: Mapping[uuid.UUID, str],
    country: str | None = None,
) -> PlaceApplication:
    """Apply for places of one team, or change what was sent while the call is open.

    `answers`: by criterion. `country`: of the team, where the organisation itself has none.

    Raises:
        Denied: only editors and delegates of a member organisation, for it.
        Unfit: the call is not open, too many people, an answer is missing, its region has no
            places, or it was answered already.

    """
    need(policy.may_apply(work.actor, organisation_id))
    if not is_open(call, work.now):
        raise Unfit("training_call_not_open")
    if not 1 <= people <= call.team:
        raise Unfit("training_team_size", field="people", most=call.team)
    region = region_of(work.session, organisation_id, work.today)
    if region not in call.places:
        raise Unfit("training_region_without_places")
    asked = criteria(work.session, call.id)
    given = {str(one.id): answers.get(one.id, "").strip() for one in asked}
    if not all(given.values()):
        raise Unfit("training_answer_missing")
    row = application_of(work.session, call.id, organisation_id)
    if row is None:
        row = PlaceApplication(call_id=call.id, organisation_id=organisation_id)
    elif row.state not in AGAIN:
        raise Unfit("training_answered_already")
    event = found(work.session, Event, call.event_id)
    row.state, row.region, row.people, row.answers = State.RECEIVED, region, people, given
    row.country = organisation(work.session, organisation_id).country or country
    row.received_at, row.forget_on = work.now, forget_on(work, event)
    row.reason = row.waits = row.offered_at = row.answer_by = None
    row.moved_up = False
    work.session.add(row)
    work.record("training.application_received", row)
    return row


def confirm(work: Work, row: PlaceApplication) -> None:
    """Take the places that were offered.

    Raises:
        Denied: only those who speak for the organisation.
        WrongState: nothing is offered.
        Unfit: the day for it is over.

    """
    need(policy.may_answer_for(work.actor, row.organisation_id))
    confirmed = following(PATH, row.state, "confirm")
    if row.answer_by is not None and work.now >= row.answer_by:
        raise Unfit("training_offer_over")
    row.state = confirmed
    work.record("training.places_taken", row)


def withdraw(work: Work, row: PlaceApplication) -> list[PlaceApplication]:
    """Step back; return who moved up from the waiting list to the places that became free.

    The names of those who were to come go at once.

    Raises:
        Denied: only those who speak for the organisation, and the secretariat for them.
        WrongState: it has ended already, or the event is over.

    """
    need(policy.may_read(work.actor, row.organisation_id))
    call = found(work.session, Call, row.call_id)
    check_runs(found(work.session, Event, call.event_id))
    withdrawn = following(PATH, row.state, "withdraw")
    held = row.state in HOLDING
    for participant in sent_by(work.session, row.id):
        leave(work, participant)
    row.state, row.waits, row.answer_by = withdrawn, None, None
    work.record("training.application_withdrawn", row)
    return move_up(work, call, row.region) if held else []


def leave(work: Work, participant: Participant) -> None:
    """Note that somebody does not come, and forget their name."""
    participant.left_at = work.now
    erase_row(work, participant)


def name_participants(work: Work, row: PlaceApplication, names: Sequence[str]) -> None:
    """Say who comes, by chosen names in the order of the page; an empty one is a free place.

    Raises:
        Denied: only those who speak for the organisation, and the secretariat.
        WrongState: the places were not taken, or the event is over.
        Unfit: more names than places, or a name is too long.

    """
    need(policy.may_read(work.actor, row.organisation_id))
    call = found(work.session, Call, row.call_id)
    event = found(work.session, Event, call.event_id)
    check_runs(event)
    if row.state is not State.CONFIRMED:
        raise WrongState(state=row.state.value, act="name")
    given = [one.strip() for one in names]
    if len(given) > row.people:
        raise Unfit("training_team_size", field="names", most=row.people)
    if any(len(one) > LONGEST_NAME for one in given):
        raise Unfit("training_name_long", field="names", most=LONGEST_NAME)
    there = sent_by(work.session, row.id)
    for participant, name in zip(there, [*given, *[""] * len(there)], strict=False):
        if name:
            participant.name = name
        else:
            leave(work, participant)
    for name in filter(None, given[len(there) :]):
        made = Participant(
            event_id=event.id,
            application_id=row.id,
            name=name,
            country=row.country,
            region=row.region,
            forget_on=row.forget_on,
        )
        work.session.add(made)
    work.record("training.participants_named", row)
