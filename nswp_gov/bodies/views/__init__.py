"""Pages of bodies: the public ones as at any day, and the secretariat's."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from nswp_gov.accounts import session as accounts_session
from nswp_gov.bodies import policy, queries
from nswp_gov.store.links import Registry
from nswp_gov.web import phrases
from nswp_gov.web.access import Door
from nswp_gov.web.templating import LABELS, POLICIES, NavItem

bp = Blueprint("bodies", __name__, url_prefix="/bodies")

PUBLIC_NAV = [NavItem("bodies.index", _l("Board"))]
WORK_NAV = [NavItem("bodies.index", _l("Bodies"), Door.SIGNED_IN)]


def install(app: Flask) -> None:
    """Let accounts know who sits where; give refusals, reasons and rules their words."""
    if queries.sources_of not in accounts_session.SOURCES:
        accounts_session.SOURCES.append(queries.sources_of)
    POLICIES.update({"seat": policy.may_set_rule, "resign": policy.may_resign})
    app.jinja_env.globals["body_words"] = words
    registry: Registry = app.extensions["nswp_gov.links"]
    registry.register("body_rule", rules.rule_card)
    registry.register("seat", rules.seat_card)
    registry.register("term", rules.term_card)
    phrases.say(words.REFUSALS)
    phrases.say_reasons(words.REASONS)
    LABELS.update(words.LABELS)


from nswp_gov.bodies.views import (  # noqa: E402 - they hang on `bp`
    desk,
    interests,
    office,
    public,
    register,
    rules,
    words,
)

__all__ = [
    "PUBLIC_NAV",
    "WORK_NAV",
    "bp",
    "desk",
    "install",
    "interests",
    "office",
    "public",
    "register",
    "rules",
    "words",
]
