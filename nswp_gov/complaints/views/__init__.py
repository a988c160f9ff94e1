"""Pages of complaints: for whoever complains, for the circle of one complaint, for the board."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from nswp_gov.complaints import forms
from nswp_gov.web import phrases
from nswp_gov.web.access import Door
from nswp_gov.web.templating import LABELS, NavItem

bp = Blueprint("complaints", __name__)

PUBLIC_NAV = [NavItem("complaints.start", _l("Complaints"))]
WORK_NAV = [NavItem("complaints.numbers", _l("Complaints in numbers"), Door.BOARD)]


def install(app: Flask) -> None:
    """Give refusals, reasons and rows their words. Nothing here is linked, listed or searched."""
    phrases.say(words.REFUSALS)
    phrases.say_reasons(words.REASONS)
    LABELS.update(words.LABELS)
    app.jinja_env.globals["complaint_words"] = words
    app.jinja_env.globals["complaint_outcomes"] = forms.OUTCOMES


from nswp_gov.complaints.views import (  # noqa: E402 - they hang their pages on `bp`
    acts,
    desk,
    inside,
    numbers,
    own,
    words,
    writing,
)

__all__ = [
    "PUBLIC_NAV",
    "WORK_NAV",
    "acts",
    "bp",
    "desk",
    "inside",
    "install",
    "numbers",
    "own",
    "words",
    "writing",
]
