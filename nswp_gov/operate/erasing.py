"""Forgetting a person at the console: the account is closed, its words go, the journal stays."""

from __future__ import annotations

import uuid

from sqlalchemy import select

from nswp_gov.accounts.models import Invitation, Person
from nswp_gov.accounts.operations import close_person
from nswp_gov.store.erasure import erase_row
from nswp_gov.store.errors import NotFound
from nswp_gov.store.work import Work


def erase_person(work: Work, person_id: uuid.UUID) -> int:
    """Close a person's account, empty what is personal in rows and history; return how many rows.

    Raises:
        NotFound: nobody has that id.

    """
    person = work.session.get(Person, person_id)
    if person is None:
        raise NotFound
    if not person.is_closed:
        close_person(work, person)
    sent = work.session.scalars(select(Invitation).where(Invitation.person_id == person_id))
    rows = [person, *sent]
    for row in rows:
        erase_row(work, row)
    return len(rows)
