"""Minutes, their motions and actions; decisions, errata. Of closed items nothing is here."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _lp
from sqlalchemy import select
from sqlalchemy.orm import Session

from nswp_gov.meetings import policy
from nswp_gov.meetings.models import (
    Action,
    AgendaItem,
    Decision,
    Erratum,
    Meeting,
    Minutes,
    Motion,
)
from nswp_gov.meetings.queries import meeting_card
from nswp_gov.meetings.states import ItemAudience, MinutesState
from nswp_gov.rules.audience import MEMBERS, PUBLIC, SECRETARIAT, Audience, CircleKind
from nswp_gov.rules.languages import Locale
from nswp_gov.store import text_kinds
from nswp_gov.store.text_kinds import Importance, Subject, TextKind


def register() -> None:
    """Name agenda items, motions, actions, decisions and errata."""
    text_kinds.register(
        "agenda_item",
        TextKind(
            name=_l("Minutes"),
            fields={
                "title": _l("Title"),
                "public": _l("Public text"),
                "minutes": _l("Text for members"),
            },
            subjects=_items,
        ),
    )
    for kind, name in (("motion", _l("Motion")), ("action", _l("Action item"))):
        text_kinds.register(
            kind,
            TextKind(name=name, fields={"text": _lp("column", "Text")}, subjects=_below(kind)),
        )
    text_kinds.register(
        "decision",
        TextKind(
            name=_l("Decision"),
            fields={"text": _l("Text for members"), "public": _l("Public text")},
            subjects=_decisions,
        ),
    )
    text_kinds.register(
        "erratum",
        TextKind(name=_l("Erratum"), fields={"text": _lp("column", "Text")}, subjects=_errata),
    )


def _names(
    session: Session, meeting_ids: Collection[uuid.UUID], locale: Locale
) -> dict[uuid.UUID, str]:
    cards = ((one, meeting_card(session, one, locale.value)) for one in meeting_ids)
    return {one: card.title for one, card in cards if card is not None}


def _items(
    session: Session, ids: Collection[uuid.UUID], locale: Locale
) -> Mapping[uuid.UUID, Subject]:
    rows = session.execute(
        select(AgendaItem, Minutes)
        .join(Minutes, Minutes.meeting_id == AgendaItem.meeting_id)
        .where(AgendaItem.id.in_(ids), AgendaItem.audience == ItemAudience.OPEN)
    ).all()
    names = _names(session, {minutes.meeting_id for _item, minutes in rows}, locale)
    return {
        item.id: Subject(
            title=_l(
                "%(meeting)s, item %(number)s", meeting=names[item.meeting_id], number=item.position
            ),
            title_locale=locale,
            audience=SECRETARIAT,
            endpoint="meetings.minutes",
            values=(("meeting_id", str(item.meeting_id)),),
            due_at=minutes.corrections_until,
            is_open=minutes.state is not MinutesState.PUBLISHED,
        )
        for item, minutes in rows
    }


def _below(kind: str) -> text_kinds.Subjects:
    """Return what tells of the motions or of the actions of open items."""
    model: type[Motion | Action] = Motion if kind == "motion" else Action

    def subjects(
        session: Session, ids: Collection[uuid.UUID], locale: Locale
    ) -> Mapping[uuid.UUID, Subject]:
        rows = session.execute(select(model.id, model.item_id).where(model.id.in_(ids)))
        items = {row.id: row.item_id for row in rows}
        known = _items(session, set(items.values()), locale)
        return {one: known[item] for one, item in items.items() if item in known}

    return subjects


def _decisions(
    session: Session, ids: Collection[uuid.UUID], locale: Locale
) -> Mapping[uuid.UUID, Subject]:
    del locale  # a decision is called by its number in every language
    rows = session.scalars(select(Decision).where(Decision.id.in_(ids)))
    return {
        row.id: Subject(
            title=row.number,
            audience=policy.audiences_of(row)[0],
            fields={
                "text": MEMBERS if row.is_for_members else Audience.of(CircleKind.BODY, row.body_id)
            },
            endpoint="meetings.decision",
            values=(("decision_id", str(row.id)),),
            importance=Importance.HIGH,
        )
        for row in rows
    }


def _errata(
    session: Session, ids: Collection[uuid.UUID], locale: Locale
) -> Mapping[uuid.UUID, Subject]:
    rows = session.execute(
        select(Erratum, Meeting)
        .join(Minutes, Minutes.id == Erratum.minutes_id)
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .where(Erratum.id.in_(ids))
    ).all()
    names = _names(session, {meeting.id for _erratum, meeting in rows}, locale)
    return {
        erratum.id: Subject(
            title=_l(
                "%(meeting)s, erratum %(number)s",
                meeting=names[meeting.id],
                number=erratum.ordinal,
            ),
            title_locale=locale,
            audience=PUBLIC if erratum.is_public else MEMBERS,
            endpoint="meetings.minutes",
            values=(("meeting_id", str(meeting.id)),),
        )
        for erratum, meeting in rows
    }
