"""Lists that wait for somebody, as the desk shows them."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from nswp_gov.directory.views.due import DueRow
from nswp_gov.imports import policy, queries
from nswp_gov.imports.states import GOING_ON
from nswp_gov.store.actor import Actor

_WAITS = timedelta(days=7)  # a trial older than this was made of another record


def rows(session: Session, actor: Actor, _now: datetime) -> list[DueRow]:
    """Return the lists that were brought in and neither applied nor thrown away."""
    if not policy.may_import(actor):
        return []
    return [
        DueRow(
            title=_("A list from a spreadsheet is not done with"),
            due_at=one.made_at + _WAITS,
            href=url_for(
                "imports.progress" if one.stage in GOING_ON else "imports.trial", batch_id=one.id
            ),
            act=_("Go to it"),
            feature=_("Imports"),
        )
        for one in queries.unfinished(session)
    ]
