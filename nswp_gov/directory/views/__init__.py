"""Pages of the directory: public lists and pages, the member's own, hiding at once."""

from __future__ import annotations

from flask import Blueprint, Flask, Response
from flask_babel import lazy_gettext as _l

from nswp_gov.accounts import session as accounts_session
from nswp_gov.directory.forms import labels
from nswp_gov.directory.policy import may_edit_profile, may_unlist
from nswp_gov.directory.queries import contacts_beside, regions_beside, sources_of
from nswp_gov.web.access import Door
from nswp_gov.web.templating import POLICIES, NavItem

bp = Blueprint("directory", __name__)


@bp.after_request
def _ask_again(answer: Response) -> Response:
    """Have caches ask before each use: what was hidden is nowhere served a second time."""
    answer.headers.setdefault("Cache-Control", "no-cache")
    return answer


PUBLIC_NAV = [NavItem("directory.index", _l("Directory"))]
WORK_NAV = [
    NavItem("directory.ours", _l("Our organisation"), Door.MEMBER),
    NavItem("directory.index", _l("Directory"), Door.SIGNED_IN),
    NavItem("directory.freshness", _l("Freshness"), Door.STAFF),
]


def install(app: Flask) -> None:
    """Let accounts know who acts for whom; give templates the directory's words."""
    if sources_of not in accounts_session.SOURCES:
        accounts_session.SOURCES.append(sources_of)
        accounts_session.REGIONS.append(regions_beside)
        accounts_session.CONTACTS.append(contacts_beside)
    app.register_blueprint(maps.root)
    POLICIES.update({"edit_profile": may_edit_profile, "unlist": may_unlist})
    app.jinja_env.globals["directory_words"] = labels
    app.jinja_env.filters["organisation_name"] = labels.said_name


from nswp_gov.directory.views import (  # noqa: E402 - they hang their pages on `bp`
    consent,
    due,
    freshness,
    hiding,
    jointly,
    maps,
    messages,
    network,
    ours,
    people,
    profile,
    public,
)

__all__ = [
    "PUBLIC_NAV",
    "WORK_NAV",
    "bp",
    "consent",
    "due",
    "freshness",
    "hiding",
    "install",
    "jointly",
    "maps",
    "messages",
    "network",
    "ours",
    "people",
    "profile",
    "public",
]
