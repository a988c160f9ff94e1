"""Named lists: who is on them, kept by the secretariat."""

from __future__ import annotations

import uuid

from sqlalchemy import select

from nswp_gov.mailings.models import ListEntry, NamedList
from nswp_gov.mailings.policy import may_keep_lists
from nswp_gov.store.errors import NotFound, Unfit, need
from nswp_gov.store.ids import slug
from nswp_gov.store.work import Work

LONGEST_NAME = 120


def begin_list(work: Work, name: str) -> NamedList:
    """Add a list with nobody on it.

    Raises:
        Denied: the actor keeps no lists.
        Unfit: the name is missing or too long.

    """
    need(may_keep_lists(work.actor))
    if not name.strip():
        raise Unfit("name_missing", field="name")
    if len(name) > LONGEST_NAME:
        raise Unfit("name_long", field="name", longest=LONGEST_NAME)
    made = NamedList(slug=slug(), name=name.strip())
    work.session.add(made)
    work.record("mailings.list_begun", made)
    return made


def put_on(
    work: Work,
    named: NamedList,
    *,
    person_id: uuid.UUID | None = None,
    organisation_id: uuid.UUID | None = None,
) -> ListEntry:
    """Put a person, or an organisation, on a list; who is on it already stays once.

    Raises:
        Denied: the actor keeps no lists.
        Unfit: neither was named, or both.

    """
    need(may_keep_lists(work.actor))
    if (person_id is None) == (organisation_id is None):
        raise Unfit("list_entry_unknown", field="who")
    known = work.session.scalar(
        select(ListEntry).where(
            ListEntry.list_id == named.id,
            ListEntry.person_id == person_id if person_id else ListEntry.person_id.is_(None),
            ListEntry.organisation_id == organisation_id
            if organisation_id
            else ListEntry.organisation_id.is_(None),
        )
    )
    if known is not None:
        return known
    made = ListEntry(list_id=named.id, person_id=person_id, organisation_id=organisation_id)
    work.session.add(made)
    work.record("mailings.list_joined", named)
    return made


def take_off(work: Work, named: NamedList, entry_id: uuid.UUID) -> None:
    """Take an entry off a list.

    Raises:
        Denied: the actor keeps no lists.
        NotFound: it is not on it.

    """
    need(may_keep_lists(work.actor))
    row = work.session.get(ListEntry, entry_id)
    if row is None or row.list_id != named.id:
        raise NotFound
    work.session.delete(row)
    work.record("mailings.list_left", named)


def end_list(work: Work, named: NamedList) -> None:
    """End a list: nobody is reached by it any more.

    Raises:
        Denied: the actor keeps no lists.

    """
    need(may_keep_lists(work.actor))
    named.ended_at = work.now
    work.record("mailings.list_ended", named)


def repoint(work: Work, kept_id: uuid.UUID, gone_id: uuid.UUID) -> None:
    """Let every list that holds `gone` hold `kept`, once; the caller records the merging."""
    rows = select(ListEntry).where(ListEntry.organisation_id.in_([kept_id, gone_id]))
    found = work.session.scalars(rows).all()
    known = {row.list_id for row in found if row.organisation_id == kept_id}
    for row in found:
        if row.organisation_id != gone_id:
            continue
        if row.list_id in known:
            work.session.delete(row)
        else:
            row.organisation_id = kept_id
