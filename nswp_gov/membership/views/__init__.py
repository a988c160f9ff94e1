"""The register's pages: the list as at a day, one record, acts, comparisons, the law's register."""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _l

from nswp_gov.membership.forms import CATEGORIES, STANDINGS
from nswp_gov.membership.policy import may_keep_register, may_resign
from nswp_gov.membership.views import compare, lists, moved, own, record, statutory, twins
from nswp_gov.membership.views.frame import bp
from nswp_gov.membership.views.messages import ASKED, LIKENESS, MOVED, tell
from nswp_gov.web.access import Door
from nswp_gov.web.templating import POLICIES, NavItem

__all__ = [
    "WORK_NAV",
    "bp",
    "compare",
    "install",
    "lists",
    "own",
    "record",
    "statutory",
    "twins",
]

WORK_NAV = [NavItem("membership.index", _l("Register"), Door.STAFF)]

tell()


def install(app: Flask) -> None:
    """Give templates the register's words; let merged records answer with what remained."""
    POLICIES["keep_register"] = may_keep_register
    POLICIES["membership.resign"] = may_resign
    app.jinja_env.globals["register_words"] = {
        "categories": CATEGORIES,
        "standings": STANDINGS,
        "moved": MOVED,
        "likeness": LIKENESS,
        "asked": ASKED,
    }
    app.after_request(moved.answer)
