"""What the translation desk is told of the tracker's texts, and what a digest may hold."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from nswp_gov.mailings.digests import SOURCES
from nswp_gov.policies import queries
from nswp_gov.policies.operations import reword_search
from nswp_gov.policies.states import State
from nswp_gov.rules.audience import PUBLIC, SECRETARIAT
from nswp_gov.rules.languages import Locale
from nswp_gov.store import text_kinds
from nswp_gov.store.text_kinds import Subject, TextKind


def install() -> None:
    """Register the three kinds of texts, and what digests may hold."""
    if queries.digest_items not in SOURCES:
        SOURCES.append(queries.digest_items)
    text_kinds.register(
        "institution",
        TextKind(
            name=_l("Institution"),
            fields={"name": _l("Name")},
            subjects=institutions,
            after=reword_search,
        ),
    )
    text_kinds.register(
        "instrument",
        TextKind(
            name=_l("Document of an institution"),
            fields={"title": _l("Title for readers")},
            subjects=instruments,
            after=reword_search,
        ),
    )
    text_kinds.register(
        "position",
        TextKind(
            name=_l("Position in the policy tracker"),
            fields={
                "paraphrase": _l("What it says, in our own words"),
                "withdrawal": _l("Why it is taken out"),
            },
            subjects=positions,
            after=reword_search,
        ),
    )


def institutions(
    session: Session, ids: Collection[uuid.UUID], locale: Locale
) -> dict[uuid.UUID, Subject]:
    """Return how institutions are shown at the desk, for any number at once."""
    public = queries.public_among(session, ids)
    said = queries.said(session, ids, locale)
    return {
        one.id: Subject(
            title=said[one.id].words,
            title_locale=said[one.id].locale,
            audience=PUBLIC if one.id in public else SECRETARIAT,
            endpoint="policies.institution" if one.id in public else "policies.desk",
            values=(("slug", one.slug),) if one.id in public else (),
        )
        for one in queries.all_institutions(session)
        if one.id in said
    }


def instruments(
    session: Session, ids: Collection[uuid.UUID], locale: Locale
) -> dict[uuid.UUID, Subject]:
    """Return how documents are shown at the desk, for any number at once."""
    public = queries.public_among(session, ids)
    said = queries.said(session, ids, locale)
    return {
        one: Subject(
            title=said[one].words,
            title_locale=said[one].locale,
            audience=PUBLIC if one in public else SECRETARIAT,
            endpoint="policies.entries",
            values=(("instrument_id", str(one)),),
        )
        for one in ids
        if one in said
    }


def positions(
    session: Session, ids: Collection[uuid.UUID], locale: Locale
) -> dict[uuid.UUID, Subject]:
    """Return how positions are shown at the desk: under the title of their document."""
    known = queries.positions_among(session, ids)
    said = queries.said(session, [instrument for instrument, _state in known.values()], locale)
    return {
        one: Subject(
            title=said[instrument].words,
            title_locale=said[instrument].locale,
            audience=PUBLIC if state is State.PUBLIC else SECRETARIAT,
            fields={"withdrawal": PUBLIC},
            endpoint="policies.review",
            values=(("position_id", str(one)),),
            is_open=state is not State.RETURNED,
        )
        for one, (instrument, state) in known.items()
    }
