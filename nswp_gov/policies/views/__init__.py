"""Pages of the policy tracker: the public register, and the desk where entries are made."""

from __future__ import annotations

from flask import Blueprint, Flask
from flask_babel import lazy_gettext as _l

from nswp_gov.policies import policy
from nswp_gov.store.links import Registry
from nswp_gov.web import phrases
from nswp_gov.web.access import Door
from nswp_gov.web.templating import POLICIES, NavItem

bp = Blueprint("policies", __name__)

PUBLIC_NAV = [NavItem("policies.index", _l("Policy tracker"))]
WORK_NAV = [
    NavItem("policies.desk", _l("Policy tracker"), Door.STAFF),
    NavItem("policies.desk", _l("Policy tracker: review"), Door.BOARD),
]


def install(app: Flask) -> None:
    """Give refusals their words; say how linked records are shown, what country pages link."""
    phrases.say(words.REFUSALS)
    phrases.say_reasons(words.REASONS)
    POLICIES.update({"policies.enter": policy.may_enter, "policies.withdraw": policy.may_withdraw})
    app.jinja_env.globals["policy_words"] = words
    registry: Registry = app.extensions["nswp_gov.links"]
    registry.register("position", cards.position_card)
    registry.register("instrument", cards.instrument_card)
    registry.register("institution", cards.institution_card)
    countries.install()
    translated.install()


from nswp_gov.policies.views import (  # noqa: E402 - they hang their pages on `bp`
    acts,
    cards,
    comparing,
    countries,
    desk,
    due,
    files,
    public,
    translated,
    words,
)

__all__ = [
    "PUBLIC_NAV",
    "WORK_NAV",
    "acts",
    "bp",
    "cards",
    "comparing",
    "countries",
    "desk",
    "due",
    "files",
    "install",
    "public",
    "translated",
    "words",
]
