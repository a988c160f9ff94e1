"""What is known of an applicant that was a member before."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from nswp_gov.applications.models import Application
from nswp_gov.applications.states import State
from nswp_gov.directory.queries import organisation
from nswp_gov.membership import queries as register
from nswp_gov.membership.queries import Match
from nswp_gov.membership.states import Standing


@dataclass(frozen=True)
class Stay:
    """One earlier membership: from when until when, how it ended, and why."""

    admitted_on: date
    ended_on: date
    how: Standing | None
    why: str


@dataclass(frozen=True)
class Former:
    """The record that an application goes on with. `stays`: its earlier memberships, newest first.

    `standings`: how it stood in them, newest first: (from, standing, why).
    """

    organisation_id: uuid.UUID
    name: str
    stays: tuple[Stay, ...]
    standings: tuple[tuple[date, Standing, str], ...]


def former(session: Session, subject: Application) -> Former | None:
    """Return what is known of the record that the office recognised, or None."""
    if subject.organisation_id is None:
        return None
    past = [row for row in register.stays(session, subject.organisation_id) if row.ended_on]
    if subject.state is State.ADMITTED and not past:
        return None  # the record began with this application
    facts = [
        row
        for row in register.standing_history(session, subject.organisation_id)
        if row.void_at is None
    ]
    ends = {row.from_on: row for row in facts}
    stays = []
    for row in past:
        assert row.ended_on is not None
        end = ends.get(row.ended_on)
        stays.append(
            Stay(
                row.admitted_on,
                row.ended_on,
                end.standing if end else None,
                end.reason if end else "",
            )
        )
    return Former(
        subject.organisation_id,
        organisation(session, subject.organisation_id).name,
        tuple(stays),
        tuple((row.from_on, row.standing, row.reason) for row in facts),
    )


def known_as(session: Session, subject: Application) -> list[Match]:
    """Return the records that may be the applicant's own, most alike first, and why."""
    found = register.alike_to(
        session,
        str(subject.answers.get("name") or ""),
        subject.answers.get("country"),
        email=subject.email or subject.answers.get("email"),
    )
    own = subject.organisation_id if subject.state is State.ADMITTED else None
    return [one for one in found if one.organisation_id != own]
