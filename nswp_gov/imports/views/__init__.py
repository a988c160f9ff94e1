"""The pages of imports, for the secretariat alone."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from nswp_gov.imports.operations import repoint
from nswp_gov.imports.views import acts, lists, steps
from nswp_gov.imports.views.frame import bp
from nswp_gov.imports.views.messages import tell
from nswp_gov.imports.views.showing import FATES, OUTCOME, OUTCOMES, STAGES, refusal_of, shown
from nswp_gov.membership.operations import AFTERWARDS
from nswp_gov.web.access import Door
from nswp_gov.web.templating import NavItem

__all__ = ["WORK_NAV", "acts", "bp", "install", "lists", "steps"]

WORK_NAV = [NavItem("imports.index", _l("Imports"), Door.STAFF)]

tell()


def install(app: Flask) -> None:
    """Give templates the words of imports; keep outside keys right when records are merged."""
    app.jinja_env.globals["import_words"] = {
        "stages": STAGES,
        "outcome": OUTCOME,
        "outcomes": OUTCOMES,
        "fates": FATES,
        "shown": shown,
        "refused": refusal_of,
    }
    if repoint not in AFTERWARDS:
        AFTERWARDS.append(repoint)
