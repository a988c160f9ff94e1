"""What is due, as the desk shows it: title, until when, where to, and one act."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from nswp_gov.bodies import queries
from nswp_gov.bodies.queries import Due
from nswp_gov.store.actor import Actor
from nswp_gov.web.locale import locale
from nswp_gov.web.templating import LABELS


@dataclass(frozen=True)
class DeskRow:
    """One row of the desk, in the reader's language."""

    title: str
    due_at: datetime
    href: str
    act: str
    feature: str
    note: str = ""


def said(rows: Iterable[Due], feature: str, act: str) -> list[DeskRow]:
    """Return rows in the reader's language, each with its address."""
    return [
        DeskRow(
            title=str(LABELS[row.label]) % row.words if row.words else str(LABELS[row.label]),
            due_at=row.due_at,
            href=_href(row),
            act=act,
            feature=feature,
        )
        for row in rows
    ]


def _href(row: Due) -> str:
    values: dict[str, Any] = dict(row.values)
    return url_for(row.endpoint, **values)


def rows(session: Session, actor: Actor, now: datetime) -> list[DeskRow]:
    """Return the own declaration that is due, and for the secretariat each seat by its name."""
    found = queries.due(session, actor, now)
    seats = [row for row in found if "seat_id" in row.values]
    names = queries.seat_names(session, [_seat_id(row) for row in seats], locale())
    named = [replace(row, words={"seat": names[_seat_id(row)]}) for row in seats]
    own = [row for row in found if "seat_id" not in row.values]
    return [
        *said(own, str(_("Bodies")), str(_("Make the declaration"))),
        *said(named, str(_("Bodies")), str(_("The seat"))),
    ]


def _seat_id(row: Due) -> UUID:
    return UUID(row.values["seat_id"])
