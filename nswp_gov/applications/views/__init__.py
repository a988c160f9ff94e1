"""Pages of applications: for whoever applies, for a verifier, for those who examine and decide."""

from __future__ import annotations

import uuid

from flask import Blueprint, Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from nswp_gov.applications import forms
from nswp_gov.applications.models import Application
from nswp_gov.applications.states import State
from nswp_gov.rules.audience import SECRETARIAT
from nswp_gov.store.links import Card, Registry
from nswp_gov.web import phrases
from nswp_gov.web.access import Door
from nswp_gov.web.templating import LABELS, NavItem

bp = Blueprint("applications", __name__)

PUBLIC_NAV = [NavItem("applications.start", _l("Apply for membership"))]
WORK_NAV = [
    NavItem("applications.index", _l("Applications"), Door.STAFF),
    NavItem("applications.index", _l("Applications to examine"), Door.BOARD),
]


def install(app: Flask) -> None:
    """Give refusals, reasons and rows their words; say how a linked application is shown."""
    phrases.say(words.REFUSALS)
    phrases.say_reasons(words.REASONS)
    LABELS.update(words.LABELS)
    app.jinja_env.globals["application_words"] = words
    app.jinja_env.globals["application_forms"] = forms
    registry: Registry = app.extensions["nswp_gov.links"]
    registry.register("application", application_card)


def application_card(session: Session, application_id: uuid.UUID, _locale: str) -> Card | None:
    """Return how an application is named beside the decision on it: for the secretariat alone."""
    found = session.get(Application, application_id)
    if found is None or found.state is State.DRAFT:
        return None
    return Card(
        title=_("An application"),
        endpoint="applications.one",
        values=(("application_id", str(application_id)),),
        audience=SECRETARIAT,
    )


from nswp_gov.applications.views import (  # noqa: E402 - they hang their pages on `bp`
    acts,
    desk,
    inside,
    own,
    verifying,
    words,
    writing,
)

__all__ = [
    "PUBLIC_NAV",
    "WORK_NAV",
    "acts",
    "application_card",
    "bp",
    "desk",
    "inside",
    "install",
    "own",
    "verifying",
    "words",
    "writing",
]
