"""Whoever takes the register away as a file leaves their name and what they took."""

from __future__ import annotations

from datetime import date, datetime

from nswp_gov.membership.models import RegisterExport
from nswp_gov.membership.policy import may_export
from nswp_gov.membership.states import Exported
from nswp_gov.store.errors import need
from nswp_gov.store.work import Work


def note_export(
    work: Work,
    what: Exported,
    file_kind: str,
    *,
    day: date,
    lines: int,
    earlier: date | None = None,
    known_at: datetime | None = None,
) -> RegisterExport:
    """Journal that the actor takes a file of the register away.

    Raises:
        Denied: the actor does not keep the register, or has not just proved who they are.

    """
    need(may_export(work.actor))
    row = RegisterExport(
        what=what,
        file_kind=file_kind,
        day=day,
        earlier=earlier,
        known_at=known_at,
        lines=lines,
        taken_at=work.now,
        taken_by=work.actor.person_id,
    )
    work.session.add(row)
    work.record("membership.register_exported", row)
    return row
