"""Give a record to a translator: the only way to a text that not everybody reads."""

from __future__ import annotations

import uuid

from nswp_gov.desk import policy
from nswp_gov.desk.models import Assignment
from nswp_gov.desk.operations.claims import known_person, readable
from nswp_gov.desk.queries.people import assignments_of
from nswp_gov.desk.states import ASSIGNED_FOR
from nswp_gov.rules.languages import Locale
from nswp_gov.store.errors import Unfit, need
from nswp_gov.store.work import Work


def assign(work: Work, text_id: uuid.UUID, locale: Locale, person_id: uuid.UUID) -> Assignment:
    """Give all texts of a record to a person for 60 days, for translation into `locale`.

    Raises:
        Denied: the actor is not of the secretariat.
        NotFound: no such text for them, or no such person.
        Unfit: it was written in this language, or the person has it already.

    """
    need(policy.may_assign(work.actor))
    row = readable(work, text_id)
    if locale is row.source:
        raise Unfit("translation_of_source", field="locale")
    person = known_person(work, person_id)
    held = assignments_of(work.session, row.kind, row.subject_id, work.now)
    if any((one.person_id, one.locale) == (person.id, locale) for one in held):
        raise Unfit("assigned_already", field="person")
    made = Assignment(
        subject_type=row.kind,
        subject_id=row.subject_id,
        locale=locale,
        person_id=person.id,
        given_by=work.actor.person_id,
        from_at=work.now,
        until_at=work.now + ASSIGNED_FOR,
    )
    work.session.add(made)
    work.record("desk.text_assigned", made)
    return made


def end_assignment(work: Work, assignment: Assignment) -> Assignment:
    """Take a record back from now on.

    Raises:
        Denied: the actor is not of the secretariat.

    """
    need(policy.may_assign(work.actor))
    if assignment.until_at > work.now:
        assignment.until_at = work.now
        work.record("desk.assignment_ended", assignment)
    return assignment
