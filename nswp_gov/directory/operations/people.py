"""Who acts for an organisation: appointed and ended, never overwritten."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from sqlalchemy import select

from nswp_gov.accounts.models import Person
from nswp_gov.directory.models import Organisation, Representative
from nswp_gov.directory.policy import may_appoint
from nswp_gov.directory.queries import acting_people
from nswp_gov.directory.states import SINGLE, Capacity
from nswp_gov.store.errors import DomainError, NotFound, Unfit, need
from nswp_gov.store.work import Work


class SecondPersonNeeded(DomainError):
    """The office replaces an organisation's people only together with a regional representative."""

    code = "second_person_needed"


class SamePerson(DomainError):
    """The delegate cannot be their own alternate."""

    code = "delegate_is_alternate"


class LastEditor(DomainError):
    """An organisation keeps somebody who can edit its profile and hide it."""

    code = "last_editor"


def appoint(
    work: Work, organisation: Organisation, person_id: uuid.UUID, capacity: Capacity
) -> Representative:
    """Let a person act for the organisation from now on; a new delegate replaces the old one.

    The office alone appoints the first editor, and contacts of an organisation that never had one;
    for anything else it needs a second person, see `jointly`.

    Raises:
        Denied: the actor may not.
        SecondPersonNeeded: the office alone would name who edits or votes.
        SamePerson: one person would be delegate and alternate.
        Unfit: there is no such person, or they do it already.

    """
    need(may_appoint(work.actor, organisation.id))
    is_own = organisation.id in work.actor.editor_of or work.actor.has("system")
    if not is_own and (capacity in SINGLE or _had_editors(work, organisation)):
        raise SecondPersonNeeded
    return begin_appointment(
        work, organisation, person_id, capacity, appointed_by=work.actor.person_id
    )


def _had_editors(work: Work, organisation: Organisation) -> bool:
    """Tell whether anybody ever edited for it; whoever can't be reached now counts."""
    ever = select(Representative.id).where(
        Representative.organisation_id == organisation.id,
        Representative.capacity == Capacity.EDITOR,
    )
    return work.session.scalar(ever.limit(1)) is not None


def begin_appointment(
    work: Work,
    organisation: Organisation,
    person_id: uuid.UUID,
    capacity: Capacity,
    *,
    appointed_by: uuid.UUID | None,
    seconded_by: uuid.UUID | None = None,
) -> Representative:
    """Let a person act for the organisation from now on; who may decide that was asked before.

    Raises:
        SamePerson: one person would be delegate and alternate.
        Unfit: there is no such person, or they do it already.

    """
    person = work.session.get(Person, person_id)
    if person is None or person.is_closed:
        raise Unfit("person_unknown", field="person_id")
    acting = acting_people(work.session, organisation.id, work.now)
    if person_id in acting[capacity]:
        raise Unfit("already_appointed", field="capacity")
    if capacity in SINGLE:
        other = next(iter(SINGLE - {capacity}))
        if person_id in acting[other]:
            raise SamePerson
        _end_present(work, organisation, capacity)
    row = Representative(
        organisation_id=organisation.id,
        person_id=person_id,
        capacity=capacity,
        from_at=work.now,
        appointed_by=appointed_by,
        seconded_by=seconded_by,
    )
    work.session.add(row)
    work.record("organisation.person_appointed", organisation)
    return row


def hand_over(
    work: Work,
    organisation: Organisation,
    person_id: uuid.UUID,
    rows: Collection[Representative],
) -> None:
    """Let a person take over some appointments of this organisation from whoever held them.

    All or none: nobody is left without an editor in between.

    Raises:
        Denied: the actor may not.
        SamePerson: one person would be delegate and alternate.
        NotFound: one of the appointments is not this organisation's, or over.
        Unfit: there is no such person, nothing is handed over, or they do that already.

    """
    need(may_appoint(work.actor, organisation.id))
    if not rows:
        raise Unfit("nothing_handed_over", field="rows")
    if any(row.organisation_id != organisation.id or row.until_at is not None for row in rows):
        raise NotFound
    for row in rows:
        if row.capacity in SINGLE:  # so that a delegate and an alternate can change places
            row.until_at = work.now
    work.session.flush()
    for row in rows:
        appoint(work, organisation, person_id, row.capacity)
        if row.until_at is None:
            end_appointment(work, row)


def _end_present(work: Work, organisation: Organisation, capacity: Capacity) -> None:
    for row in work.session.scalars(
        select(Representative).where(
            Representative.organisation_id == organisation.id,
            Representative.capacity == capacity,
            Representative.until_at.is_(None),
        )
    ):
        row.until_at = work.now
    work.session.flush()


def end_appointment(work: Work, row: Representative) -> None:
    """Let a person no longer act in this capacity.

    Raises:
        Denied: the actor may not.
        LastEditor: nobody would be left who can edit.

    """
    need(may_appoint(work.actor, row.organisation_id))
    if row.until_at is not None:
        return
    editors = acting_people(work.session, row.organisation_id, work.now)[Capacity.EDITOR]
    if row.capacity is Capacity.EDITOR and editors == (row.person_id,):
        raise LastEditor
    row.until_at = work.now
    work.record("organisation.appointment_ended", row)


def end_appointments_of(work: Work, person_id: uuid.UUID) -> int:
    """Let a person who is forgotten act for nobody any more; return how many appointments ended.

    An organisation may be left without an editor: its people are appointed anew by the office.
    """
    rows = work.session.scalars(
        select(Representative).where(
            Representative.person_id == person_id, Representative.until_at.is_(None)
        )
    ).all()
    for row in rows:
        row.until_at = work.now
        work.record("organisation.appointment_ended", row)
    return len(rows)
