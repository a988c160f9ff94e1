"""The meeting's own page while it goes on."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from nswp_gov.accounts.session import stay_long
from nswp_gov.bodies import queries as bodies
from nswp_gov.bodies.states import BodyKind
from nswp_gov.meetings import operations, policy, queries
from nswp_gov.meetings.models import AgendaItem, Attendance, Meeting, Paper
from nswp_gov.meetings.queries import Sitting
from nswp_gov.meetings.states import Capacity, MeetingState
from nswp_gov.meetings.views import bp
from nswp_gov.rules.audience import Audience, CircleKind, may_see
from nswp_gov.store.crypto import vault
from nswp_gov.store.errors import DomainError, NotFound
from nswp_gov.store.links import Card, Registry
from nswp_gov.store.work import Work
from nswp_gov.web.access import Door, door
from nswp_gov.web.forms import EmptyForm
from nswp_gov.web.linked import End, points_at
from nswp_gov.web.locale import locale
from nswp_gov.web.phrases import phrase
from nswp_gov.web.unit import actor, now, session, viewer, work

DEVICE = "minutes.device"
Act = Callable[[Work, Meeting], object]


@dataclass(frozen=True)
class Access:
    """What the person of this request may do with a meeting."""

    plan: bool
    write: bool
    room: bool
    closed: bool


def access(whole: Sitting) -> Access:
    """Return what the person of this request may do with a meeting."""
    who, meeting = actor(), whole.meeting
    return Access(
        plan=policy.may_plan(who, meeting.chair_id).allowed,
        write=policy.may_take_minutes(who, meeting).allowed,
        room=policy.may_see_room(who, meeting).allowed,
        closed=policy.may_read_closed(who, meeting).allowed,
    )


def load(meeting_id: uuid.UUID, part: range | None = None) -> Sitting:
    """Return a meeting with all that belongs to it; what the reader may not know is not there.

    `part`: the numbers of the items that are read; None: every item.
    """
    meeting, kind = queries.meeting_and_kind(session(), meeting_id)
    if meeting is None or not sees(meeting, kind):
        raise NotFound
    found = queries.sitting(session(), meeting, locale(), part)
    if found.is_forgotten:
        raise NotFound
    return found


def part_of(meeting_id: uuid.UUID) -> queries.Parts:
    """Return the part of the agenda that this request is about: with its item, or `?from=`."""
    given = request.values.get("item") or (request.view_args or {}).get("item_id")
    try:
        item_id = uuid.UUID(str(given)) if given else None
    except ValueError:
        item_id = None
    return queries.parts_of(session(), meeting_id, item_id, request.args.get("from", 0, type=int))


def to_meeting(meeting_id: uuid.UUID, anchor: str | None = None) -> ResponseReturnValue:
    """Go to the meeting's page: of a long agenda to the part that this request was about."""
    known_parts = part_of(meeting_id)
    at: dict[str, Any] = {} if known_parts.is_one else {"from": known_parts.here.start}
    return redirect(url_for("meetings.meeting", meeting_id=meeting_id, _anchor=anchor, **at))


def of_meeting(work: Work, model: type[Any], record_id: uuid.UUID, meeting: Meeting) -> Any:
    """Return a row that belongs to this meeting; any other is not there."""
    found = work.session.get(model, record_id)
    if found is None or found.meeting_id != meeting.id:
        raise NotFound
    return found


def perform(meeting_id: uuid.UUID, act: Act, anchor: str | None = None) -> ResponseReturnValue:
    """Do one act and come back to the meeting's page; a refusal is said on it."""
    try:
        with work() as w:
            act(w, known(w, meeting_id))
    except DomainError as refusal:
        return page(meeting_id, refusal)
    return to_meeting(meeting_id, anchor)


def known(w: Work, meeting_id: uuid.UUID) -> Meeting:
    """Return the meeting in this unit of work, to whoever may know of it.

    Raises:
        NotFound: there is none, or the person neither sees its agenda nor was there.

    """
    found, kind = queries.meeting_and_kind(w.session, meeting_id)
    came = queries.attended(w.session, meeting_id, w.actor.person_id)
    if found is None or not (came or sees(found, kind)):
        raise NotFound
    return found


def sees(meeting: Meeting, kind: BodyKind | None) -> bool:
    """Tell whether the person of this request may know of a meeting."""
    is_assembly = kind is BodyKind.ASSEMBLY
    return policy.may_see_agenda(actor(), meeting, is_assembly=is_assembly).allowed


def page(meeting_id: uuid.UUID, refusal: DomainError | None = None) -> ResponseReturnValue:
    """Return the meeting's page, with what was refused on it."""
    of = part_of(meeting_id)
    whole = load(meeting_id, of.here)
    may = access(whole)
    inside = queries.comings(session(), whole, viewer(), locale(), now()) if may.write else []
    return render_template(
        "meetings/meeting.html",
        whole=whole,
        of=of,
        may_do=may,
        name=bodies.names(session(), [whole.body], locale())[whole.body.id],
        quorum=whole.quorum(now()) if may.room else None,
        comings=inside,
        happened=queries.facts(whole) if may.room else {},
        known_names={key: person.name for key, person in whole.people.items()},
        writes=may.write and whole.minutes is not None and whole.minutes.approved_at is None,
        device=device_key(whole.meeting) if may.write else "",
        called_off=_why_off(whole),
        papers=_papers_by_item(whole),
        brings=brought(whole),
        owners=action_owners(whole, {key: row.name for key, row in whole.people.items()}),
        may_file=policy.may_file(actor(), whole.meeting, is_assembly=whole.is_assembly).allowed,
        written=queries.written(session(), meeting_id),
        amends=queries.amending(session(), _motion_ids(whole)),
        phrases=operations.phrases(whole.meeting.locale),
        own=[row for row in whole.came() if row.person_id == actor().person_id],
        refusal=phrase(refusal) if refusal else None,
        points=points_at(told_of(whole, closed=may.closed)),
        button=EmptyForm(),
    ), refusal.status if refusal else 200


def _papers_by_item(whole: Sitting) -> dict[uuid.UUID, list[Paper]]:
    found: dict[uuid.UUID, list[Paper]] = {}
    for row in readable_papers(whole):
        found.setdefault(row.item_id, []).append(row)
    return found


def brought(whole: Sitting) -> dict[uuid.UUID, list[Card]]:
    """Return what each item brings before the meeting, such as the draft of a document.

    Whoever reads the item may open it: the page that it leads to looks at the same agenda.
    """
    registry: Registry = current_app.extensions["nswp_gov.links"]
    here = Audience.of(CircleKind.BODY, whole.body.id)
    found: dict[uuid.UUID, list[Card]] = {}
    for row in queries.brought(session(), [item.id for item in whole.items]):
        card = registry.card(session(), row.from_type, row.from_id, locale().value)
        if card is not None and (card.audience == here or may_see(viewer(), card.audience)):
            found.setdefault(row.to_id, []).append(card)
    return found


def told_of(whole: Sitting, *, closed: bool) -> list[End]:
    """Return the records of a meeting that its page tells of, those of closed items if `closed`."""
    items = {row.id for row in whole.items if closed or not row.is_closed}
    decisions = [one for key in items for one in whole.decisions.get(key, ())]
    own = [("minutes", whole.minutes.id)] if whole.minutes else []
    return [
        ("meeting", whole.meeting.id),
        *own,
        *(("agenda_item", key) for key in items),
        *(("decision", one.id) for one in decisions if closed or one.is_for_members),
        *(("motion", key) for key in whole.elections if _item_of(whole, key) in items),
    ]


def _item_of(whole: Sitting, motion_id: uuid.UUID) -> uuid.UUID | None:
    found = (key for key, rows in whole.motions.items() for row in rows if row.id == motion_id)
    return next(found, None)


def action_owners(whole: Sitting, people: dict[uuid.UUID, str]) -> dict[uuid.UUID, str]:
    """Return who each action of a meeting was given to, as the reader may know it."""
    rows = [row for actions in whole.actions.values() for row in actions]
    return queries.owners(session(), rows, people, viewer())


def _motion_ids(whole: Sitting) -> list[uuid.UUID]:
    return [row.id for rows in whole.motions.values() for row in rows]


def _why_off(whole: Sitting) -> str:
    """Return why a meeting was called off; '' where it was not."""
    if whole.meeting.state is not MeetingState.CANCELLED:
        return ""
    return queries.notices(session(), whole.meeting.id)[-1].why or ""


def readable_papers(whole: Sitting) -> list[Paper]:
    """Return the papers of a meeting that the reader of this request may have, by item."""
    items = {row.id: row for row in whole.items}
    found = [
        row
        for row in queries.papers(session(), whole.meeting.id)
        if policy.may_read_paper(
            actor(), whole.meeting, items[row.item_id], row, is_assembly=whole.is_assembly
        ).allowed
    ]
    return sorted(found, key=lambda row: (items[row.item_id].position, row.added_at, row.title))


def device_key(meeting: Meeting) -> str:
    """Return the key (64 hex digits) of what one person's device keeps of this meeting.

    Without signing in as that person nothing that lies there can be read.
    """
    return vault.ring.blind(f"{actor().person_id}:{meeting.id}", DEVICE)


@bp.get("/<uuid:meeting_id>")
@door(Door.SIGNED_IN)
def meeting(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Show a meeting: its agenda, and to those in it all that happens."""
    answer = page(meeting_id)
    found = queries.meeting(session(), meeting_id)
    if found is not None and policy.may_take_minutes(actor(), found).allowed:
        stay_long()
    return answer


@bp.post("/<uuid:meeting_id>/open")
@door(Door.SIGNED_IN)
def begin(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Begin the meeting."""
    return perform(meeting_id, operations.open_meeting)


@bp.post("/<uuid:meeting_id>/close")
@door(Door.SIGNED_IN)
def finish(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """End the meeting."""
    return perform(meeting_id, operations.close_meeting)


@bp.post("/<uuid:meeting_id>/attendance")
@door(Door.SIGNED_IN)
def attendance(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Note that somebody comes (`arrives`), goes (`leaves`) or has a proxy (`carries`, `for`)."""
    return perform(meeting_id, _come_or_go, "attendance")


def _come_or_go(w: Work, meeting: Meeting) -> None:
    capacity, person_id, mandate = _who(request.form.get("who", ""))
    if "leaves" in request.form:
        inside = [
            row
            for row in queries.attendances(w.session, meeting.id)
            if row.person_id == person_id and row.capacity == capacity and row.is_present(w.now)
        ]
        if not inside:
            raise NotFound
        operations.check_out(w, meeting, inside[0])
        return
    if "carries" in request.form:
        _carry(w, meeting, person_id)
        return
    is_seat = capacity is Capacity.HOLDER
    operations.check_in(
        w,
        meeting,
        person_id,
        capacity,
        seat_id=mandate if is_seat else None,
        organisation_id=None if is_seat else mandate,
    )


def _carry(w: Work, meeting: Meeting, person_id: uuid.UUID) -> None:
    """Note that somebody in the room carries the vote of one who is not."""
    capacity, _absent, mandate = _who(request.form.get("for", ""))
    is_seat = capacity is Capacity.HOLDER
    operations.check_in(
        w,
        meeting,
        person_id,
        Capacity.PROXY,
        seat_id=mandate if is_seat else None,
        organisation_id=None if is_seat else mandate,
    )


def _who(value: str) -> tuple[Capacity, uuid.UUID, uuid.UUID | None]:
    """Read the key of a `Coming`."""
    try:
        capacity, person_id, mandate = value.split(":")
        return Capacity(capacity), uuid.UUID(person_id), uuid.UUID(mandate) if mandate else None
    except ValueError as odd:
        raise NotFound from odd


@bp.post("/<uuid:meeting_id>/apologies")
@door(Door.SIGNED_IN)
def apologies(meeting_id: uuid.UUID) -> ResponseReturnValue:
    """Note that somebody, or oneself, cannot come."""

    def act(w: Work, meeting: Meeting) -> None:
        given = request.form.get("who")
        person_id = _who(given)[1] if given else w.actor.person_id
        if person_id is None:
            raise NotFound
        operations.apologise(w, meeting, person_id)

    return perform(meeting_id, act, "attendance")


@bp.post("/<uuid:meeting_id>/naming/<uuid:attendance_id>")
@door(Door.SIGNED_IN)
def naming(meeting_id: uuid.UUID, attendance_id: uuid.UUID) -> ResponseReturnValue:
    """Agree, or no longer agree, to be named in the public edition of these minutes."""

    def act(w: Work, meeting: Meeting) -> None:
        row = of_meeting(w, Attendance, attendance_id, meeting)
        operations.consent_to_name(w, row, is_given="yes" in request.form)

    return perform(meeting_id, act, "attendance")


@bp.post("/<uuid:meeting_id>/items/<uuid:item_id>/take")
@door(Door.SIGNED_IN)
def take(meeting_id: uuid.UUID, item_id: uuid.UUID) -> ResponseReturnValue:
    """Open an item; the one before it is finished."""
    return perform(
        meeting_id,
        lambda w, m: operations.take_item(w, m, of_meeting(w, AgendaItem, item_id, m)),
        f"item-{item_id}",
    )


@bp.post("/<uuid:meeting_id>/items/<uuid:item_id>/leave")
@door(Door.SIGNED_IN)
def leave(meeting_id: uuid.UUID, item_id: uuid.UUID) -> ResponseReturnValue:
    """Put an item back; the next meeting will carry it."""
    return perform(
        meeting_id,
        lambda w, m: operations.leave_item(w, m, of_meeting(w, AgendaItem, item_id, m)),
        f"item-{item_id}",
    )
