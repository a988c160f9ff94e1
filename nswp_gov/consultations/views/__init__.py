"""Pages of consultations: for members who answer, for the secretariat, for readers of reports."""

from __future__ import annotations

import uuid

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from nswp_gov.consultations import operations, policy, queries
from nswp_gov.consultations.models import Consultation
from nswp_gov.rules.languages import Locale
from nswp_gov.store import text_kinds
from nswp_gov.store.links import Card, Registry
from nswp_gov.web import phrases
from nswp_gov.web.access import Door
from nswp_gov.web.templating import NavItem

bp = Blueprint("consultations", __name__, url_prefix="/consultations")

PUBLIC_NAV = [NavItem("consultations.index", _l("Consultations"))]
WORK_NAV = [
    NavItem("consultations.index", _l("Consultations"), Door.MEMBER),
    NavItem("consultations.office", _l("Consultations"), Door.STAFF),
]


def install(app: Flask) -> None:
    """Give codes their words; say how consultations are shown elsewhere and translated."""
    phrases.say(words.REFUSALS)
    phrases.say_reasons(words.REASONS)
    app.jinja_env.globals["consultation_words"] = words
    registry: Registry = app.extensions["nswp_gov.links"]
    registry.register("consultation", card)
    for kind, name in words.NAMES.items():
        text_kinds.register(
            kind,
            text_kinds.TextKind(
                name=name,
                fields=words.FIELDS[kind],
                subjects=queries.subjects_of(kind),
                after=operations.text_released if kind == "consultation" else None,
            ),
        )


def card(session: Session, consultation_id: uuid.UUID, locale: str) -> Card | None:
    """Return how a consultation is named beside other records."""
    found = session.get(Consultation, consultation_id)
    if found is None:
        return None
    title = queries.titles(session, [found], Locale(locale))[found.id]
    return Card(
        title=title.words,
        endpoint="consultations.one",
        values=(("slug", found.slug),),
        audience=policy.readers_of(found.state, found.readers),
    )


from nswp_gov.consultations.views import (  # noqa: E402 - they hang their pages on `bp`
    desk,
    editing,
    filing,
    office,
    public,
    replying,
    reporting,
    results,
    words,
)

__all__ = [
    "PUBLIC_NAV", "WORK_NAV", "bp", "card", "desk", "editing", "filing", "install", "office",
    "public", "replying", "reporting", "results", "words",
]  # fmt: skip
